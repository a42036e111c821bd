package engine_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"github.com/datelinehq/dateline/workflows/engine"
)

// wait waits for a signal and returns what it carried.
func wait(ctx workflow.Context) (string, error) {
	var word string
	workflow.GetSignalChannel(ctx, "go").Receive(ctx, &word)
	return word, nil
}

// A workflow begun on one engine ends on the next one that is started on the same folder.
func TestRestartsWhereItStopped(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()

	first := start(ctx, t, dir)
	c := dial(ctx, t, first)
	_, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: "w", TaskQueue: "q"}, wait)
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}

	second := start(ctx, t, dir)
	defer func() { _ = second.Stop() }()
	c = dial(ctx, t, second)
	defer c.Close()
	w := worker.New(c, "q", worker.Options{})
	w.RegisterWorkflow(wait)
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	if err := c.SignalWorkflow(ctx, "w", "", "go", "home"); err != nil {
		t.Fatal(err)
	}
	var word string
	if err := c.GetWorkflow(ctx, "w", "").Get(ctx, &word); err != nil || word != "home" {
		t.Fatalf("the workflow returned %q, %v; want home", word, err)
	}
}

func start(ctx context.Context, t *testing.T, dir string) *engine.Engine {
	t.Helper()
	began := time.Now()
	e, err := engine.Start(ctx, dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("started in %v", time.Since(began).Round(time.Millisecond))
	return e
}

func dial(ctx context.Context, t *testing.T, e *engine.Engine) client.Client {
	t.Helper()
	c, err := client.DialContext(ctx, client.Options{HostPort: e.Address(), Namespace: engine.Namespace})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
