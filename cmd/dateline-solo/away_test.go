package main_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/datelinehq/dateline/workflows/engine"
)

// While Temporal is not there yet, does not know us, or is away again, the pages go on and the process says that it is not
// ready to read. As soon as Temporal is there it reads, without anybody's help.
func TestTemporalAway(t *testing.T) {
	t.Parallel()
	const namespace = "made-later"
	temporal, address := newTemporal(t)
	in := newInstallation(t, buildProgram(t, "../dateline"), serveTool(t), "")
	in.add("    every: 5s\nmetrics: 127.0.0.1:0\n")
	run := newProcess(t, "Dateline", func() *exec.Cmd {
		cmd := in.command(context.Background(), "run", "--listen", "127.0.0.1:0")
		cmd.Env = append(os.Environ(), "TEMPORAL_ADDRESS="+address, "TEMPORAL_NAMESPACE="+namespace)
		return cmd
	})
	pages := func() string { return run.says(`what="the feed" address=(\S+)`) }
	health := func() string { return run.says(`what="the metrics" address=(\S+)`) }
	run.ready = func() bool { return pages() != "" && health() != "" }
	is := func(what string, status int) {
		t.Helper()
		until(t, what, func() bool { return statusOf(t, health()+"/healthz/ready") == status })
		opens(t, pages()+"/asks")
		opens(t, pages()+"/healthz/ready")
	}

	run.start()
	is("it waits for Temporal", http.StatusServiceUnavailable)
	temporal.start()
	until(t, "it was turned away", func() bool {
		return run.says(`(waiting for Temporal.*Namespace made-later is not found)`) != ""
	})
	is("it waits for its namespace", http.StatusServiceUnavailable)
	makeNamespace(t, address, namespace)
	is("it reads", http.StatusOK)
	temporal.kill()
	is("Temporal is away again", http.StatusServiceUnavailable)
	in.tool.steps.Add(1)
	temporal.start()
	is("it reads again", http.StatusOK)
	asked := in.tool.requests.Load()
	until(t, "the tool is asked", func() bool { return in.tool.requests.Load() > asked })
	exports(t, health()+"/metrics")
}

// exports waits until there is what the chart's dashboard shows of Temporal: an activity is measured when it has ended.
func exports(t *testing.T, address string) {
	t.Helper()
	dashboard, err := os.ReadFile(filepath.Join("..", "..", "charts", "dateline", "files", "dashboard.json"))
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile(`temporal_\w+`).FindAllString(string(dashboard), -1)
	if len(shown) == 0 {
		t.Error("the dashboard shows nothing of Temporal")
	}
	until(t, fmt.Sprint("told is ", shown), func() bool {
		told := fetch(t, address)
		return !slices.ContainsFunc(shown, func(name string) bool { return !strings.Contains(told, "\n"+name+"{") })
	})
}

// statusOf is what an address answers, zero where nobody does.
func statusOf(t *testing.T, address string) int {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// makeNamespace makes a namespace in a Temporal that has one already.
func makeNamespace(t *testing.T, address, name string) {
	t.Helper()
	c, err := client.NewNamespaceClient(client.Options{HostPort: address, Namespace: engine.Namespace})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	err = c.Register(t.Context(), &workflowservice.RegisterNamespaceRequest{
		Namespace: name, WorkflowExecutionRetentionPeriod: durationpb.New(24 * time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
}
