package main_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	"google.golang.org/protobuf/encoding/protodelim"

	"github.com/datelinehq/dateline/cmd/internal/queries"
)

// What a process at work tells of itself is named as promtool wants it, has native histograms for a Prometheus that asks for
// them, and everything that the dashboard asks of Temporal's SDK.
func TestMetrics(t *testing.T) {
	t.Parallel()
	in := newInstallation(t, build(t), serveTool(t), "")
	in.add("metrics: 127.0.0.1:0\n")
	run := newProcess(t, "Dateline", func() *exec.Cmd { return in.command(context.Background(), "run", "--listen", "127.0.0.1:0") })
	run.ready = func() bool {
		return run.says(`what="the metrics" address=(\S+)`) != "" && run.says(`what="the feed" address=(\S+)`) != ""
	}
	run.start()
	opens(t, run.says(`what="the feed" address=(\S+)`)+"/")
	at := run.says(`what="the metrics" address=(\S+)`) + "/metrics"
	var families map[string]*dto.MetricFamily
	until(t, "it read", func() bool {
		families = scraped(t, at)
		return families["temporal_activity_execution_latency_seconds"] != nil && families["dateline_events_added_total"] != nil
	})
	if t.Failed() {
		t.Fatalf("it tells %d metrics", len(families))
	}

	problems, err := promlint.New(strings.NewReader(answer(t, at))).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}

	exported, native := map[string][]string{}, 0
	for name, f := range families {
		var labels []string
		for _, l := range f.GetMetric()[0].GetLabel() {
			labels = append(labels, l.GetName())
		}
		exported[name], exported[name+"_bucket"] = labels, append(slices.Clone(labels), "le")
		for _, m := range f.GetMetric() {
			if h := m.GetHistogram(); h.GetSampleCount() > 0 && (strings.HasPrefix(name, "dateline_") || strings.HasPrefix(name, "temporal_")) {
				native++
				if len(h.GetPositiveSpan()) == 0 && h.GetZeroCount() == 0 || len(h.GetBucket()) == 0 {
					t.Errorf("%s %v has %d native buckets and %d others", name, m.GetLabel(), len(h.GetPositiveDelta()), len(h.GetBucket()))
				}
			}
		}
	}
	if native < 5 {
		t.Errorf("only %d histograms were looked at", native)
	}

	text, err := os.ReadFile("../../charts/dateline/files/dashboard.json")
	if err != nil {
		t.Fatal(err)
	}
	all, err := queries.Dashboard(text)
	if err != nil {
		t.Fatal(err)
	}
	ofTemporal := 0
	for _, q := range all {
		if !slices.ContainsFunc(q.Series(), func(name string) bool { return strings.HasPrefix(name, "temporal_") }) {
			continue // looked up in cmd/internal/cli, in a process that did more
		}
		ofTemporal++
		for _, lacking := range q.Lacks(exported) {
			t.Errorf("%s: %s", q.From, lacking)
		}
	}
	if ofTemporal == 0 {
		t.Error("the dashboard asks nothing of Temporal's SDK")
	}
}

// scraped is what is told at an address to a Prometheus that takes native histograms.
func scraped(t *testing.T, address string) map[string]*dto.MetricFamily {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if kind := resp.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/vnd.google.protobuf") {
		t.Fatalf("%s answers with %s", address, kind)
	}
	families := map[string]*dto.MetricFamily{}
	body := bufio.NewReader(resp.Body)
	for {
		f := &dto.MetricFamily{}
		if err := protodelim.UnmarshalFrom(body, f); errors.Is(err, io.EOF) {
			return families
		} else if err != nil {
			t.Fatal(err)
		}
		families[f.GetName()] = f
	}
}
