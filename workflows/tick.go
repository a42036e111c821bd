package workflows

import (
	"context"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
)

// Judge is the follower of the log that derives asks.
const Judge = "judge"

const (
	// judgeAtOnce is how many entries are judged in one transaction.
	judgeAtOnce = 200
	// wakeEvery is after how many entries of a long reading Tick is woken: the asks of a first read appear while it
	// goes on.
	wakeEvery = 1000
)

// Tick derives the asks of every item that something happened to since it last looked, and flags those that are past
// their window.
func (a *Activities) Tick(ctx context.Context) (Round, error) {
	ctx, stop := heartbeat(ctx)
	defer stop()
	next, err := a.derive(ctx)
	return Round{Next: next}, err
}

// derive is Tick. It returns when the next ask falls due.
func (a *Activities) derive(ctx context.Context) (next time.Time, err error) {
	agreed, err := a.Agreed(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("asking what is agreed: %w", err)
	}
	if err := a.agree(ctx, agreed); err != nil {
		return time.Time{}, fmt.Errorf("judging by a new agreement: %w", err)
	}
	judge := func(ctx context.Context, tx *store.Tx, entries []feed.Entry) error {
		return judge(ctx, tx, entries, agreed)
	}
	for {
		n, err := a.Store.Follow(ctx, Judge, judgeAtOnce, judge)
		if err != nil {
			return time.Time{}, fmt.Errorf("deriving asks: %w", err)
		}
		if n == 0 {
			break
		}
	}
	flagged, err := a.flag(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("flagging asks: %w", err)
	}
	if flagged > 0 {
		if err := a.wakeSubscribers(ctx); err != nil {
			return time.Time{}, err
		}
	}
	return a.Store.NextDue(ctx, a.Now())
}

// judge derives anew the asks of the items the entries are about.
func judge(ctx context.Context, tx *store.Tx, entries []feed.Entry, agreed *protocol.Protocol) error {
	judged := map[store.Place]bool{}
	for _, e := range entries {
		at := store.Place{Source: e.Source, Item: e.Item}
		if e.Item == "" || judged[at] {
			continue
		}
		judged[at] = true
		if err := judgeItem(ctx, tx, at, agreed); err != nil {
			return err
		}
	}
	return nil
}

func judgeItem(ctx context.Context, tx *store.Tx, at store.Place, agreed *protocol.Protocol) error {
	item, log, err := tx.History(ctx, at.Source, at.Item)
	if err != nil {
		return err
	}
	return tx.PutAsks(ctx, at.Source, at.Item, asks.Derive(item, log, agreed))
}

// agree judges anew what is waited for, if something else was agreed since it was judged: people, windows, hours, holidays.
func (a *Activities) agree(ctx context.Context, agreed *protocol.Protocol) error {
	last, err := a.Store.Agreed(ctx)
	if err != nil {
		return err
	}
	now := store.Agreement{Version: agreed.Version(), Calendars: agreed.CalendarsVersion(), Text: agreed.Text(), Since: a.Now()}
	if last.Version == now.Version && last.Calendars == now.Calendars {
		return nil
	}
	waited, err := a.Store.Waited(ctx)
	if err != nil {
		return err
	}
	for _, at := range waited {
		err := a.Store.Within(ctx, func(ctx context.Context, tx *store.Tx) error { return judgeItem(ctx, tx, at, agreed) })
		if err != nil {
			return err
		}
	}
	return a.Store.Agree(ctx, now)
}

// Reconsider wakes Tick: something that is judged by may have changed.
func (a *Activities) Reconsider(ctx context.Context) error {
	return wake(ctx, a.Temporal, tickID, TickQueue, Tick)
}

// flag says in the log which asks are past their window, and counts them.
func (a *Activities) flag(ctx context.Context) (flagged int, err error) {
	now := a.Now()
	late, err := a.Store.Ripe(ctx, now, 10_000)
	if err != nil {
		return 0, err
	}
	for _, ask := range late {
		e, overdue := asks.Overdue(ask, now)
		if !overdue {
			continue // its source was not read since; the next reading wakes Tick
		}
		done, err := a.Store.Tell(ctx, ask, e, now)
		if err != nil {
			return flagged, err
		}
		if done {
			flagged++
		}
	}
	return flagged, nil
}

// wakeTick wakes Tick when there is something for it: entries it has not seen, at the end of a reading and now and then
// during a long one, or asks that can be flagged now that their source was read. Whoever commits next makes good a wake
// that was lost.
func (a *Activities) wakeTick(ctx context.Context, done store.Committed, more bool) error {
	if more && (done.Head-int64(done.Added))/wakeEvery == done.Head/wakeEvery {
		return nil
	}
	unseen, err := a.Store.After(ctx, Judge, 1)
	if err != nil {
		return err
	}
	if len(unseen) == 0 {
		now := a.Now()
		late, err := a.Store.Ripe(ctx, now, 100)
		if err != nil {
			return err
		}
		flaggable := false
		for _, ask := range late {
			_, overdue := asks.Overdue(ask, now)
			flaggable = flaggable || overdue
		}
		if !flaggable {
			return nil
		}
	}
	return wake(ctx, a.Temporal, tickID, TickQueue, Tick)
}
