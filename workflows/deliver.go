package workflows

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/datelinehq/dateline/feed/webhook"
)

// DeliverQueue is the task queue of deliveries.
const DeliverQueue = "dateline-deliver"

// deliverAtOnce is how many entries are read from the log at a time.
const deliverAtOnce = 100

// goneFor is how long a subscriber that wants no more is left alone.
const goneFor = 24 * time.Hour

func deliverID(subscriber string) string { return "deliver/" + subscriber }

// Subscriber is the name of a subscriber's bookmark.
func Subscriber(name string) string { return "subscriber/" + name }

// Deliver tells one subscriber what is added to the log, in its order and each entry at least once. It never ends.
func Deliver(ctx workflow.Context, subscriber string) error {
	return rounds(ctx, func(ctx workflow.Context) (Round, error) {
		var r Round
		err := workflow.ExecuteActivity(ctx, activities.Deliver, subscriber).Get(ctx, &r)
		return r, err
	}, func(ctx workflow.Context) error {
		return workflow.NewContinueAsNewError(ctx, Deliver, subscriber)
	})
}

// Deliver sends the subscriber everything behind its bookmark, which moves with each entry that was taken. An entry that
// is not taken is sent again after a pause that grows by the schedule of the specification; those behind it wait.
func (a *Activities) Deliver(ctx context.Context, subscriber string) (Round, error) {
	ctx, stop := heartbeat(ctx)
	defer stop()
	to, ok := a.Subscribers[subscriber]
	if !ok {
		return Round{}, nil // no longer in the configuration
	}
	taken := 0
	for {
		entries, err := a.Store.After(ctx, Subscriber(subscriber), deliverAtOnce)
		if err != nil || len(entries) == 0 {
			return Round{}, err
		}
		agreed, err := a.Agreed(ctx)
		if err != nil {
			return Round{}, err
		}
		hidden, err := a.hidden(ctx, subscriber)
		if err != nil {
			return Round{}, err
		}
		for _, e := range entries {
			if slices.Contains(hidden, e.Source) {
				if err := a.Store.Advance(ctx, Subscriber(subscriber), e.Changed); err != nil {
					return Round{}, err
				}
				continue
			}
			if err := a.Sender.Send(ctx, to, e, agreed.Person, a.Now()); err != nil {
				return a.notTaken(ctx, subscriber, taken > 0, err)
			}
			if err := a.Store.Advance(ctx, Subscriber(subscriber), e.Changed); err != nil {
				return Round{}, err
			}
			taken++
		}
	}
}

// hidden are the sources that a subscriber is told nothing of.
func (a *Activities) hidden(ctx context.Context, subscriber string) ([]string, error) {
	if a.Hidden == nil {
		return nil, nil
	}
	return a.Hidden(ctx, subscriber)
}

// notTaken says when to send again what was not taken. After some success the schedule begins anew.
func (a *Activities) notTaken(ctx context.Context, subscriber string, progress bool, cause error) (Round, error) {
	if ctx.Err() != nil {
		return Round{}, ctx.Err()
	}
	reason := a.Secrets.Redact(cause.Error())
	a.Log.WarnContext(ctx, "a delivery was not taken", "subscriber", subscriber, "reason", reason)
	var wait *webhook.Wait
	pause := webhook.Backoff(int(activity.GetInfo(ctx).Attempt))
	switch {
	case errors.Is(cause, webhook.ErrGone):
		return Round{Next: a.Now().Add(goneFor)}, nil
	case errors.As(cause, &wait):
		pause = wait.For
	case progress:
		return Round{Next: a.Now().Add(webhook.Backoff(1))}, nil
	}
	return Round{}, temporal.NewApplicationErrorWithOptions(reason, waitError, temporal.ApplicationErrorOptions{NextRetryDelay: pause})
}

// wakeSubscribers wakes the deliveries to those who have not been told everything.
func (a *Activities) wakeSubscribers(ctx context.Context) error {
	for _, name := range slices.Sorted(maps.Keys(a.Subscribers)) {
		unseen, err := a.Store.After(ctx, Subscriber(name), 1)
		if err != nil {
			return err
		}
		if len(unseen) == 0 {
			continue
		}
		if err := wake(ctx, a.Temporal, deliverID(name), DeliverQueue, Deliver, name); err != nil {
			return err
		}
	}
	return nil
}

// Subscribe gives a subscriber that was never told anything its bookmark: at the head of the log, so that it is told what
// happens from now on.
func (a *Activities) Subscribe(ctx context.Context) error {
	bookmarks, err := a.Store.Bookmarks(ctx)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, b := range bookmarks {
		known[b.Follower] = true
	}
	for _, name := range slices.Sorted(maps.Keys(a.Subscribers)) {
		if known[Subscriber(name)] {
			continue
		}
		head, err := a.Store.Head(ctx)
		if err != nil {
			return err
		}
		if err := a.Store.Advance(ctx, Subscriber(name), head); err != nil {
			return fmt.Errorf("giving the subscriber %s its bookmark: %w", name, err)
		}
	}
	return nil
}
