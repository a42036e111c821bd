package asks

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
)

// Derive returns the asks of one item, in the order in which they were opened. log is everything that happened to the
// item, in any order.
func Derive(item feed.Item, log []feed.Entry, agreed *protocol.Protocol) []feed.Ask {
	log = slices.Clone(log)
	slices.SortFunc(log, func(a, b feed.Entry) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(order(a.Verb), order(b.Verb)), cmp.Compare(a.Seq, b.Seq))
	})
	w := &walk{agreed: agreed, item: item, gone: gone(log), said: map[string][]feed.Entry{}}
	for _, e := range log {
		w.step(e)
	}
	w.finish(log)
	w.asks = slices.DeleteFunc(w.asks, func(a *ask) bool { return !w.settle(a) })
	w.first()
	asks := make([]feed.Ask, len(w.asks))
	for i, a := range w.asks {
		asks[i] = a.Ask
	}
	return asks
}

// first marks the asks that are the first between two. What was only possibly asked is not among them.
func (w *walk) first() {
	firsts := map[[2]string]*ask{}
	for _, a := range w.asks {
		if a.Confidence == feed.Possible {
			continue
		}
		two := [2]string{strings.ToLower(w.name(a.tool, a.Asker)), strings.ToLower(w.name(a.tool, a.Responder))}
		if first := firsts[two]; first == nil || a.Opened.Before(first.Opened) {
			firsts[two] = a
		}
	}
	for _, a := range firsts {
		a.First = true
	}
}

// order tells what of one instant is met first: merging closes, and is why.
func order(v feed.Verb) int {
	if v == feed.Merged {
		return -1
	}
	return 0
}

// A walk is the state of one way along an item's history.
type walk struct {
	agreed *protocol.Protocol
	item   feed.Item
	// gone says that the tool no longer has the item.
	gone bool
	asks []*ask
	// closed are the asks that only the item's closing ended: its reopening asks them again.
	closed []*ask
	// rests are the times at which work on the item rested.
	rests []rest
	// waits are the items that this one waits for, by the threads that tell of them.
	waits map[string]wait
	// threads are who took part in each thread, in the order of their last word.
	threads map[string][]feed.Account
	// priority is what was last said of it by a change of that field.
	priority string
	// approved are who approved since the last push.
	approved []feed.Account
	// said is what people said about asks in Dateline itself, by the ids of the asks.
	said map[string][]feed.Entry
}

// An ask is one in the making.
type ask struct {
	feed.Ask
	tool string
	// text is what was said when it was opened.
	text string
	// place is the list, the status or the label that it waits for the end of.
	place string
	// from is the ask that this one goes on with, nil if there is none.
	from     *ask
	promises []promise
	// released says that the request was taken back, by which it may have gone to somebody else.
	released bool
}

// A promise is a time that a responder named, and when.
type promise struct{ at, until time.Time }

func gone(log []feed.Entry) bool {
	tools := 0
	for _, e := range log {
		if e.Verb.Ours() {
			continue
		}
		if !e.Gone {
			return false
		}
		tools++
	}
	return tools > 0
}

func (w *walk) step(e feed.Entry) {
	switch {
	case e.Verb.Ours():
		if id := aboutAsk(e); id != "" {
			w.said[id] = append(w.said[id], e)
		}
		return
	case e.Gone && !w.gone:
		return // it was taken back: it neither asks nor answers
	}
	w.rest(e)
	w.answer(e)
	w.release(e)
	w.open(e)
	w.note(e)
}

// note keeps what later events are understood by.
func (w *walk) note(e feed.Entry) {
	switch e.Verb {
	case feed.Pushed:
		w.approved = nil
	case feed.Changed:
		if name, value, ok := strings.Cut(e.Into, ":"); ok && strings.EqualFold(name, "priority") {
			w.priority = strings.TrimSpace(value)
		}
	case feed.Approved:
		if w.human(e.Tool, e.By) {
			w.approved = append(w.approved, e.By)
		}
	}
	if e.Thread != "" && e.Verb == feed.Commented && w.human(e.Tool, e.By) {
		if w.threads == nil {
			w.threads = map[string][]feed.Account{}
		}
		others := slices.DeleteFunc(w.threads[e.Thread], func(a feed.Account) bool { return w.same(e.Tool, a, e.By) })
		w.threads[e.Thread] = append(others, e.By)
	}
}

// finish ends what the item's own state ends: the tool may say that it is closed without an event that says so, of what
// happened before the first read.
func (w *walk) finish(log []feed.Entry) {
	switch {
	case w.gone:
		w.withdrawAll(log[len(log)-1].At, "", feed.Account{}, "it is no longer there", false)
	case w.item.State == feed.StateClosed:
		w.withdrawAll(cmp.Or(w.item.Closed, w.item.Updated), "", feed.Account{}, "it was closed", true)
	}
}

func (w *walk) withdrawAll(at time.Time, key string, by feed.Account, why string, closing bool) {
	for _, a := range w.asks {
		if a.Open() {
			a.end(feed.AskWithdrawn, at, key, by, why)
			if closing {
				w.closed = append(w.closed, a)
			}
		}
	}
}

func (a *ask) end(state feed.AskState, at time.Time, key string, by feed.Account, why string) {
	if at.Before(a.Opened) {
		at = a.Opened
	}
	a.State, a.Ended, a.End, a.EndedBy, a.Why = state, at, key, by, why
}
