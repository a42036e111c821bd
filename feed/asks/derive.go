package asks

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/rules"
	"github.com/datelinehq/dateline/feed/windows"
)

// Derive returns the asks of one item, in the order in which they were opened. log is everything that happened to the
// item, in any order.
func Derive(item feed.Item, log []feed.Entry, agreed *protocol.Protocol) []feed.Ask {
	log = slices.Clone(log)
	slices.SortFunc(log, func(a, b feed.Entry) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Seq, b.Seq))
	})
	d := derivation{agreed: agreed, item: item, version: agreed.Version()}
	for _, e := range log {
		d.step(e)
	}
	// The tool may say that an item is closed without an event that says so: what happened before the first read.
	if item.State == feed.StateClosed {
		d.withdrawAll(cmp.Or(item.Closed, item.Updated), "", byClosing)
	}
	return d.asks
}

// A derivation is the state of one walk along an item's history.
type derivation struct {
	agreed  *protocol.Protocol
	version string
	item    feed.Item
	asks    []feed.Ask
	// closed are the places in asks of those that only the item's closing ended.
	closed []int
}

// How an ask was withdrawn: reopening the item brings back what its closing took away.
const (
	byClosing = true
	byRequest = false
)

func (d *derivation) step(e feed.Entry) {
	switch e.Verb {
	case feed.Requested:
		if d.program(e, e.By) {
			return
		}
		for _, responder := range e.To {
			if responder.ID != "" && !d.program(e, responder) && !d.same(e.Tool, responder, e.By) {
				d.open(e, e.By, responder)
			}
		}
	case feed.Unrequested:
		for _, responder := range e.To {
			if i := d.waiting(e.Tool, responder); i >= 0 {
				d.end(i, feed.AskWithdrawn, e.At, e.Key)
			}
		}
	case feed.Reviewed, feed.Approved, feed.ChangesRequested:
		if !d.program(e, e.By) {
			d.answer(e)
		}
	case feed.Closed, feed.Merged:
		d.withdrawAll(e.At, e.Key, byClosing)
	case feed.Reopened:
		for _, i := range d.closed {
			d.open(e, d.asks[i].Asker, d.asks[i].Responder)
		}
		d.closed = nil
	}
	if e.Gone {
		d.withdrawAll(e.At, e.Key, byRequest)
	}
}

func (d *derivation) open(e feed.Entry, asker, responder feed.Account) {
	if i := d.waiting(e.Tool, responder); i >= 0 {
		d.asks[i].Nudges++
		return
	}
	ask := feed.Ask{
		ID:        id(e, responder),
		Source:    e.Source,
		Item:      e.Item,
		Kind:      feed.Review,
		Asker:     asker,
		Responder: responder,
		Evidence:  e.Key,
		Opened:    e.At,
		State:     feed.AskOpen,
		Protocol:  d.version,
	}
	window, chosen := d.agreed.Window(d.facts(e, ask))
	if !chosen {
		return
	}
	ask.Window, ask.Within = window.Name, window.Within.String()
	d.time(&ask, e.Tool, window)
	d.asks = append(d.asks, ask)
}

// time says until when an ask is to be answered, on the responder's calendar, or why nobody can tell.
func (d *derivation) time(ask *feed.Ask, tool string, window protocol.Window) {
	var clock windows.Clock
	if hours := d.agreed.Hours(tool, ask.Responder); hours != nil {
		clock.Calendar, ask.Calendar = hours.Calendar, hours.Version()
		if len(hours.Lacks) > 0 {
			ask.Unclear = "the calendar " + hours.Name + " lacks holidays that could not be read yet"
			return
		}
	}
	times, err := window.Term().Start(clock, ask.Opened)
	if err != nil {
		ask.Unclear = err.Error()
		return
	}
	ask.Due, ask.Warn = times.Due, times.Warn
}

// facts are what a window's rule may ask about.
func (d *derivation) facts(e feed.Entry, ask feed.Ask) rules.Facts {
	name := func(a feed.Account) string { return cmp.Or(d.agreed.Person(e.Tool, a.ID), a.ID) }
	f := rules.Facts{
		Kind: string(ask.Kind), Tool: e.Tool, Source: e.Source, Labels: d.item.Labels, Asker: name(ask.Asker),
		Responder: name(ask.Responder), Opened: ask.Opened, Item: rules.About(d.item, name),
		Priority: priority(d.item.Labels),
	}
	f.Urgency = string(d.agreed.Urgency.Of(f.Labels, f.Priority, e.Text))
	if team, known := d.agreed.Team(ask.Responder); known && ask.Responder.Group {
		f.Team = rules.Teams{team}
	} else {
		f.Team = d.agreed.TeamsOf(f.Responder)
	}
	return f
}

// priority is what a label such as "Priority: High" says.
func priority(labels []string) string {
	for _, l := range labels {
		if name, value, ok := strings.Cut(l, ":"); ok && strings.EqualFold(strings.TrimSpace(name), "priority") {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// answer ends what the review answers: the reviewer's own ask, and those of groups the reviewer belongs to. Of a group
// nobody wrote down the members are not known; then a review by anybody but the asker is taken for the group's.
func (d *derivation) answer(e feed.Entry) {
	for i := range d.asks {
		ask := &d.asks[i]
		if ask.State != feed.AskOpen {
			continue
		}
		answers := d.same(e.Tool, ask.Responder, e.By)
		if ask.Responder.Group {
			member, known := d.agreed.Member(ask.Responder, e.Tool, e.By.ID)
			answers = member || !known && !d.same(e.Tool, ask.Asker, e.By)
		}
		if answers {
			d.end(i, feed.AskAnswered, e.At, e.Key)
		}
	}
}

func (d *derivation) withdrawAll(at time.Time, key string, closing bool) {
	for i := range d.asks {
		if d.asks[i].State == feed.AskOpen {
			d.end(i, feed.AskWithdrawn, at, key)
			if closing {
				d.closed = append(d.closed, i)
			}
		}
	}
}

func (d *derivation) end(i int, state feed.AskState, at time.Time, key string) {
	d.asks[i].State, d.asks[i].Ended, d.asks[i].End = state, at, key
}

// waiting returns the place of the responder's open ask, or -1.
func (d *derivation) waiting(tool string, responder feed.Account) int {
	return slices.IndexFunc(d.asks, func(a feed.Ask) bool {
		return a.State == feed.AskOpen && d.same(tool, a.Responder, responder)
	})
}

// program reports whether nobody is behind an account of the event.
func (d *derivation) program(e feed.Entry, a feed.Account) bool {
	return a.Bot || a.ID != "" && d.agreed.Bot(e.Tool, a.ID)
}

// same reports whether two accounts of one tool are the same one, or one person's. Nobody is the same as a deleted
// account.
func (d *derivation) same(tool string, a, b feed.Account) bool {
	if a.ID == "" || b.ID == "" || a.Group != b.Group {
		return false
	}
	if strings.EqualFold(a.ID, b.ID) {
		return true
	}
	person := d.agreed.Person(tool, a.ID)
	return !a.Group && person != "" && person == d.agreed.Person(tool, b.ID)
}

// id names an ask by what identifies it: item, responder, kind and evidence.
func id(e feed.Entry, responder feed.Account) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{
		e.Source, e.Item, strings.ToLower(responder.ID), string(feed.Review), e.Key,
	}, "\x00")))
	return hex.EncodeToString(sum[:8])
}
