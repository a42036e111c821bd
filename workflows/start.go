package workflows

import (
	"context"
	"fmt"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"

	"github.com/datelinehq/dateline/feed"
)

// TickQueue is the task queue of Tick. Every tool has a queue of its own, so that a slow tool holds up nobody else.
const TickQueue = "dateline-tick"

const tickID = "tick"

// Queue is the task queue of a tool's polls.
func Queue(tool string) string { return "dateline-poll-" + tool }

func dispatchID(tool string) string { return "dispatch/" + tool }

// PollID is the workflow id of the Poll of a source: there is at most one at a time.
func PollID(source string) string { return "poll/" + source }

// Fill makes sure that everything that should run is running: a Dispatch and a Sweep for each tool, a Deliver for each
// subscriber, and Tick. It wakes those that are there already, so that they see what has changed. It is called whenever a worker starts, and fills an empty Temporal.
func Fill(ctx context.Context, c Temporal, tools, subscribers []string) error {
	for _, tool := range tools {
		if err := wake(ctx, c, dispatchID(tool), Queue(tool), Dispatch, tool); err != nil {
			return err
		}
		if err := wake(ctx, c, sweepID(tool), Queue(tool), Sweep, tool, time.Time{}); err != nil {
			return err
		}
	}
	for _, name := range subscribers {
		if err := wake(ctx, c, deliverID(name), DeliverQueue, Deliver, name); err != nil {
			return err
		}
	}
	return wake(ctx, c, tickID, TickQueue, Tick)
}

// WakeDispatch makes the Dispatch of a tool look now which of its sources are due.
func WakeDispatch(ctx context.Context, c Temporal, tool string) error {
	return wake(ctx, c, dispatchID(tool), Queue(tool), Dispatch, tool)
}

// wake signals a workflow that never ends, and starts it if it is not there.
func wake(ctx context.Context, c Temporal, id, queue string, workflow any, args ...any) error {
	_, err := c.SignalWithStartWorkflow(ctx, id, Wake, nil, client.StartWorkflowOptions{ID: id, TaskQueue: queue}, workflow, args...)
	if err != nil {
		return fmt.Errorf("waking %s: %w", id, err)
	}
	return nil
}

// WakeTick has what was added to the log judged now.
func WakeTick(ctx context.Context, c Temporal) error { return wake(ctx, c, tickID, TickQueue, Tick) }

// StartPoll starts reading a source now. A Poll of the source that runs already goes on instead.
func StartPoll(ctx context.Context, c Temporal, src feed.Source, req PollRequest) error {
	_, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID:                       PollID(src.Name),
		TaskQueue:                Queue(src.Tool),
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
	}, Poll, req)
	if err != nil {
		return fmt.Errorf("starting a poll of %s: %w", src.Name, err)
	}
	return nil
}

// Workers are the workers of one process: one for each tool's queue, one for Tick, one for deliveries.
type Workers []worker.Worker

// NewWorkers makes the workers for the tools. A worker that Temporal turns away, for there is no such namespace any more,
// stops and tells why; dismissed may be told several times.
func NewWorkers(c client.Client, a *Activities, tools []string, dismissed func(error)) Workers {
	var ws Workers
	for _, tool := range tools {
		w := worker.New(c, Queue(tool), worker.Options{MaxConcurrentActivityExecutionSize: 200, OnFatalError: dismissed})
		w.RegisterWorkflow(Dispatch)
		w.RegisterWorkflow(Poll)
		w.RegisterWorkflow(Sweep)
		w.RegisterActivity(a)
		ws = append(ws, w)
	}
	tick := worker.New(c, TickQueue, worker.Options{OnFatalError: dismissed})
	tick.RegisterWorkflow(Tick)
	tick.RegisterActivity(a)
	deliver := worker.New(c, DeliverQueue, worker.Options{OnFatalError: dismissed})
	deliver.RegisterWorkflow(Deliver)
	deliver.RegisterWorkflow(Digest)
	deliver.RegisterActivity(a)
	return append(ws, tick, deliver)
}

// Start starts all workers. Temporal must be there: a worker that could not be started once cannot be started again.
func (ws Workers) Start() error {
	for i, w := range ws {
		if err := w.Start(); err != nil {
			ws[:i].Stop()
			return fmt.Errorf("starting a worker: %w", err)
		}
	}
	return nil
}

// Stop stops all workers and waits for what they are doing.
func (ws Workers) Stop() {
	for _, w := range ws {
		w.Stop()
	}
}
