package workflows

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/webhook"
)

// heartbeatTimeout is how long after a worker died its activities are given to another.
const heartbeatTimeout = 15 * time.Second

// Activities is what the workflows do to the world: they read tools and write to the store.
type Activities struct {
	Store *store.DB
	// Open makes the connector of a source from the configuration.
	Open func(feed.Source) (connectors.Connector, error)
	// Map says what a team means by the lists and labels of a source. Nil maps nothing.
	Map func(feed.Source) feed.Map
	// SweepEvery is how often a source is swept, 0 for never. Nil sweeps nothing.
	SweepEvery func(feed.Source) time.Duration
	// Rest waits between the pages of a sweep. Nil is the clock on the wall.
	Rest func(context.Context, time.Duration) error
	// Agreed is the team's agreement, among people and by calendars as they are known now.
	Agreed func(context.Context) (*protocol.Protocol, error)
	// Subscribers are told what is added to the log, by name; Sender tells them.
	Subscribers map[string]webhook.Subscriber
	Sender      *webhook.Sender
	// Digests are told to people now and then. Nil: nobody gets one.
	Digests *Digests
	// Chooses is what a subscriber is told of, or that it is all. Nil is all, for every subscriber.
	Chooses func(ctx context.Context, subscriber string) (f feed.Filter, all bool, err error)
	// Temporal starts Polls and wakes Tick.
	Temporal Temporal
	// Secrets are taken out of every error before anybody sees it.
	Secrets *connectors.Secrets
	// Now is the clock.
	Now     func() time.Time
	Log     *slog.Logger
	Metrics *Metrics
}

// Temporal is what activities and commands need of a Temporal client.
type Temporal interface {
	ExecuteWorkflow(ctx context.Context, options client.StartWorkflowOptions, workflow any, args ...any) (client.WorkflowRun, error)
	SignalWithStartWorkflow(ctx context.Context, id, signal string, arg any, options client.StartWorkflowOptions, workflow any, args ...any) (client.WorkflowRun, error)
}

// Fetched counts what one page brought.
type Fetched struct {
	Requests, Added, Revised, Rejected int
	More                               bool
	Took                               time.Duration
}

// The types of the errors of Fetch, as Temporal shows them.
const (
	refusedError = "Refused" // not retried
	waitError    = "Wait"    // retried when the tool said
)

// Fetch reads one page of a source and commits it.
func (a *Activities) Fetch(ctx context.Context, source string) (Fetched, error) {
	ctx, stop := heartbeat(ctx)
	defer stop()
	src, cursor, err := a.Store.Source(ctx, source)
	if errors.Is(err, store.ErrNotFound) {
		return Fetched{}, temporal.NewNonRetryableApplicationError("there is no source "+source, refusedError, nil)
	}
	if err != nil {
		return Fetched{}, err
	}
	if src.Paused || src.Retired {
		return Fetched{}, nil
	}
	got, err := a.fetch(ctx, src, cursor)
	var wait *connectors.Wait
	switch {
	case err == nil && got.More:
		return got, nil
	case err == nil:
		return got, wake(ctx, a.Temporal, dispatchID(src.Tool), Queue(src.Tool), Dispatch, src.Tool) // from here on it is polled
	case errors.Is(err, connectors.ErrAuth):
		return got, temporal.NewNonRetryableApplicationError(a.Secrets.Redact(err.Error()), refusedError, nil)
	case errors.As(err, &wait):
		return got, temporal.NewApplicationErrorWithOptions(a.Secrets.Redact(err.Error()), waitError,
			temporal.ApplicationErrorOptions{NextRetryDelay: wait.For})
	}
	return got, errors.New(a.Secrets.Redact(err.Error()))
}

// fetch reads one page behind the cursor and commits it. What goes wrong is written down with the source.
func (a *Activities) fetch(ctx context.Context, src feed.Source, cursor feed.Cursor) (Fetched, error) {
	var meter connectors.Meter
	began := a.Now()
	page, err := a.read(connectors.Metered(ctx, &meter), src, cursor)
	got := Fetched{Requests: meter.Requests(), Took: a.Now().Sub(began)}
	if ctx.Err() != nil {
		return got, ctx.Err() // we were stopped: that says nothing about the source
	}
	now := a.Now()
	if errors.Is(err, connectors.ErrCursor) && cursor != "" {
		a.Log.InfoContext(ctx, "reading again from the beginning", "source", src.Name, "reason", err.Error())
		got.More = true
		return got, a.Store.Restart(ctx, src.Name, now)
	}
	if err != nil {
		return got, errors.Join(err, a.fail(ctx, src, err, now))
	}
	if a.Map != nil {
		a.Map(src).Apply(&page)
	}
	agreed, err := a.Agreed(ctx)
	if err != nil {
		return got, fmt.Errorf("asking what is agreed: %w", err)
	}
	decisions.Mark(&page, agreed.Decisions)
	due, err := a.nextDue(ctx, src, page, began, now)
	if err != nil {
		return got, err
	}
	done, err := a.Store.Commit(ctx, store.Commit{
		Source: src.Name, After: cursor, Page: page, At: began, Due: due, Requests: got.Requests, Quota: meter.Quota(),
	})
	if errors.Is(err, store.ErrMoved) {
		got.More = true // somebody else read this page; go on behind it
		return got, nil
	}
	if err != nil {
		return got, fmt.Errorf("storing a page of %s: %w", src.Name, err)
	}
	a.Metrics.add(src.Name, done.Added)
	if err := a.recovered(ctx, src, now); err != nil {
		return got, err
	}
	got.Added, got.Revised, got.Rejected, got.More = done.Added, done.Revised, done.Rejected, page.More
	if done.Rejected > 0 {
		fresh, err := a.Store.Rejects(ctx, src.Name, done.Rejected) // the newest come first
		if err != nil {
			return got, err
		}
		a.Metrics.reject(fresh)
	}
	if err := a.wakeTick(ctx, done, page.More); err != nil {
		return got, err
	}
	return got, nil
}

// nextDue is when a source is to be polled after a page that was asked for at began. Somebody who wanted it polled since
// then, for a doorbell rang, is not served by that page: it may be older than what they know of.
func (a *Activities) nextDue(ctx context.Context, src feed.Source, page feed.Page, began, now time.Time) (time.Time, error) {
	latest, _, err := a.Store.Source(ctx, src.Name)
	if err != nil {
		return now, err
	}
	if page.Wait == 0 && latest.Due.After(began) && !latest.Due.After(now) && latest.Due.After(src.Due) {
		return now, nil
	}
	return now.Add(max(src.Every, page.Wait)), nil
}

// read asks the connector for a page. A connector that panics fails its source, and nothing else.
func (a *Activities) read(ctx context.Context, src feed.Source, cursor feed.Cursor) (_ feed.Page, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the connector of %s panicked: %v", src.Tool, p)
			a.Log.ErrorContext(ctx, "a connector panicked", "source", src.Name, "panic", p, "stack", string(debug.Stack()))
		}
	}()
	connector, err := a.Open(src)
	if err != nil {
		return feed.Page{}, err
	}
	return connector.Fetch(ctx, cursor)
}

// fail writes down that the source could not be read, and when to try again.
func (a *Activities) fail(ctx context.Context, src feed.Source, cause error, now time.Time) error {
	state, due := feed.SourceFailing, now.Add(src.Every)
	var wait *connectors.Wait
	switch {
	case errors.Is(cause, connectors.ErrAuth):
		state = feed.SourceRefused
	case errors.As(cause, &wait):
		due = now.Add(wait.For)
	}
	reason := a.Secrets.Redact(cause.Error())
	a.Log.WarnContext(ctx, "a source could not be read", "source", src.Name, "state", state, "reason", reason)
	if err := a.Store.Fail(ctx, src.Name, state, reason, now, due); err != nil {
		return err
	}
	return a.failing(ctx, src, state, reason, now)
}

// heartbeat tells Temporal that the activity lives until stop is called, and carries its cancellation.
func heartbeat(ctx context.Context) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		beat := time.NewTicker(heartbeatTimeout / 3)
		defer beat.Stop()
		for {
			select {
			case <-beat.C:
				activity.RecordHeartbeat(ctx)
			case <-activity.GetWorkerStopChannel(ctx):
				cancel()
				return
			case <-ctx.Done():
				return
			}
		}
	}()
	return ctx, cancel
}
