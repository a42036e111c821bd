package main_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator"
	"github.com/datelinehq/dateline/connectors/simulator/github"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/workflows/engine"
)

// Two workers and two servers on one PostgreSQL and one Temporal read many sources, in time, and none twice when it is due
// once.
func TestScale(t *testing.T) {
	t.Parallel()
	newFleet(t, size{sources: 60, credentials: 10, every: 5 * time.Second}, "-c", "fsync=off").measure(3)
}

// patience is how late the reading of 95 in 100 sources may begin.
const patience = 10 * time.Second

// Two workers that use one credential make together no more requests than it is good for: so many at once, and then so many
// a second.
func TestLimitOfCredential(t *testing.T) {
	t.Parallel()
	const atOnce, perSecond = 120, 12 // with a token of GitHub
	f := newFleet(t, size{sources: 40, credentials: 1, every: time.Hour}, "-c", "fsync=off")
	f.read()
	times := f.requests(0)
	if len(times) < 2*atOnce {
		t.Errorf("reading made only %d requests, which does not reach the limit", len(times))
	}
	const slow = 2 * time.Second // what the first request may take from when it was allowed
	for i, at := range times {
		if after := at.Sub(times[0]); after+slow < time.Duration(i+1-atOnce)*time.Second/perSecond {
			t.Fatalf("%d requests were made within %v", i+1, after)
		}
	}
	for _, w := range f.workers {
		made := w.metric(`dateline_connector_requests_total{status="200",tool="github"}`)
		t.Logf("%s made %v of %d requests within %v", w.name, made, len(times), times[len(times)-1].Sub(times[0]))
		if made < float64(len(times))/10 {
			t.Errorf("%s made only %v of %d requests: the other was limited alone", w.name, made, len(times))
		}
	}
}

// BenchmarkScale measures how late a thousand sources are read that are due every two minutes, by two workers, and fails as
// TestScale does. It takes about ten minutes:
//
//	make bench PKG=./cmd/dateline-solo BENCH=Scale TESTFLAGS='-benchtime 1x -v'
func BenchmarkScale(b *testing.B) {
	f := newFleet(b, size{sources: 1000, credentials: 10, every: 2 * time.Minute})
	for b.Loop() {
		late := f.measure(3)
		b.ReportMetric(share(late, 0.5).Seconds(), "p50-delay-s")
		b.ReportMetric(share(late, 0.95).Seconds(), "p95-delay-s")
		b.ReportMetric(share(late, 1).Seconds(), "max-delay-s")
		b.ReportMetric(float64(len(late)), "polls")
	}
	b.ReportMetric(float64(f.busiest(10*time.Second)), "requests-in-10s")
	for _, p := range slices.Concat(f.workers, f.servers) {
		b.Logf("%s took %.0f MB at most", p.name, p.peak(b))
	}
	b.ReportMetric(f.workers[0].peak(b)+f.servers[0].peak(b), "serve+work-MB")
}

// A size says how many sources a fleet has, how often each is due, and how many credentials they have, of which each uses one.
type size struct {
	sources, credentials int
	every                time.Duration
}

// A fleet is Dateline with several replicas, and many sources of a tool in which nothing happens any more.
type fleet struct {
	size
	tb               testing.TB
	db               *store.DB
	workers, servers []*process

	mu    sync.Mutex
	asked [][]time.Time // when the tool was asked for each source
}

func newFleet(tb testing.TB, of size, postgresArgs ...string) *fleet {
	tb.Helper()
	f := &fleet{tb: tb, size: of, asked: make([][]time.Time, of.sources)}
	sim, err := simulator.New(simulator.Options{
		Seed: 1, Now: start, Clock: func() time.Time { return start }, GitHub: github.Options{Quota: 1_000_000_000},
	})
	if err != nil {
		tb.Fatal(err)
	}
	served := httptest.NewServer(f.watched(sim.Handler()))
	tb.Cleanup(served.Close)
	postgres, dsn := newPostgres(tb, postgresArgs...)
	postgres.start()
	temporal, address := newTemporal(tb)
	temporal.start()

	var text bytes.Buffer
	fmt.Fprintf(&text, "database: %q\nmetrics: 127.0.0.1:0\nsources:\n", dsn)
	for i := range of.sources {
		fmt.Fprintf(&text, "  - {name: s%d, every: %s, since: 2026-03-01, sweep: never, "+
			"github: {repo: %s, token: token-%d, url: \"%s/s%d/github\"}}\n", i, of.every, simulator.Repositories()[0], i*of.credentials/of.sources,
			served.URL, i)
	}
	dir := tb.TempDir()
	config := filepath.Join(dir, "dateline.yaml")
	if err := os.WriteFile(config, text.Bytes(), 0o600); err != nil {
		tb.Fatal(err)
	}
	if f.db, err = store.Open(tb.Context(), dsn); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = f.db.Close() })
	program := buildProgram(tb, "../dateline")
	role := func(name string, args ...string) *process {
		return newProcess(tb, name, func() *exec.Cmd {
			cmd := exec.CommandContext(context.Background(), program, append([]string{"--config", config, "--data", dir}, args...)...)
			cmd.Env = append(os.Environ(), "TEMPORAL_ADDRESS="+address, "TEMPORAL_NAMESPACE="+engine.Namespace)
			return cmd
		})
	}
	for i := range 2 {
		work := role(fmt.Sprint("worker ", i+1), "work")
		work.ready = func() bool { return work.says(`msg=(reading)`) != "" }
		serve := role(fmt.Sprint("server ", i+1), "serve", "--listen", "127.0.0.1:0")
		serve.ready = func() bool { return serve.says(`what="the feed" address=(\S+)`) != "" }
		f.workers, f.servers = append(f.workers, work), append(f.servers, serve)
	}
	for _, p := range slices.Concat(f.workers, f.servers) {
		p.start()
	}
	return f
}

var sourceInPath = regexp.MustCompile(`^/s(\d+)(/.*)`)

// watched writes down when a tool is asked, and for which source.
func (f *fleet) watched(tool http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m := sourceInPath.FindStringSubmatch(r.URL.Path)
		if m == nil {
			http.NotFound(w, r)
			return
		}
		n, err := strconv.Atoi(m[1])
		if err != nil {
			f.tb.Error(err)
		}
		f.mu.Lock()
		f.asked[n] = append(f.asked[n], time.Now())
		f.mu.Unlock()
		http.StripPrefix("/s"+m[1], tool).ServeHTTP(w, r)
	})
}

// measure waits until every source was read so often since all are up to date, and returns how much later than due, sorted.
// A poll of a source in which nothing happens is one request. That too many begin too late is an error.
func (f *fleet) measure(polls int) (late []time.Duration) {
	f.tb.Helper()
	f.read()
	before := f.counts()
	untilWithin(f.tb, time.Duration(polls+4)*f.every+5*time.Minute, "everything was polled", func() bool {
		f.look()
		for i, n := range f.counts() {
			if n < before[i]+polls {
				return false
			}
		}
		return true
	})
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, times := range f.asked {
		for n := before[i] + 1; n < len(times); n++ {
			gap := times[n].Sub(times[n-1])
			if gap < f.every {
				f.tb.Errorf("the source s%d was asked again after %v", i, gap)
			}
			late = append(late, gap-f.every)
		}
	}
	slices.Sort(late)
	f.tb.Logf("%d polls of %d sources began late by %v (half), %v (95 of 100), %v (all)",
		len(late), f.sources, share(late, 0.5), share(late, 0.95), share(late, 1))
	if p95 := share(late, 0.95); p95 >= patience {
		f.tb.Errorf("one poll in twenty begins %v late or more, which is to be less than %v", p95, patience)
	}
	return late
}

// share is what so large a share of sorted durations does not exceed.
func share(sorted []time.Duration, of float64) time.Duration {
	return sorted[int(of*float64(len(sorted)-1))]
}

// read waits until everything was read that there is.
func (f *fleet) read() {
	f.tb.Helper()
	untilWithin(f.tb, 4*f.every+5*time.Minute, "everything was read", func() bool {
		sources, err := f.db.Sources(f.tb.Context())
		for _, s := range sources {
			if s.State != feed.SourceCurrent {
				return false
			}
		}
		return err == nil && len(sources) == f.sources
	})
}

// look opens a page of each server.
func (f *fleet) look() {
	for _, s := range f.servers {
		opens(f.tb, s.says(`what="the feed" address=(\S+)`)+"/")
	}
	time.Sleep(time.Second / 2) // as somebody who reads
}

// counts is how often the tool was asked for each source.
func (f *fleet) counts() []int {
	f.mu.Lock()
	defer f.mu.Unlock()
	var counts []int
	for _, times := range f.asked {
		counts = append(counts, len(times))
	}
	return counts
}

// busiest is how many requests were made with one credential within a span of time, at most.
func (f *fleet) busiest(span time.Duration) (most int) {
	for credential := range f.credentials {
		times := f.requests(credential)
		for first, last := 0, 0; last < len(times); last++ {
			for times[last].Sub(times[first]) > span {
				first++
			}
			most = max(most, last-first+1)
		}
	}
	return most
}

// requests are the times at which requests were made with one credential.
func (f *fleet) requests(credential int) []time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	each := f.sources / f.credentials
	all := slices.Concat(f.asked[credential*each : (credential+1)*each]...)
	return slices.SortedFunc(slices.Values(all), time.Time.Compare)
}

// metric is what a process tells of itself under a name with labels, 0 where it tells nothing.
func (p *process) metric(name string) float64 {
	p.t.Helper()
	told := answer(p.t, p.says(`what="the metrics" address=(\S+)`)+"/metrics")
	m := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(name) + ` (\S+)$`).FindStringSubmatch(told)
	if m == nil {
		return 0
	}
	value, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		p.t.Error(err)
	}
	return value
}

// peak is the most memory that a process has had at a time, in MB, with what it has of files. Only Linux tells.
func (p *process) peak(tb testing.TB) float64 { return p.memory(tb, "VmHWM") }

// memory is one of the figures that Linux tells of a process's memory, in MB.
func (p *process) memory(tb testing.TB, figure string) float64 {
	tb.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		tb.Log(err)
		return 0
	}
	m := regexp.MustCompile(figure + `:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		tb.Fatalf("no %s in\n%s", figure, status)
	}
	kilobytes, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		tb.Fatal(err)
	}
	return kilobytes * 1024 / 1e6
}
