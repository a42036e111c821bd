package asks

import (
	"cmp"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A rest is a time at which work on the item rested.
type rest struct {
	feed.Pause
	draft bool
}

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
	case feed.Drafted:
		w.begin(e.At, "draft", true)
	case feed.Readied:
		if !w.resume(e.At, true) && !slices.ContainsFunc(w.rests, func(r rest) bool { return r.draft }) {
			// It was a draft from the beginning: nobody said so then.
			w.rests = append(w.rests, rest{feed.Pause{From: w.item.Created, Until: e.At, Why: "draft"}, true})
		}
	case feed.Paused:
		w.begin(e.At, cmp.Or(e.Into, "paused"), false)
	case feed.Resumed, feed.Closed, feed.Merged:
		w.resume(e.At, false)
	case feed.Moved, feed.Proposed, feed.Decided, feed.Rejected:
		if e.From != "" {
			w.resume(e.At, false)
		}
	}
}

func (w *walk) begin(at time.Time, why string, draft bool) {
	for _, r := range w.rests {
		if r.draft == draft && r.Until.IsZero() {
			return
		}
	}
	w.rests = append(w.rests, rest{feed.Pause{From: at, Why: why}, draft})
}

func (w *walk) resume(at time.Time, draft bool) (rested bool) {
	for i := range w.rests {
		if r := &w.rests[i]; r.draft == draft && r.Until.IsZero() {
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
		if r.draft && restInDraft[a.Kind] || !r.draft && restInBlocked[a.Kind] {
			add(r.Pause)
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
