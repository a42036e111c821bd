package cli

import (
	"context"
	"log/slog"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions"
	"github.com/datelinehq/dateline/feed/store"
)

// linkedAtMost is how many items are looked at that an item is linked with.
const linkedAtMost = 50

// A register is what was decided, each thing once wherever it was written down. It is joined again when decisions changed; and
// now and then when other things did, for what items are called and linked with is told with them.
type register struct {
	db *store.DB
	// hidden are sources that nothing is told of.
	hidden []string
	now    func() time.Time

	joining sync.Mutex
	joined  atomic.Pointer[joinedDecisions]
}

// joinedDecisions are all decisions as they were at a time.
type joinedDecisions struct {
	// as and head say what the decisions and the log were like.
	as, head int64
	at       time.Time
	// took is how long that took.
	took time.Duration
	all  []feed.DecisionEntry
	// place is where in all a decision is, by its id and those of what it was joined with.
	place map[string]int
}

const (
	// joinedFor is how old decisions may be of which only the log went on, joinEvery how often those that are kept are joined again.
	joinedFor = 2 * time.Minute
	joinEvery = time.Minute
	// joinRest is how many times as long as joining took is rested before they are joined again, whatever changed: while all are
	// judged anew they change with every look.
	joinRest = 20
)

// decisions returns the decisions that are chosen, newest first, which nobody may change. What was decided in several places is
// one, chosen if any of them is.
func (r *register) decisions(ctx context.Context, filter feed.DecisionFilter) ([]feed.DecisionEntry, error) {
	states := filter.States // those that come of joining, not those that items tell
	filter.States = nil
	j, err := r.renewed(ctx, joinedFor)
	if err != nil {
		return nil, err
	}
	if reflect.ValueOf(filter).IsZero() {
		return among(states, j.all), nil
	}
	filter.Hidden = r.hidden
	ids, err := r.db.DecisionIDs(ctx, filter)
	if err != nil {
		return nil, err
	}
	var places []int
	for _, id := range ids {
		if i, known := j.place[id]; known {
			places = append(places, i)
		}
	}
	slices.Sort(places)
	places = slices.Compact(places)
	list := make([]feed.DecisionEntry, len(places))
	for i, at := range places {
		list[i] = j.all[at]
	}
	return among(states, list), nil
}

// among are those of the decisions that are in one of some states, of which none is every one.
func among(states []feed.DecisionState, all []feed.DecisionEntry) (list []feed.DecisionEntry) {
	if len(states) == 0 {
		return all
	}
	for _, d := range all {
		if slices.Contains(states, d.State) {
			list = append(list, d)
		}
	}
	return list
}

// renewed are all decisions, joined again if they changed, and if the log went on and they were joined longer ago than that.
func (r *register) renewed(ctx context.Context, old time.Duration) (*joinedDecisions, error) {
	as, err := r.db.DecisionsState(ctx) // before they are read: what comes meanwhile is joined the next time
	if err != nil {
		return nil, err
	}
	head, err := r.db.Head(ctx)
	if err != nil {
		return nil, err
	}
	good := func(j *joinedDecisions) bool {
		if j == nil {
			return false
		}
		age := r.now().Sub(j.at)
		return age < joinRest*j.took || j.as >= as && (j.head >= head || age < old)
	}
	if j := r.joined.Load(); good(j) {
		return j, nil
	}
	r.joining.Lock()
	defer r.joining.Unlock()
	if j := r.joined.Load(); good(j) { // somebody else was first
		return j, nil
	}
	began := r.now()
	told, err := r.told(ctx, feed.DecisionFilter{})
	if err != nil {
		return nil, err
	}
	j := &joinedDecisions{as: as, head: head, place: make(map[string]int, len(told))}
	if j.all, err = r.join(ctx, told); err != nil {
		return nil, err
	}
	j.at = r.now()
	j.took = j.at.Sub(began)
	for i, d := range j.all {
		j.place[d.ID] = i
		for _, p := range d.Same {
			j.place[p.ID] = i
		}
	}
	r.joined.Store(j)
	return j, nil
}

// keep joins the decisions again and again until ctx ends, so that whoever looks at them need not wait for that.
func (r *register) keep(ctx context.Context, log *slog.Logger) {
	for {
		if _, err := r.renewed(ctx, 0); err != nil && ctx.Err() == nil {
			log.WarnContext(ctx, "cannot join the decisions", "reason", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(joinEvery):
		}
	}
}

// told are the decisions that a filter chooses, as their items tell them.
func (r *register) told(ctx context.Context, filter feed.DecisionFilter) ([]feed.DecisionEntry, error) {
	filter.Hidden = r.hidden
	var pages [][]feed.DecisionEntry
	for after := ""; ; {
		page, err := r.db.Decisions(ctx, filter, after, exportAtOnce)
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			return slices.Concat(pages...), nil
		}
		pages = append(pages, page)
		after = store.AfterDecision(page[len(page)-1])
	}
}

// join makes one of what was decided in several places, of which those that are hidden are none.
func (r *register) join(ctx context.Context, told []feed.DecisionEntry) ([]feed.DecisionEntry, error) {
	return decisions.Join(told, func(d feed.DecisionEntry) ([]feed.ItemEntry, error) {
		return linked(ctx, r.db, r.hidden, d.Source, d.Item, linkedAtMost)
	})
}
