package github_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	gogithub "github.com/google/go-github/v75/github"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/simulator"
)

// BenchmarkProcessorTime compares the processor time of a first reading with that of asking for the same pages over the
// same network and decoding them with go-github's types, and nothing else: the floor. The server is in both, and answers
// from memory. Small objects have the least that is needed, whole ones all of GitHub's fields.
func BenchmarkProcessorTime(b *testing.B) {
	b.Run("small", func(b *testing.B) {
		aboveFloor(b, big(20_000).hub, settings{Repo: "acme/api"})
	})
	b.Run("whole", func(b *testing.B) {
		sim, err := simulator.New(simulator.Options{Seed: 7, Now: time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)})
		if err != nil {
			b.Fatal(err)
		}
		aboveFloor(b, sim.GitHub(), settings{Repo: simulator.Repositories()[0], Token: "any"})
	})
}

func aboveFloor(b *testing.B, tool http.Handler, c settings) {
	b.Helper()
	memory := &recorder{tool: tool, answers: map[string]*httptest.ResponseRecorder{}}
	server := httptest.NewServer(memory)
	b.Cleanup(server.Close)
	c.URL = server.URL
	connector, err := c.Open(connectors.Env{HTTP: server.Client()})
	if err != nil {
		b.Fatal(err)
	}
	newReader(connector).settle(b) // fills the memory
	memory.tool = nil
	b.ReportAllocs()
	var reading, floor time.Duration
	for b.Loop() {
		start := processor(b)
		r := newReader(connector)
		for r.more = true; r.more; {
			p, err := r.connector.Fetch(b.Context(), r.cursor)
			if err != nil {
				b.Fatal(err)
			}
			r.cursor, r.more = p.Next, p.More
		}
		reading += processor(b) - start

		b.StopTimer()
		start = processor(b)
		for _, address := range memory.order {
			fetchAndDecode(b, server, address)
		}
		floor += processor(b) - start
		b.StartTimer()
	}
	b.ReportMetric(float64(reading)/float64(floor), "×floor")
	b.ReportMetric(float64(floor.Milliseconds())/float64(b.N), "floor-ms/op")
}

// fetchAndDecode asks for one page and decodes it.
func fetchAndDecode(b *testing.B, server *httptest.Server, address string) {
	b.Helper()
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, server.URL+address, nil)
	if err != nil {
		b.Fatal(err)
	}
	resp, err := server.Client().Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	path, _, _ := strings.Cut(address, "?")
	var into any
	switch {
	case strings.HasSuffix(path, "/reviews"):
		into = new([]gogithub.PullRequestReview)
	case strings.HasSuffix(path, "/issues/comments"):
		into = new([]gogithub.IssueComment)
	case strings.HasSuffix(path, "/pulls/comments"):
		into = new([]gogithub.PullRequestComment)
	case strings.HasSuffix(path, "/issues/events"):
		into = new([]gogithub.IssueEvent)
	case strings.HasSuffix(path, "/issues"):
		into = new([]gogithub.Issue)
	case strings.HasSuffix(path, "/pulls"):
		into = new([]gogithub.PullRequest)
	default:
		into = new(any)
	}
	if err := cmp.Or(json.NewDecoder(resp.Body).Decode(into), drain(resp.Body)); err != nil {
		b.Fatalf("%s: %v", address, err)
	}
}

func drain(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

// processor is the processor time this process has used.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// A recorder answers what it was asked before from memory.
type recorder struct {
	tool    http.Handler
	answers map[string]*httptest.ResponseRecorder
	order   []string
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	address := req.URL.RequestURI()
	known := r.answers[address]
	if known == nil {
		known = httptest.NewRecorder()
		r.tool.ServeHTTP(known, req)
		r.answers[address], r.order = known, append(r.order, address)
	}
	maps.Copy(w.Header(), known.Header())
	w.WriteHeader(known.Code)
	_, _ = io.Copy(w, bytes.NewReader(known.Body.Bytes()))
}
