package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/testsuite"

	"github.com/datelinehq/dateline/cmd/internal/queries"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/workflows"
)

// What the chart gives Prometheus and Grafana asks for metrics and labels that there are: those of a process that has read,
// rejected, swept, followed and been rung at. And every alert has a section in the runbook. What Temporal's SDK measures is
// looked up in cmd/dateline-solo, where there is a Temporal.
func TestAlertsAskForWhatThereIs(t *testing.T) {
	exported := exercised(t)
	for file, in := range map[string]func([]byte) ([]queries.Query, error){
		"rules.yaml": queries.Rules, "dashboard.json": queries.Dashboard,
	} {
		all, err := in([]byte(read(t, filepath.Join("charts", "dateline", "files", file))))
		if err != nil {
			t.Fatal(err)
		}
		ours := 0
		for _, q := range all {
			if slices.ContainsFunc(q.Series(), func(name string) bool { return strings.HasPrefix(name, "temporal_") }) {
				continue
			}
			ours++
			for _, lacking := range q.Lacks(exported) {
				t.Errorf("%s, %s: %s", file, q.From, lacking)
			}
		}
		if ours < 15 {
			t.Errorf("%s asks for %d metrics only", file, ours)
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

// exercised are the labels, by name, of what a process exports that has done everything once.
func exercised(t *testing.T) map[string][]string {
	t.Helper()
	withMinutes(t)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(receiver.Close)
	tool := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-RateLimit-Limit", "5000")
		w.Header().Set("X-RateLimit-Remaining", "4000")
		minutes(w, r)
	})
	s := newSite(t, tool, minutesYAML+fmt.Sprintf(`windows: [{name: all, within: 1h}]
calendars: {utc: {location: UTC, hours: {"monday:friday": ["09:00-17:00"]}}}
people: [{name: Ana, calendar: utc}]
subscribers:
  - {name: ops, private: true, secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, webhook: %[1]q}
  - {name: ana, private: true, secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, webhook: %[1]q, person: Ana, digest: daily}
`, receiver.URL))
	h := newHost(t, s)
	h.clients.Hurry()
	h.metrics.MustRegister(h.measures())
	if err := h.declare(t.Context()); err != nil {
		t.Fatal(err)
	}
	activities := h.activities(&connection{})
	activities.Temporal = deaf{}
	if err := activities.Subscribe(t.Context()); err != nil {
		t.Fatal(err)
	}
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestWorkflowEnvironment()
	env.SetTestTimeout(time.Minute) // of the wall clock, which says nothing of what is tested
	env.RegisterActivity(activities)
	env.ExecuteWorkflow(workflows.Poll, workflows.PollRequest{Source: "weekly", Attempts: 1})
	if err := env.GetWorkflowError(); err != nil {
		t.Fatal(err)
	}
	if _, err := workflows.SweepNow(t.Context(), activities, "weekly", false); err != nil {
		t.Fatal(err)
	}
	late := feed.Page{Next: "late", Events: []feed.Event{
		{Key: "asked", Verb: feed.Requested, Item: "t1", At: h.now().AddDate(0, 0, -9), To: []feed.Account{{ID: "u2"}}},
	}}
	src, cursor, err := h.db.Source(t.Context(), "weekly")
	if err != nil {
		t.Fatal(err)
	}
	read := store.Commit{Source: "weekly", After: cursor, Page: late, At: h.now(), Due: h.now(), Quota: src.Quota}
	if _, err := h.db.Commit(t.Context(), read); err != nil {
		t.Fatal(err)
	}
	s.tickAs(activities)
	s.act(activities, activities.Deliver, "ops")
	guarded := doored(t, h)
	for _, r := range []*http.Request{
		httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/asks", http.NoBody),
		httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hooks/weekly", strings.NewReader("{}")),
	} {
		guarded.ServeHTTP(httptest.NewRecorder(), r)
	}
	families, err := h.metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	exported := map[string][]string{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			var labels []string
			for _, l := range m.GetLabel() {
				labels = append(labels, l.GetName())
			}
			exported[f.GetName()] = labels
			if h := m.GetHistogram(); h != nil {
				exported[f.GetName()+"_bucket"] = append(slices.Clone(labels), "le")
				if h.GetSampleCount() > 0 && len(h.GetPositiveSpan()) == 0 && h.GetZeroCount() == 0 {
					t.Errorf("%s has no native histogram", f.GetName())
				}
			}
		}
	}
	return exported
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
