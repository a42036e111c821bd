package workflows

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
)

// wakeEvery is after how many entries of a long reading Tick is woken: the asks of a first read appear while it goes on.
const wakeEvery = 1000

// Tick derives the asks and the decisions of every item that something happened to since it last looked, and flags the asks
// that are past their window.
func (a *Activities) Tick(ctx context.Context) (Round, error) {
	ctx, stop := heartbeat(ctx)
	defer stop()
	next, err := a.derive(ctx)
	return Round{Next: next}, err
}

// derive is Tick. It returns when the next ask falls due.
func (a *Activities) derive(ctx context.Context) (next time.Time, err error) {
	rulings, err := a.Store.Ruled(ctx) // before who is who: what is said in between is judged by the next time
	if err != nil {
		return time.Time{}, err
	}
	agreed, err := a.Agreed(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("asking what is agreed: %w", err)
	}
	j := judge{agreed: agreed, now: a.Now(), until: map[store.Place]int64{}}
	if err := a.agree(ctx, &j, rulings); err != nil {
		return time.Time{}, fmt.Errorf("judging by a new agreement: %w", err)
	}
	judged, err := a.follow(ctx, &j)
	if err != nil {
		return time.Time{}, err
	}
	told, again, err := a.tell(ctx, agreed)
	if err != nil {
		return time.Time{}, fmt.Errorf("telling what becomes of asks: %w", err)
	}
	if told > 0 { // in the log, behind which nobody is told anything before it was judged
		if _, err := a.follow(ctx, &j); err != nil {
			return time.Time{}, err
		}
	}
	if judged+told > 0 {
		if err := a.wakeSubscribers(ctx); err != nil {
			return time.Time{}, err
		}
	}
	next, err = a.Store.NextDue(ctx, a.Now())
	return sooner(next, again), err
}

// follow judges what stands in the log and was not judged yet, and counts it.
func (a *Activities) follow(ctx context.Context, j *judge) (judged int, err error) {
	for {
		n, err := a.Store.Follow(ctx, store.Judge, judgeAtOnce, j.follow)
		if err != nil {
			return judged, fmt.Errorf("deriving asks: %w", err)
		}
		if n == 0 {
			return judged, nil
		}
		judged += n
	}
}

// sooner is the earlier of two times, of which zero is never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// agree judges anew what is waited for, if something else was agreed since it was judged: people, windows, hours, holidays.
// All other items follow, from the beginning of the log on.
func (a *Activities) agree(ctx context.Context, j *judge, rulings int64) error {
	last, err := a.Store.Agreed(ctx)
	if err != nil {
		return err
	}
	now := store.Agreement{
		Version: j.agreed.Version(), Calendars: j.agreed.CalendarsVersion(), Text: j.agreed.Text(), Rulings: rulings, Since: j.now,
	}
	if last.Same(now) {
		return nil
	}
	waited, err := a.Store.Waited(ctx)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(waited, itemsAtOnce) {
		err := a.Store.Within(ctx, func(ctx context.Context, tx *store.Tx) error { return j.items(ctx, tx, some) })
		if err != nil {
			return err
		}
	}
	return a.Store.Agree(ctx, now, store.Judge)
}

// Reconsider wakes Tick: something that is judged by may have changed.
func (a *Activities) Reconsider(ctx context.Context) error {
	return WakeTick(ctx, a.Temporal)
}

// ripeAtOnce is how many asks are held in memory to see whether something is to be said of them.
const ripeAtOnce = 500

// ripe are the asks of which something may have to be said, those due soonest first.
func (a *Activities) ripe(ctx context.Context, now time.Time) iter.Seq2[feed.AskEntry, error] {
	return func(yield func(feed.AskEntry, error) bool) {
		for after, n := "", ripeAtOnce; n == ripeAtOnce; {
			list, err := a.Store.Ripe(ctx, now, after, ripeAtOnce)
			if err != nil {
				yield(feed.AskEntry{}, err)
				return
			}
			for _, ask := range list {
				if !yield(ask, nil) {
					return
				}
			}
			if n = len(list); n > 0 {
				after = store.AfterAsk(list[n-1])
			}
		}
	}
}

// tell says in the log what becomes of asks: that open ones are nearly or are past their window, and stay so. It counts what
// it said, and returns when there is something to say that has to wait: until somebody works again, or for an escalation.
func (a *Activities) tell(ctx context.Context, agreed *protocol.Protocol) (told int, again time.Time, err error) {
	now := a.Now()
	say := func(ask feed.AskEntry) error {
		events, next := asks.Say(ask, agreed, now) // none where its source was not read since: the next reading wakes Tick
		again = sooner(again, next)
		for _, e := range events {
			done, err := a.Store.Tell(ctx, ask, e, now)
			if err != nil {
				return err
			}
			if done && e.Verb == feed.Flagged {
				a.Metrics.flag(ask.Source)
			}
			if done {
				told++
			}
		}
		return nil
	}
	for ask, err := range a.ripe(ctx, now) {
		if err == nil {
			err = say(ask)
		}
		if err != nil {
			return told, again, err
		}
	}
	if len(agreed.Escalation) > 0 {
		err = a.Store.AllAsks(ctx, store.AskFilter{Open: true, Flagged: true}, say)
	}
	return told, again, err
}

// wakeTick wakes Tick when there is something for it: entries it has not seen, at the end of a reading and now and then
// during a long one, or asks that can be flagged now that their source was read. Whoever commits next makes good a wake
// that was lost.
func (a *Activities) wakeTick(ctx context.Context, done store.Committed, more bool) error {
	if more && (done.Head-int64(done.Added))/wakeEvery == done.Head/wakeEvery {
		return nil
	}
	unseen, err := a.Store.After(ctx, store.Judge, 1)
	if err != nil {
		return err
	}
	if len(unseen) == 0 {
		if toTell, err := a.toTell(ctx); err != nil || !toTell {
			return err
		}
	}
	return WakeTick(ctx, a.Temporal)
}

// toTell reports whether something is to be said of an ask.
func (a *Activities) toTell(ctx context.Context) (bool, error) {
	now := a.Now()
	var agreed *protocol.Protocol
	for ask, err := range a.ripe(ctx, now) {
		if err == nil && agreed == nil {
			agreed, err = a.Agreed(ctx)
		}
		if err != nil {
			return false, err
		}
		if events, _ := asks.Say(ask, agreed, now); len(events) > 0 {
			return true, nil
		}
	}
	return false, nil
}
