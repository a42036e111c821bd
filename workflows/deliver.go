package workflows

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"go.temporal.io/sdk/workflow"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/webhook"
)

// DeliverQueue is the task queue of deliveries.
const DeliverQueue = "dateline-deliver"

// deliverAtOnce is how many entries are read from the log at a time.
const deliverAtOnce = 100

func deliverID(subscriber string) string { return "deliver/" + subscriber }

// Subscriber is the name of a subscriber's bookmark.
func Subscriber(name string) string { return store.Subscriber(name) }

// Deliver tells one subscriber what is added to the log and was judged, in its order and each entry at least once. It never
// ends.
func Deliver(ctx workflow.Context, subscriber string) error {
	return rounds(ctx, func(ctx workflow.Context) (Round, error) {
		var r Round
		err := workflow.ExecuteActivity(ctx, activities.Deliver, subscriber).Get(ctx, &r)
		return r, err
	}, func(ctx workflow.Context) error {
		return workflow.NewContinueAsNewError(ctx, Deliver, subscriber)
	})
}

// Deliver sends the subscriber what its filter chooses of everything behind its bookmark that was judged. The bookmark moves
// with each entry that was taken. An entry that is not taken is sent again after a pause that grows by the schedule of the specification; those behind
// it wait. What somebody wants sent again, or as a test, goes first, once, and even to a subscriber that is stopped.
func (a *Activities) Deliver(ctx context.Context, subscriber string) (Round, error) {
	ctx, stop := heartbeat(ctx)
	defer stop()
	to, ok := a.Subscribers[subscriber]
	if !ok {
		return Round{}, nil // no longer in the configuration
	}
	if err := a.sendWanted(ctx, to); err != nil {
		return Round{}, err
	}
	state, err := a.Store.Subscriber(ctx, subscriber)
	switch {
	case err != nil || state.State() == feed.SubscriberPaused || state.State() == feed.SubscriberDisabled:
		return Round{}, err // whoever lets it go on wakes it
	case state.Next.After(a.Now()):
		return Round{Next: state.Next}, nil
	}
	for {
		next, more, err := a.deliver(ctx, to)
		if err != nil || !more {
			return Round{Next: next}, errors.Join(err, a.Store.ForgetDeliveries(ctx, subscriber, a.Now()))
		}
	}
}

// deliver sends what is behind the bookmark, as much as is read at once. More says that there may be more of it; next is when
// to send again what was not taken.
func (a *Activities) deliver(ctx context.Context, to webhook.Subscriber) (next time.Time, more bool, err error) {
	state, err := a.Store.Subscriber(ctx, to.Name)
	if err != nil || state.Paused {
		return next, false, err
	}
	entries, err := a.judged(ctx, Subscriber(to.Name))
	if err != nil || len(entries) == 0 {
		return next, false, err
	}
	agreed, err := a.Agreed(ctx)
	if err != nil {
		return next, false, err
	}
	chosen := entries
	if a.Chooses != nil {
		filter, all, err := a.Chooses(ctx, to.Name)
		if err != nil {
			return next, false, err
		}
		if !all {
			if chosen, err = a.Store.Chosen(ctx, filter, entries); err != nil {
				return next, false, err
			}
		}
	}
	if err := a.Store.MarkMeans(ctx, chosen); err != nil {
		return next, false, err
	}
	at := state.Seq
	for _, e := range chosen {
		tried, moved, err := a.attempt(ctx, to, e, agreed.Person, store.Attempt{ID: webhook.ID(e), Seq: e.Changed, Before: at})
		if err != nil || !tried.Taken || moved {
			return tried.Next, moved, err
		}
		at = e.Changed
	}
	if end := entries[len(entries)-1].Changed; end != at {
		_, err = a.Store.Pass(ctx, to.Name, at, end)
	}
	return next, true, err
}

// judged are the entries behind a bookmark that Tick has looked at: before that nobody knows what one means.
// Tick wakes the subscribers when it has. While it judges the whole log anew, as after a change of the agreement, they wait.
func (a *Activities) judged(ctx context.Context, follower string) ([]feed.Entry, error) {
	entries, err := a.Store.After(ctx, follower, deliverAtOnce)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	bookmarks, err := a.Store.Bookmarks(ctx)
	if err != nil {
		return nil, err
	}
	at := int64(0)
	for _, b := range bookmarks {
		if b.Follower == store.Judge {
			at = b.Seq
		}
	}
	return slices.DeleteFunc(entries, func(e feed.Entry) bool { return e.Changed > at }), nil
}

// attempt sends an entry once, under the id and the number of the attempt, and writes down what came of it. The error is that it
// could not be written down.
func (a *Activities) attempt(
	ctx context.Context, to webhook.Subscriber, e feed.Entry, person feed.Namer, try store.Attempt,
) (_ store.Attempt, moved bool, err error) {
	try.Subscriber, try.Type, try.Pos, try.At = to.Name, webhook.TypeOf(e), e.Pos, a.Now()
	status, cause := a.Sender.Send(ctx, to, try.ID, e, person, try.At)
	if cause != nil && ctx.Err() != nil {
		return try, false, ctx.Err() // we were stopped: that says nothing about the subscriber
	}
	try.Status, try.Taken = status, cause == nil
	a.Metrics.deliver(to.Name, try.Taken, a.Now().Sub(try.At))
	if cause != nil {
		try.Answer = a.Secrets.Redact(cause.Error())
		a.Log.WarnContext(ctx, "a delivery was not taken", "subscriber", to.Name, "reason", try.Answer)
	}
	if cause != nil && !try.Wanted {
		if err := a.notTaken(ctx, &try, cause); err != nil {
			return try, false, err
		}
	}
	moved, err = a.Store.Attempted(ctx, try)
	return try, moved, err
}

// notTaken says when to send again what was not taken, or that the subscriber is given up: at once where it wants no more, and
// after five days without a receipt. How often it was sent is what the store knows.
func (a *Activities) notTaken(ctx context.Context, try *store.Attempt, cause error) error {
	state, err := a.Store.Subscriber(ctx, try.Subscriber)
	if err != nil {
		return err
	}
	var wait *webhook.Wait
	switch {
	case errors.Is(cause, webhook.ErrGone),
		!state.Failing.IsZero() && try.At.Sub(state.Failing) >= webhook.GiveUp:
		try.Disable = true
		a.Log.ErrorContext(ctx, "a subscriber is disabled until somebody resumes it", "subscriber", try.Subscriber, "reason", try.Answer)
		return nil
	case errors.As(cause, &wait):
		try.Next = try.At.Add(wait.For)
	default:
		try.Next = try.At.Add(webhook.Jittered(try.Subscriber, state.Attempts+1))
	}
	return nil
}

// sendWanted sends what somebody wants to be sent, each once, under the id that it had: of the log, what the entry says now, for what
// it said before an edit is not kept.
func (a *Activities) sendWanted(ctx context.Context, to webhook.Subscriber) error {
	wanted, err := a.Store.Wanted(ctx, to.Name, deliverAtOnce)
	if err != nil || len(wanted) == 0 {
		return err
	}
	agreed, err := a.Agreed(ctx)
	if err != nil {
		return err
	}
	for _, d := range wanted {
		entry, err := a.wanted(ctx, d)
		if err != nil {
			return err
		}
		if len(entry) > 0 {
			_, _, err = a.attempt(ctx, to, entry[0], agreed.Person, store.Attempt{ID: d.ID, Seq: d.Seq, Wanted: true})
		} else {
			_, err = a.Store.Attempted(ctx, store.Attempt{
				Subscriber: to.Name, ID: d.ID, Type: d.Type, Seq: d.Seq, At: a.Now(), Wanted: true, Taken: d.Taken, Status: d.Status,
				Answer: "not sent again: its entry is not known any more, or is kept from the subscriber",
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// wanted is the entry that a delivery is about, as it is now: none if it is not known, or is kept from the subscriber by now.
func (a *Activities) wanted(ctx context.Context, d feed.Delivery) (entry []feed.Entry, err error) {
	if d.Type == webhook.Test {
		return []feed.Entry{webhook.TestEntry(-d.Seq)}, nil
	}
	e, found, err := a.Store.EntryAt(ctx, d.Pos)
	if err != nil || !found {
		return nil, err
	}
	entry = []feed.Entry{e}
	if a.Chooses != nil {
		filter, all, err := a.Chooses(ctx, d.Subscriber)
		if err != nil {
			return nil, err
		}
		if !all { // whatever else it chooses by may have changed with the entry
			kept := feed.Filter{Without: feed.Without{Sources: filter.Without.Sources}}
			if entry, err = a.Store.Chosen(ctx, kept, entry); err != nil {
				return nil, err
			}
		}
	}
	return entry, a.Store.MarkMeans(ctx, entry)
}

// WakeSubscriber has a subscriber looked after now.
func WakeSubscriber(ctx context.Context, c Temporal, name string) error {
	return wake(ctx, c, deliverID(name), DeliverQueue, Deliver, name)
}

// wakeSubscribers wakes the deliveries to those who have not been told everything, but for those that are stopped or wait.
func (a *Activities) wakeSubscribers(ctx context.Context) error {
	if len(a.Subscribers) == 0 {
		return nil
	}
	states, err := a.Store.Subscribers(ctx)
	if err != nil {
		return err
	}
	now, rests := a.Now(), map[string]bool{}
	for _, s := range states {
		rests[s.Name] = s.Paused || !s.Disabled.IsZero() || s.Next.After(now)
	}
	for _, name := range slices.Sorted(maps.Keys(a.Subscribers)) {
		if rests[name] {
			continue
		}
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
