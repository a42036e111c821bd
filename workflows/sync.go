package workflows

import (
	"context"
	"fmt"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
)

// A Syncer reads sources once, because somebody waits for it. It does so beside whatever else reads them, on a task queue
// of its own, so that what it counts is what it did itself.
type Syncer struct {
	client     client.Client
	activities *Activities
	queue      string
	worker     worker.Worker
}

// NewSyncer starts a Syncer. queue must be no other's.
func NewSyncer(c client.Client, a *Activities, queue string) (*Syncer, error) {
	own := *a
	own.Temporal = nobody{}
	w := worker.New(c, queue, worker.Options{})
	w.RegisterWorkflow(Poll)
	w.RegisterActivity(&own)
	if err := w.Start(); err != nil {
		return nil, fmt.Errorf("starting a worker: %w", err)
	}
	return &Syncer{client: c, activities: &own, queue: queue, worker: w}, nil
}

// nobody is woken by a Syncer: it derives by itself, and perhaps nobody works beside it to serve a Dispatch or Tick.
type nobody struct{}

func (nobody) ExecuteWorkflow(context.Context, client.StartWorkflowOptions, any, ...any) (client.WorkflowRun, error) {
	return nil, nil
}

func (nobody) SignalWithStartWorkflow(context.Context, string, string, any, client.StartWorkflowOptions, any, ...any) (client.WorkflowRun, error) {
	return nil, nil
}

// Poll reads a source until it is up to date, and gives up after a page could not be read in the given attempts.
func (s *Syncer) Poll(ctx context.Context, source string, attempts int32) (Polled, error) {
	run, err := s.client.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID:                       "sync/" + source,
		TaskQueue:                s.queue,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING,
		WorkflowExecutionTimeout: 24 * time.Hour, // its queue has no worker once this process is gone
	}, Poll, PollRequest{Source: source, Attempts: attempts})
	if err != nil {
		return Polled{}, fmt.Errorf("starting a poll of %s: %w", source, err)
	}
	var polled Polled
	err = run.Get(ctx, &polled)
	return polled, err
}

// Derive brings the asks up to date with the log, and flags those past their window.
func (s *Syncer) Derive(ctx context.Context) error {
	_, err := s.activities.derive(ctx)
	return err
}

// Stop stops the Syncer.
func (s *Syncer) Stop() { s.worker.Stop() }
