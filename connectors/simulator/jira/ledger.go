package jira

import (
	"slices"
	"strconv"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// A ledger is the state of the site after the acts read so far, in Jira's terms.
type ledger struct {
	people  map[string]world.Person
	columns []string
	done    func(status string) bool
	title   string
	place   string // the project of the world
	issues  []*issue
	byWork  map[int]*issue
	acts    map[int]*issue // the issue of an act that others refer to
	remarks map[int]*remark
	read    int
}

// An issue is a piece of work at the desk.
type issue struct {
	id, number    int
	act           world.Act // that opened it
	title, body   string
	status        string
	assigned      string
	labels        []string
	version       string
	due           time.Time
	created       time.Time
	updated       time.Time
	resolved      time.Time
	statusChanged time.Time
	comments      []*remark
	histories     []*history
}

// A remark is a comment.
type remark struct {
	id      int
	by      string
	body    string
	at      time.Time
	updated time.Time
}

// A history is what was changed in one act.
type history struct {
	id    int
	by    string
	at    time.Time
	items []change
}

// A change is a field before and after.
type change struct {
	field, id           string
	from, old, to, show string
}

// The first ids of everything that has one. Ids grow with the number of the act.
const (
	issueIDs   = 10_000
	commentIDs = 40_000
	historyIDs = 80_000
	statusIDs  = 10_100
)

func newLedger(people []world.Person) *ledger {
	l := &ledger{people: map[string]world.Person{}, byWork: map[int]*issue{}, acts: map[int]*issue{}, remarks: map[int]*remark{}}
	for _, p := range people {
		l.people[p.Handle] = p
	}
	for _, p := range world.Projects(world.Desk)[:1] {
		l.place, l.title, l.columns, l.done = p.Name, p.Title, p.Columns, p.Finished
	}
	return l
}

// account is the id of the account of a person.
func (l *ledger) account(handle string) string { return accountID(l.people[handle]) }

// statusID is the id of a status.
func (l *ledger) statusID(status string) string {
	return strconv.Itoa(statusIDs + slices.Index(l.columns, status))
}

// find is the issue with an id or key, or nil.
func (l *ledger) find(name string) *issue {
	for _, is := range l.issues {
		if issueKey(is.number) == name || strconv.Itoa(is.id) == name {
			return is
		}
	}
	return nil
}
