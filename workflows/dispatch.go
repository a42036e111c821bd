package workflows

import (
	"context"
	"sync"
	"time"

	"go.temporal.io/sdk/temporal"

	"github.com/datelinehq/dateline/feed"
)

const (
	// dispatchAhead is how near the next due source must be for a dispatching activity to wait for it itself. Beyond
	// that it returns, and a timer of the workflow waits.
	dispatchAhead = 15 * time.Second
	// dispatchFor is how long one dispatching activity goes on while there is always something due.
	dispatchFor = 10 * time.Minute
	// dispatchAtOnce is how many sources of one tool are asked at the same time. Those that are stuck take a place each
	// until their requests time out.
	dispatchAtOnce = 64
	// dispatchPace is how long it rests at least before it looks again what is due: a look costs more than a poll that finds
	// nothing.
	dispatchPace = 25 * time.Millisecond
	// askTimeout bounds what one source may take.
	askTimeout = 2 * time.Minute
)

// Dispatch asks every source of the tool that is due whether there is anything new, and commits what one page brings.
// It starts a Poll for those with more to read, and for those that could not be read the last time.
// It returns when nothing is due soon.
func (a *Activities) Dispatch(ctx context.Context, tool string) (Round, error) {
	ctx, stop := heartbeat(ctx)
	defer stop()
	d := dispatch{asking: map[string]bool{}, done: make(chan struct{}, dispatchAtOnce)}
	defer d.all.Wait()
	end := a.Now().Add(dispatchFor)
	for {
		now := a.Now()
		due, next, err := a.Store.Due(ctx, tool, now, 2*dispatchAtOnce)
		if err != nil {
			return Round{}, err
		}
		for _, src := range due {
			if d.begin(src.Name) {
				go func() {
					defer d.end(src.Name)
					a.ask(ctx, src)
				}()
			}
		}
		switch asking := d.count(); {
		case asking > 0:
			next = now.Add(time.Second) // look again soon; earlier when one has answered
		case now.After(end) || len(due) == 0 && (next.IsZero() || next.Sub(now) > dispatchAhead):
			return Round{Next: next}, nil
		case len(due) > 0:
			continue
		}
		select {
		case <-time.After(min(next.Sub(now), time.Second)):
		case <-d.done:
		case <-ctx.Done():
			return Round{}, ctx.Err()
		}
		if err := a.rest(ctx, dispatchPace-a.Now().Sub(now)); err != nil {
			return Round{}, err
		}
	}
}

// ask looks whether one source has anything new. What goes wrong is written down with the source and stops nothing.
func (a *Activities) ask(ctx context.Context, src feed.Source) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	latest, cursor, err := a.Store.Source(ctx, src.Name)
	if err == nil && !latest.Due.Equal(src.Due) {
		return // the list of what is due was made while it was asked
	}
	poll := src.State == feed.SourceReading || src.State == feed.SourceFailing
	if !poll {
		var got Fetched
		if err == nil {
			got, err = a.fetch(ctx, src, cursor)
		}
		if err == nil && got.More {
			latest, _, err = a.Store.Source(ctx, src.Name)
		}
		if err != nil {
			a.Log.DebugContext(ctx, "a source was not read", "source", src.Name, "reason", a.Secrets.Redact(err.Error()))
		}
		poll = got.More
	}
	if !poll {
		return
	}
	// The Poll goes on by itself, and makes the source due anew with every page; this one comes back to see that it does. A Poll
	// that has made it due anew meanwhile may be over, and is not to be waited for.
	postponed, err := a.Store.PostponeFrom(ctx, src.Name, latest.Due, a.Now().Add(max(src.Every, time.Minute)))
	if err != nil {
		a.Log.WarnContext(ctx, "a source could not be postponed", "source", src.Name, "reason", err.Error())
	} else if !postponed {
		return
	}
	if err := StartPoll(ctx, a.Temporal, src, PollRequest{Source: src.Name}); err != nil && !temporal.IsWorkflowExecutionAlreadyStartedError(err) {
		a.Log.WarnContext(ctx, "a poll could not be started", "source", src.Name, "reason", err.Error())
	}
}

// A dispatch keeps which sources are being asked.
type dispatch struct {
	mu     sync.Mutex
	asking map[string]bool
	all    sync.WaitGroup
	done   chan struct{} // one word for each source that has answered, lost when nobody listens
}

// begin reports whether the source is to be asked now: not while it is asked already or too many others are.
func (d *dispatch) begin(source string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.asking[source] || len(d.asking) >= dispatchAtOnce {
		return false
	}
	d.asking[source] = true
	d.all.Add(1)
	return true
}

func (d *dispatch) end(source string) {
	d.mu.Lock()
	delete(d.asking, source)
	d.mu.Unlock()
	d.all.Done()
	select {
	case d.done <- struct{}{}:
	default:
	}
}

func (d *dispatch) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.asking)
}
