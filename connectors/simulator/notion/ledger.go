package notion

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// A ledger is the state of the workspace after the acts read so far, in Notion's terms.
type ledger struct {
	people map[string]world.Person
	order  []world.Person
	bases  []*base
	works  map[int]*page // by number in the world
	pages  []*page       // in the order of opening
	acts   map[int]*comment
	opened map[int]*page // by the act that opened them
	refer  func(int) string
	read   int
}

// A base is a project: a database with its one data source.
type base struct {
	world.Project
	id, source string
	created    time.Time
}

// A page is a piece of work.
type page struct {
	base              *base
	act               world.Act // that opened it
	id, title, text   string
	created, edited   time.Time
	editor            string
	status            string
	owners, reviewers []string
	tags              []string
	due               time.Time
	lines             []line // of its checklist
	trashed           bool
	comments          []*comment
}

// A line is one of a checklist.
type line struct {
	text string
	done bool
}

// A comment is one in a discussion.
type comment struct {
	id, discussion  string
	on              *page
	act             world.Act
	text            string
	edited          time.Time
	deleted, silent bool // silent: its discussion was resolved
}

// founded is when the databases were made.
var founded = time.Date(2023, 2, 13, 9, 30, 0, 0, time.UTC)

func newLedger(people []world.Person, projects []world.Project, refer func(int) string) *ledger {
	l := &ledger{
		people: map[string]world.Person{}, order: people, works: map[int]*page{}, acts: map[int]*comment{},
		opened: map[int]*page{}, refer: refer,
	}
	for _, p := range people {
		l.people[p.Handle] = p
	}
	for _, p := range projects {
		l.bases = append(l.bases, &base{Project: p, id: uuid("database", p.Name), source: uuid("data source", p.Name), created: founded})
	}
	return l
}

// uuid is an id made of what it names.
func uuid(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\n")))
	sum[6], sum[8] = sum[6]&0x0f|0x40, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// short is an id as it stands in addresses.
func short(id string) string { return strings.ReplaceAll(id, "-", "") }

// pageID is the id of the page with that number in its project. There is one project of papers.
func pageID(number int) string { return uuid("page", fmt.Sprint(number)) }

// account is the id of a person's account.
func account(p world.Person) string {
	if p.Members != nil || p.Name == "" {
		return ""
	}
	return uuid("user", p.Handle)
}

// minute is a time as Notion tells it.
func minute(t time.Time) time.Time { return t.UTC().Truncate(time.Minute) }

func with(all []string, s string) []string {
	if slices.Contains(all, s) {
		return all
	}
	return append(slices.Clone(all), s)
}

func without(all []string, s string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(t string) bool { return t == s })
}
