package decisions

import (
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// The beginnings of the keys of what people say about suggestions.
const (
	confirms = "confirm/"
	waives   = "waive/"
)

// Confirm is the event by which somebody says that what was only suggested was decided. It can be said once.
func Confirm(d feed.Matter, by feed.Account, now time.Time) feed.Event {
	return feed.Event{
		Key: confirms + d.ID, Item: d.Item, Verb: feed.Confirmed, Kind: feed.Decision, At: now, By: by, Into: d.Title,
	}
}

// Waive is the event by which somebody says that what sounded like a decision was none, and why, if they say so.
func Waive(d feed.Matter, by feed.Account, why string, now time.Time) feed.Event {
	return feed.Event{
		Key: waives + d.ID, Item: d.Item, Verb: feed.Waived, Kind: feed.Decision, At: now, By: by, Into: d.Title, Text: why,
	}
}

// rule makes a decision of what was only suggested, or drops it. The last that was said of it holds.
func (d *derivation) rule(e feed.Entry) {
	id, confirmed := strings.CutPrefix(e.Key, confirms)
	if !confirmed {
		id = strings.TrimPrefix(e.Key, waives)
	}
	i := slices.IndexFunc(d.all, func(at *draft) bool { return at.ID == id && at.State == feed.DecisionSuggested })
	switch {
	case i < 0:
	case confirmed:
		at := d.all[i]
		at.State, at.Trust = feed.DecisionDecided, feed.Explicit
		at.Decider, at.Decided = at.Proposer, at.Proposed
		at.Evidence = append(at.Evidence, e.Key)
	default:
		d.all = slices.Delete(d.all, i, i+1)
	}
}
