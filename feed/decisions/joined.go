package decisions

import (
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Joined says how decisions belong together. Of what they say it holds nothing, so that it is small however many there are:
// that is read again when some are told.
type Joined struct {
	heads []feed.DecisionHead // newest first
	// place is where in heads a decision is, by its id and those of what it was joined with.
	place map[string]int
	// same are the ids of what a decision was joined with, referring those of what refers to it, by its id.
	same, referring map[string][]string
	// named are the ids of the newest decisions on what names mean that decisions supersede or are superseded by.
	named map[string]string
	ended map[string]ending
}

// An ending is how a decision stands that another superseded.
type ending struct {
	state feed.DecisionState
	at    time.Time
	by    []string
}

// meant is a name as it is meant in a source.
func meant(source, name string) string { return source + "\x00" + name }

// Bare is a decision with no more than [Join] looks at.
func Bare(d feed.DecisionEntry) feed.DecisionEntry {
	return feed.DecisionEntry{
		Matter: feed.Matter{
			ID: d.ID, Source: d.Source, Item: d.Item, Title: d.Title, State: d.State, Proposed: d.Proposed, Decided: d.Decided,
			Ended: d.Ended, Supersedes: d.Supersedes, SupersededBy: d.SupersededBy, Refs: d.Refs, Misplaced: d.Misplaced,
		},
		On: feed.Item{ID: d.On.ID, Key: d.On.Key, URL: d.On.URL, Kind: d.On.Kind},
	}
}

// All are the decisions, each once wherever it was written down, newest first. Nobody may change the list.
func (j *Joined) All() []feed.DecisionHead { return j.heads }

// Head finds a decision by its id, or by that of one that it was joined with.
func (j *Joined) Head(id string) (h feed.DecisionHead, found bool) {
	i, found := j.place[id]
	if !found {
		return h, false
	}
	return j.heads[i], true
}

// Among are the decisions of some ids, or that these were joined with, newest first.
func (j *Joined) Among(ids []string) []feed.DecisionHead {
	var places []int
	for _, id := range ids {
		if i, known := j.place[id]; known {
			places = append(places, i)
		}
	}
	slices.Sort(places)
	places = slices.Compact(places)
	list := make([]feed.DecisionHead, len(places))
	for i, at := range places {
		list[i] = j.heads[at]
	}
	return list
}

// Named finds the newest decision on what a name means in a source: an item, by one of its names, or a decision record, by its
// number. It knows the names that decisions supersede or are superseded by.
func (j *Joined) Named(source, name string) (h feed.DecisionHead, found bool) {
	id, found := j.named[meant(source, name)]
	if !found {
		return h, false
	}
	return j.Head(id)
}

// Tell tells decisions whole, in the order of their heads. load reads those of some ids, in any order, as their items tell
// them; what is no more by then is left out.
func (j *Joined) Tell(heads []feed.DecisionHead, load func(ids []string) ([]feed.DecisionEntry, error)) ([]feed.DecisionEntry, error) {
	var ids []string
	for _, h := range heads {
		ids = append(append(append(ids, h.ID), j.same[h.ID]...), j.referring[h.ID]...)
	}
	slices.Sort(ids)
	loaded, err := load(slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	told := make(map[string]feed.DecisionEntry, len(loaded))
	for _, d := range loaded {
		if e, known := j.ended[d.ID]; known {
			d.State, d.Ended, d.SupersededBy = e.state, e.at, e.by
		}
		told[d.ID] = d
	}
	of := func(ids ...string) (list []feed.DecisionEntry) {
		for _, id := range ids {
			if d, known := told[id]; known {
				list = append(list, d)
			}
		}
		return list
	}
	var list []feed.DecisionEntry
	for _, h := range heads {
		group := of(append([]string{h.ID}, j.same[h.ID]...)...)
		if len(group) == 0 {
			continue
		}
		d := merge(group)
		for _, by := range of(j.referring[h.ID]...) {
			d.Referring = append(d.Referring, by.Place())
		}
		list = append(list, d)
	}
	return list, nil
}
