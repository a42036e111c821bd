package asks

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A rest is a time at which work on the item rested.
type rest struct {
	feed.Pause
	// of is what makes it rest: several may at a time. An item that is waited for is named by its thread.
	of string
	// start is the day or the instant on which work is to begin, by the calendar of whoever does it, where that ends the rest.
	start string
}

// What makes an item rest, beside what it waits for.
const (
	ofPlace = "" // a status, a list, a label
	ofDraft = "draft"
	ofStart = "start"
)

// A wait is another item that this one waits for, as long as they are linked and it is not done.
type wait struct{ linked, done bool }

// pausable are the kinds of asks that rest while what they are about is a draft, and while work on it is blocked.
var (
	restInDraft   = map[feed.AskKind]bool{feed.Review: true, feed.Merge: true, feed.Triage: true}
	restInBlocked = map[feed.AskKind]bool{
		feed.Review: true, feed.Changes: true, feed.Assignment: true, feed.Approval: true, feed.Checklist: true, feed.Triage: true,
		feed.Merge: true, feed.Pending: true,
	}
)

// rest notes when work on the item begins and ends to rest.
func (w *walk) rest(e feed.Entry) {
	switch e.Verb {
	case feed.Linked, feed.Unlinked, feed.Paused, feed.Resumed:
		if e.Thread != "" {
			w.depend(e)
			return
		}
	}
	switch e.Verb {
	case feed.Drafted:
		w.begin(e.At, "draft", ofDraft)
	case feed.Readied:
		if !w.resume(e.At, ofDraft) && !slices.ContainsFunc(w.rests, func(r rest) bool { return r.of == ofDraft }) {
			// It was a draft from the beginning: nobody said so then.
			w.rests = append(w.rests, rest{Pause: feed.Pause{From: w.item.Created, Until: e.At, Why: "draft"}, of: ofDraft})
		}
	case feed.Paused:
		w.begin(e.At, cmp.Or(e.Into, "paused"), ofPlace)
	case feed.Resumed, feed.Closed, feed.Merged:
		w.resume(e.At, ofPlace)
	case feed.Moved, feed.Proposed, feed.Decided, feed.Rejected:
		if e.From != "" {
			w.resume(e.At, ofPlace)
		}
	case feed.Changed:
		w.restart(e)
	}
}

// depend notes what becomes of an item that this one waits for. It may be done before it is waited for.
func (w *walk) depend(e feed.Entry) {
	if w.waits == nil {
		w.waits = map[string]wait{}
	}
	on := w.waits[e.Thread]
	switch e.Verb {
	case feed.Linked, feed.Unlinked:
		on.linked = e.Verb == feed.Linked
	default:
		on.done = e.Verb == feed.Resumed
	}
	w.waits[e.Thread] = on
	if on.linked && !on.done {
		w.begin(e.At, "it waits for "+cmp.Or(e.Into, "another item"), e.Thread)
	} else {
		w.resume(e.At, e.Thread)
	}
}

// restart notes that work is to begin on another day than before. In Asana that is a field; the first change tells what it
// was from the beginning.
func (w *walk) restart(e feed.Entry) {
	was, old := started(e.From)
	is, day := started(e.Into)
	if e.Tool != "asana" || !was && !is {
		return
	}
	if old != "" && !slices.ContainsFunc(w.rests, func(r rest) bool { return r.of == ofStart }) {
		w.rests = append(w.rests, rest{Pause: feed.Pause{From: w.item.Created, Why: "it starts on " + old}, of: ofStart, start: old})
	}
	w.resume(e.At, ofStart)
	if day != "" {
		w.rests = append(w.rests, rest{Pause: feed.Pause{From: e.At, Why: "it starts on " + day}, of: ofStart, start: day})
	}
}

// started reads "start: 2026-03-02". The day is empty where there is none.
func started(field string) (is bool, day string) {
	name, value, _ := strings.Cut(field, ": ")
	if name != "start" {
		return false, ""
	}
	if _, err := time.Parse(time.DateOnly, value[:min(len(value), len(time.DateOnly))]); err != nil {
		return true, ""
	}
	return true, value
}

func (w *walk) begin(at time.Time, why, of string) {
	for _, r := range w.rests {
		if r.of == of && r.Until.IsZero() {
			return
		}
	}
	w.rests = append(w.rests, rest{Pause: feed.Pause{From: at, Why: why}, of: of})
}

func (w *walk) resume(at time.Time, of string) (rested bool) {
	for i := range w.rests {
		if r := &w.rests[i]; r.of == of && r.Until.IsZero() {
			r.Until, rested = at, true
		}
	}
	return rested
}

// pauses are the times at which an ask rests: those of its item, those for which it was snoozed, in their order.
func (w *walk) pauses(a *ask) []feed.Pause {
	var all []feed.Pause
	add := func(p feed.Pause) {
		if p.From.Before(a.Opened) {
			p.From = a.Opened
		}
		if !a.Ended.IsZero() && (p.Until.IsZero() || p.Until.After(a.Ended)) {
			p.Until = a.Ended
		}
		if p.Until.IsZero() || p.From.Before(p.Until) {
			all = append(all, p)
		}
	}
	for _, r := range w.rests {
		switch draft := r.of == ofDraft; {
		case draft && restInDraft[a.Kind], !draft && restInBlocked[a.Kind]:
			add(w.until(r, a))
		}
	}
	if w.item.Status == "draft" && len(w.rests) == 0 && restInDraft[a.Kind] {
		add(feed.Pause{From: w.item.Created, Why: "draft"})
	}
	for _, e := range w.said[a.ID] {
		if until, err := time.Parse(time.RFC3339, e.Into); e.Verb == feed.Snoozed && err == nil {
			add(feed.Pause{From: e.At, Until: until, Why: "snoozed by " + w.name(a.tool, e.By)})
		}
	}
	slices.SortStableFunc(all, func(a, b feed.Pause) int { return a.From.Compare(b.From) })
	return all
}

// until is a rest as it is for whoever an ask is owed by: work that is to begin on a day begins with it where they are.
func (w *walk) until(r rest, a *ask) feed.Pause {
	p := r.Pause
	if r.start == "" {
		return p
	}
	zone := time.UTC
	if hours := w.agreed.Hours(a.tool, a.Responder); hours != nil {
		zone = hours.Zone()
	}
	begins, err := time.Parse(time.RFC3339, r.start)
	if err != nil {
		begins, _ = time.ParseInLocation(time.DateOnly, r.start[:len(time.DateOnly)], zone)
	}
	if begins = begins.UTC(); p.Until.IsZero() || begins.Before(p.Until) {
		p.Until = begins
	}
	return p
}
