package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

// activities is never called: its methods name the activities in workflow code.
var activities *Activities

// Wake is the signal that ends the sleep of a Dispatch or of Tick.
const Wake = "wake"

// pagesPerRun bounds the history of one run of Poll, in pages.
const pagesPerRun = 250

// A PollRequest says which source to read.
type PollRequest struct {
	Source string
	// Attempts is how often one page is tried before Poll gives up; 0 is for ever.
	Attempts int32
	// Sofar is what earlier runs of the same Poll have read.
	Sofar Polled
}

// Polled counts what a Poll has read.
type Polled struct {
	Pages, Requests, Added, Revised, Rejected int
	// Took is the time spent in reading.
	Took time.Duration
}

// Poll reads one source until it is up to date, one page an activity.
func Poll(ctx workflow.Context, req PollRequest) (Polled, error) {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: 10 * time.Minute,
		HeartbeatTimeout:    heartbeatTimeout,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval:    time.Second,
			BackoffCoefficient: 2,
			MaximumInterval:    5 * time.Minute,
			MaximumAttempts:    req.Attempts,
		},
	})
	for range pagesPerRun {
		var page Fetched
		if err := workflow.ExecuteActivity(ctx, activities.Fetch, req.Source).Get(ctx, &page); err != nil {
			return req.Sofar, err
		}
		req.Sofar.add(page)
		if !page.More {
			return req.Sofar, nil
		}
	}
	return req.Sofar, workflow.NewContinueAsNewError(ctx, Poll, req)
}

func (p *Polled) add(f Fetched) {
	p.Pages++
	p.Requests += f.Requests
	p.Added += f.Added
	p.Revised += f.Revised
	p.Rejected += f.Rejected
	p.Took += f.Took
}

// Dispatch asks the sources of one tool, when they are due, whether there is anything new, and starts a Poll where there
// is more than one page of it. It never ends.
func Dispatch(ctx workflow.Context, tool string) error {
	return rounds(ctx, func(ctx workflow.Context) (Round, error) {
		var r Round
		err := workflow.ExecuteActivity(ctx, activities.Dispatch, tool).Get(ctx, &r)
		return r, err
	}, func(ctx workflow.Context) error {
		return workflow.NewContinueAsNewError(ctx, Dispatch, tool)
	})
}

// Tick derives what is new in the log, and wakes again when the next ask falls due. It never ends.
func Tick(ctx workflow.Context) error {
	return rounds(ctx, func(ctx workflow.Context) (Round, error) {
		var r Round
		err := workflow.ExecuteActivity(ctx, activities.Tick).Get(ctx, &r)
		return r, err
	}, func(ctx workflow.Context) error {
		return workflow.NewContinueAsNewError(ctx, Tick)
	})
}

// A Round is how one round of Dispatch or Tick ended.
type Round struct {
	// Next is when there is something to do again; zero means not before somebody wakes it.
	Next time.Time
}

// rounds runs one round after another. Between two it sleeps until the time the round gave, or until it is woken.
func rounds(ctx workflow.Context, round func(workflow.Context) (Round, error), again func(workflow.Context) error) error {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: time.Hour,
		HeartbeatTimeout:    heartbeatTimeout,
		// A round lasts long, and the pauses grow with every failure in it, however far apart they are.
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: 10 * time.Second},
	})
	wake := workflow.GetSignalChannel(ctx, Wake)
	for !workflow.GetInfo(ctx).GetContinueAsNewSuggested() && workflow.GetInfo(ctx).GetCurrentHistoryLength() < historyLimit {
		r, err := round(ctx)
		if err != nil {
			return err
		}
		if err := sleep(ctx, wake, r.Next); err != nil {
			return err
		}
	}
	for wake.ReceiveAsync(nil) { // whoever woke it is served by the next run, which begins with a round
	}
	return again(ctx)
}

// historyLimit keeps runs short: a long history is what a worker reads again when it takes a workflow over.
const historyLimit = 2000

// sleep returns at the instant next, or when woken. The zero instant never comes.
func sleep(ctx workflow.Context, wake workflow.ReceiveChannel, next time.Time) error {
	timerCtx, cancel := workflow.WithCancel(ctx)
	defer cancel()
	selector := workflow.NewSelector(ctx)
	selector.AddReceive(wake, func(c workflow.ReceiveChannel, _ bool) {
		for c.ReceiveAsync(nil) { // several wakes are one
		}
	})
	if !next.IsZero() {
		selector.AddFuture(workflow.NewTimer(timerCtx, max(next.Sub(workflow.Now(ctx)), time.Second)), func(workflow.Future) {})
	}
	selector.Select(ctx)
	return ctx.Err()
}
