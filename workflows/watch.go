package workflows

import (
	"context"
	"log/slog"
	"time"

	"github.com/datelinehq/dateline/feed/store"
)

const (
	// watchEvery is how often Watch looks.
	watchEvery = 2 * time.Second
	// overdueAfter is how long a source may be due until its Dispatch is taken to be asleep.
	overdueAfter = 3 * time.Second
	// mergeAfter is how long after its start Watch merges the search index for the first time, mergeEvery how often then.
	mergeAfter, mergeEvery = 10 * time.Minute, 24 * time.Hour
)

// Watch wakes the Dispatch of a tool when one of its sources has become due earlier than the Dispatch knows: somebody
// resumed it, or wants it polled now, perhaps in another process. That is told in the store, and only there, so the store
// is looked at now and then: one small query for each tool and each subscriber. So what was to be woken while Temporal was
// away is woken when it is back. Once a day it also merges the search index, a step at a time. Watch returns when the context ends.
func (a *Activities) Watch(ctx context.Context, tools []string) error {
	look := time.NewTicker(watchEvery)
	defer look.Stop()
	merge := a.Now().Add(mergeAfter)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-look.C:
		}
		if a.Now().After(merge) && !a.merge(ctx) {
			merge = a.Now().Add(mergeEvery)
		}
		a.lookForUnjudged(ctx)
		if err := a.wakeSubscribers(ctx); err != nil && ctx.Err() == nil {
			a.Log.LogAttrs(ctx, slog.LevelWarn, "a subscriber could not be woken", slog.String("reason", err.Error()))
		}
		for _, tool := range tools {
			due, _, err := a.Store.Due(ctx, tool, a.Now().Add(-overdueAfter), 1)
			if err == nil && len(due) > 0 {
				err = wake(ctx, a.Temporal, dispatchID(tool), Queue(tool), Dispatch, tool)
			}
			if err != nil && ctx.Err() == nil {
				a.Log.LogAttrs(ctx, slog.LevelWarn, "a dispatch could not be woken", slog.String("tool", tool), slog.String("reason", err.Error()))
			}
		}
	}
}

// merge takes a step of merging the search index and reports whether another one is to follow.
func (a *Activities) merge(ctx context.Context) (more bool) {
	more, err := a.Store.Merge(ctx)
	if err != nil && ctx.Err() == nil {
		a.Log.LogAttrs(ctx, slog.LevelWarn, "the search index could not be merged", slog.String("reason", err.Error()))
	}
	return more
}

// lookForUnjudged wakes Tick when the log has something for it: said by another process, which need not reach Temporal.
func (a *Activities) lookForUnjudged(ctx context.Context) {
	unseen, err := a.Store.After(ctx, store.Judge, 1)
	if err == nil && len(unseen) > 0 {
		err = a.Reconsider(ctx)
	}
	if err != nil && ctx.Err() == nil {
		a.Log.LogAttrs(ctx, slog.LevelWarn, "Tick could not be woken", slog.String("reason", err.Error()))
	}
}
