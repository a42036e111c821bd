package trello

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A checklist is one of a card's, with its lines.
type checklist struct {
	IDCard string `json:"idCard"`
	Lines  []line `json:"checkItems"`
}

// A line is one of a checklist. It may be given to a member of the board.
type line struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	State    string `json:"state"`
	IDMember string `json:"idMember"`
}

// complete is the state of a line that was checked off.
const complete = "complete"

// A given is a line that somebody has to do, as it was when its card was last read.
type given struct {
	Line   string `json:"l"`
	Member string `json:"m"`
	Name   string `json:"n"`
}

const (
	// givenAtMost bounds how many lines are remembered; those of the oldest cards are forgotten first.
	givenAtMost = 300
	// givenName is how many characters are remembered of what a line says.
	givenName = 60
)

// lineThread is the thread of a card that a line of its checklists is.
func lineThread(id string) string {
	if id == "" {
		return ""
	}
	return "line/" + id
}

// lines tells which lines of a card were given to somebody or taken from them since then, and returns what is to be
// remembered of them. Trello has no list of such actions. That a line was checked off is told by one.
func (t *translator) lines(c card, known []given, since time.Time) (now []given) {
	if c.Checklists == nil {
		return known // they were not asked for
	}
	done := map[string]bool{}
	var came []given
	for _, list := range c.Checklists {
		for _, l := range list.Lines {
			if done[l.ID] = l.State == complete; done[l.ID] || l.ID == "" || l.IDMember == "" {
				continue
			}
			one := given{l.ID, l.IDMember, l.Name}
			switch {
			case slices.ContainsFunc(known, one.same):
			case c.Closed:
				continue // whoever brings the card back asks for it then
			default:
				came = append(came, one)
			}
			now = append(now, one)
		}
	}
	for _, one := range known {
		if !done[one.Line] && !slices.ContainsFunc(now, one.same) {
			t.give(c, feed.Unassigned, one, since)
		}
	}
	for _, one := range came {
		t.give(c, feed.Assigned, one, since)
	}
	for i := range now {
		now[i].Name = feed.Text(now[i].Name, givenName)
	}
	return now
}

func (g given) same(other given) bool { return g.Line == other.Line && g.Member == other.Member }

// give puts on the page that a line is somebody's, or no longer is. It became so when the card last moved, or before, but
// not before the card was last read, or else not before the line was made.
func (t *translator) give(c card, verb feed.Verb, one given, since time.Time) {
	at := moment(c.LastActivity, c.ID)
	if since.IsZero() {
		since = moment("", one.Line)
	}
	t.page.Events = append(t.page.Events, feed.Event{
		Key:  "line/" + one.Line + "/" + strconv.FormatInt(at.UnixMilli(), 10) + "/" + string(verb),
		Item: c.ID, Verb: verb, At: at, NotBefore: since, To: []feed.Account{t.somebody(nil, one.Member)}, Into: one.Name,
		Thread: lineThread(one.Line), URL: t.address(c),
	})
}

// remember keeps which lines of a card somebody has to do.
func (c *cursor) remember(card string, lines []given) {
	if delete(c.Given, card); len(lines) == 0 {
		return
	}
	if c.Given == nil {
		c.Given = map[string][]given{}
	}
	c.Given[card] = lines
	total := 0
	for _, one := range slices.Backward(slices.Sorted(maps.Keys(c.Given))) { // ids begin with the time they were made at
		if total += len(c.Given[one]); total > givenAtMost {
			delete(c.Given, one)
		}
	}
}

// byCard are the checklists of a board as its cards have them; nil if they were not asked for.
func (s *state) byCard() map[string][]checklist {
	if s.Checklists == nil {
		return nil
	}
	all := map[string][]checklist{}
	for _, raw := range s.Checklists {
		var list checklist
		if err := lenient(raw, &list); err == nil {
			all[list.IDCard] = append(all[list.IDCard], list)
		}
	}
	return all
}
