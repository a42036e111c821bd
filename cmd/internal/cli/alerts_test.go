package cli

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.temporal.io/sdk/testsuite"

	"github.com/datelinehq/dateline/workflows"
)

// What the chart gives Prometheus and Grafana asks for metrics that there are: those of a process that has read, rejected,
// swept, followed and been rung at. And every alert has a section in the runbook.
func TestAlertsAskForWhatThereIs(t *testing.T) {
	exported := exercised(t)
	name := regexp.MustCompile(`\b(dateline|process|go)_[a-z0-9_]+`)
	for _, file := range []string{"rules.yaml", "dashboard.json"} {
		text := read(t, filepath.Join("charts", "dateline", "files", file))
		asked := map[string]bool{}
		for _, n := range name.FindAllString(text, -1) {
			asked[n] = true
		}
		if len(asked) < 5 {
			t.Errorf("%s asks for %d metrics only", file, len(asked))
		}
		for n := range asked {
			if !slices.Contains(exported, n) {
				t.Errorf("%s asks for %s, which is not exported", file, n)
			}
		}
	}
	alert := regexp.MustCompile(`(?m)^ +- alert: (\w+)$`)
	alerts := alert.FindAllStringSubmatch(read(t, "charts/dateline/files/rules.yaml"), -1)
	runbook := read(t, "docs/runbook.md")
	for _, a := range alerts {
		if !strings.Contains(runbook, "\n## "+a[1]+"\n") {
			t.Errorf("the runbook does not say what to do about %s", a[1])
		}
	}
	if sections := strings.Count(runbook, "\n## Dateline"); sections != len(alerts) {
		t.Errorf("the runbook has %d sections for %d alerts", sections, len(alerts))
	}
}

// exercised are the names of what a process exports that has done everything once.
func exercised(t *testing.T) []string {
	t.Helper()
	withMinutes(t)
	h := newHost(t, newSite(t, http.HandlerFunc(minutes), minutesYAML))
	h.clients.Hurry()
	h.metrics.MustRegister(measures{h.db, h.log})
	if err := h.declare(t.Context()); err != nil {
		t.Fatal(err)
	}
	activities := h.activities(&connection{})
	activities.Temporal = deaf{}
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestWorkflowEnvironment()
	env.RegisterActivity(activities)
	env.ExecuteWorkflow(workflows.Poll, workflows.PollRequest{Source: "weekly", Attempts: 1})
	if err := env.GetWorkflowError(); err != nil {
		t.Fatal(err)
	}
	if _, err := workflows.SweepNow(t.Context(), activities, "weekly", false); err != nil {
		t.Fatal(err)
	}
	ring := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hooks/weekly", strings.NewReader("{}"))
	h.door(nil).ServeHTTP(httptest.NewRecorder(), ring)
	families, err := h.metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range families {
		names[f.GetName()] = true
		if f.GetMetric()[0].GetHistogram() != nil {
			names[f.GetName()+"_bucket"] = true
		}
	}
	return slices.Collect(maps.Keys(names))
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
