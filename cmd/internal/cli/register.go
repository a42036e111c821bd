package cli

import (
	"context"
	"log/slog"
	"reflect"
	"runtime/debug"
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

// A register is what was decided, each thing once wherever it was written down. How decisions belong together is held, and found
// out again when they changed; and now and then when other things did, for it rests on what items are linked with. What they say
// is read when it is told.
type register struct {
	db *store.DB
	// hidden are sources that nothing is told of.
	hidden []string
	now    func() time.Time

	joining sync.Mutex
	joined  atomic.Pointer[joinedDecisions]
}

// joinedDecisions are how decisions belonged together at a time. What they say is read of the register when it is told.
type joinedDecisions struct {
	*decisions.Joined
	of *register
	// as and head say what the decisions and the log were like.
	as, head int64
	at       time.Time
	// took is how long that took.
	took time.Duration
}

const (
	// joinedFor is how old decisions may be of which only the log went on, joinEvery how often those that are kept are joined again.
	joinedFor = 2 * time.Minute
	joinEvery = time.Minute
	// joinRest is how many times as long as joining took is rested before they are joined again, whatever changed: while all are
	// judged anew they change with every look.
	joinRest = 20
)

// decisions returns the decisions that are chosen, newest first.
func (r *register) decisions(ctx context.Context, filter feed.DecisionFilter) ([]feed.DecisionEntry, error) {
	j, err := r.renewed(ctx, joinedFor)
	if err != nil {
		return nil, err
	}
	heads, err := j.Heads(ctx, filter)
	if err != nil {
		return nil, err
	}
	return j.Tell(ctx, heads)
}

// Heads returns the decisions that are chosen, newest first, in a list that nobody may change. What was decided in several
// places is one, chosen if any of them is.
func (j *joinedDecisions) Heads(ctx context.Context, filter feed.DecisionFilter) ([]feed.DecisionHead, error) {
	states := filter.States // those that come of joining, not those that items tell
	filter.States = nil
	list := j.All()
	if !reflect.ValueOf(filter).IsZero() {
		filter.Hidden = j.of.hidden
		ids, err := j.of.db.DecisionIDs(ctx, filter)
		if err != nil {
			return nil, err
		}
		list = j.Among(ids)
	}
	if len(states) == 0 {
		return list, nil
	}
	var among []feed.DecisionHead
	for _, h := range list {
		if slices.Contains(states, h.State) {
			among = append(among, h)
		}
	}
	return among, nil
}

// Tell tells decisions whole, in the order of their heads, but for those that are no more.
func (j *joinedDecisions) Tell(ctx context.Context, heads []feed.DecisionHead) (list []feed.DecisionEntry, err error) {
	for some := range slices.Chunk(heads, exportAtOnce) {
		told, err := j.Joined.Tell(some, func(ids []string) ([]feed.DecisionEntry, error) {
			return j.of.db.Decisions(ctx, feed.DecisionFilter{IDs: ids, Hidden: j.of.hidden}, "", len(ids))
		})
		if err != nil {
			return nil, err
		}
		list = append(list, told...)
	}
	return list, nil
}

// renewed is how all decisions belong together: joined again if they changed, and if the log went on and they were joined longer
// ago than that.
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
	bare, err := r.bare(ctx)
	if err != nil {
		return nil, err
	}
	j := &joinedDecisions{of: r, as: as, head: head}
	j.Joined, err = decisions.Join(bare, func(d feed.DecisionEntry) ([]feed.ItemEntry, error) {
		return linked(ctx, r.db, r.hidden, d.Source, d.Item, linkedAtMost)
	})
	if err != nil {
		return nil, err
	}
	j.at = r.now()
	j.took = j.at.Sub(began)
	if len(bare) > exportAtOnce { // else the heap is let grow as if what joining took was still held
		debug.FreeOSMemory()
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

// bare are all decisions as their items tell them, with no more than what joining looks at.
func (r *register) bare(ctx context.Context) (list []feed.DecisionEntry, err error) {
	if j := r.joined.Load(); j != nil {
		list = slices.Grow(list, len(j.All())+exportAtOnce)
	}
	for after := ""; ; {
		page, err := r.db.Decisions(ctx, feed.DecisionFilter{Hidden: r.hidden}, after, exportAtOnce)
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			return list, nil
		}
		for _, d := range page {
			list = append(list, decisions.Bare(d))
		}
		after = store.AfterDecision(page[len(page)-1])
	}
}
