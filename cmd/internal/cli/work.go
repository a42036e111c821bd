package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/datelinehq/dateline/workflows"
)

// The pauses between two attempts to reach Temporal grow from the first to the last.
const firstPause, lastPause = 50 * time.Millisecond, 15 * time.Second

// errAway says that Temporal is away, or does not know us.
var errAway = errors.New("no use can be made of Temporal")

// work reads the sources. While Temporal is away it waits, and when workers were turned away it begins anew.
func (h *host) work(ctx context.Context) error {
	t, err := h.temporal(ctx)
	if err != nil {
		return err
	}
	defer t.close()
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		err := h.read(ctx, t)
		if ctx.Err() != nil || !errors.Is(err, errAway) {
			return err
		}
		h.log.WarnContext(ctx, "waiting for Temporal", "reason", err.Error())
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// read reads the sources with workers of its own, for one that could not be started once cannot be started again.
func (h *host) read(ctx context.Context, t *connection) error {
	if err := t.ready(ctx); err != nil {
		return err
	}
	if err := h.agreed.shelf.renew(ctx); err != nil { // before anything is judged by it
		return err
	}
	h.way.set(t.client)
	defer h.way.set(nil)
	tools := h.toolsInUse()
	activities := h.activities(t)
	if err := activities.Subscribe(ctx); err != nil {
		return err
	}
	dismissed := make(chan error, 1)
	workers := workflows.NewWorkers(t.client, activities, tools, func(err error) {
		select {
		case dismissed <- err:
		default: // another one was first
		}
	})
	if err := workers.Start(); err != nil {
		return fmt.Errorf("%w: %w", errAway, err)
	}
	defer workers.Stop()
	if err := workflows.Fill(ctx, t.client, tools, slices.Sorted(maps.Keys(activities.Subscribers))); err != nil {
		return fmt.Errorf("%w: %w", errAway, err)
	}
	if err := h.fillDigests(ctx, t.client, activities.Digests); err != nil {
		return fmt.Errorf("%w: %w", errAway, err)
	}
	h.log.InfoContext(ctx, "reading", "sources", len(h.config.Sources))
	h.reading.Store(t)
	defer h.reading.Store(nil)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return activities.Watch(ctx, tools) })
	group.Go(func() error { return h.agreed.shelf.watch(ctx, activities.Reconsider) })
	group.Go(func() error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-dismissed:
			return fmt.Errorf("%w: %w", errAway, err)
		}
	})
	return group.Wait()
}
