package cli

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions"
	"github.com/datelinehq/dateline/feed/store"
)

// linkedAtMost is how many items are looked at that an item is linked with.
const linkedAtMost = 50

// A register is what was decided, each thing once wherever it was written down. It is joined again only when something may
// have changed.
type register struct {
	db *store.DB
	// hidden are sources that nothing is told of.
	hidden []string

	mu sync.Mutex
	// as says what the log was like when all was joined.
	as  string
	all []feed.DecisionEntry
}

// decisions returns the decisions that are chosen, newest first. What was decided in several places is one, chosen if any
// of them is.
func (r *register) decisions(ctx context.Context, filter feed.DecisionFilter) ([]feed.DecisionEntry, error) {
	states := filter.States // those that come of joining, not those that items tell
	filter.States = nil
	chosen, err := r.told(ctx, filter)
	if err != nil {
		return nil, err
	}
	joined, err := r.joined(ctx)
	if err != nil {
		return nil, err
	}
	ids := make(map[string]bool, len(chosen))
	for _, d := range chosen {
		ids[d.ID] = true
	}
	var list []feed.DecisionEntry
	for _, d := range joined {
		meant := ids[d.ID] || slices.ContainsFunc(d.Same, func(p feed.DecisionPlace) bool { return ids[p.ID] })
		if meant && (len(states) == 0 || slices.Contains(states, d.State)) {
			list = append(list, d)
		}
	}
	return list, nil
}

// joined are all decisions.
func (r *register) joined(ctx context.Context) ([]feed.DecisionEntry, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	as, err := r.state(ctx) // before they are read: what comes meanwhile is joined the next time
	if err != nil || as == r.as {
		return r.all, err
	}
	told, err := r.told(ctx, feed.DecisionFilter{})
	if err != nil {
		return nil, err
	}
	all, err := r.join(ctx, told)
	if err != nil {
		return nil, err
	}
	r.as, r.all = as, all
	return all, nil
}

// state names how far the log goes, and how far of it decisions were derived.
func (r *register) state(ctx context.Context) (string, error) {
	head, err := r.db.Head(ctx)
	if err != nil {
		return "", err
	}
	bookmarks, err := r.db.Bookmarks(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprint(head, bookmarks), nil
}

// told are the decisions that a filter chooses, as their items tell them.
func (r *register) told(ctx context.Context, filter feed.DecisionFilter) (all []feed.DecisionEntry, err error) {
	filter.Hidden = r.hidden
	for after := ""; ; {
		page, err := r.db.Decisions(ctx, filter, after, exportAtOnce)
		if err != nil || len(page) == 0 {
			return all, err
		}
		all = append(all, page...)
		after = store.AfterDecision(page[len(page)-1])
	}
}

// join makes one of what was decided in several places, of which those that are hidden are none.
func (r *register) join(ctx context.Context, told []feed.DecisionEntry) ([]feed.DecisionEntry, error) {
	return decisions.Join(told, func(d feed.DecisionEntry) ([]feed.ItemEntry, error) {
		return linked(ctx, r.db, r.hidden, d.Source, d.Item, linkedAtMost)
	})
}
