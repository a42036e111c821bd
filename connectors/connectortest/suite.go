package connectortest

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/datelinehq/dateline/connectors"
)

// A Suite is what the promises are checked with.
type Suite struct {
	// Open opens the connector, with base as the address of its tool and what the host lends it.
	Open func(t *testing.T, base string, env connectors.Env) connectors.Connector
	// Tool plays the tool from fixtures. It answers the same question always with the same answer.
	Tool http.Handler
	// Golden is the name of the file with what arrives: testdata/first.golden.
	Golden string
	// Idle is how many requests a poll makes while nothing happens, and IdleStatus what they are answered with: 304 for
	// a tool that knows conditional requests, 200 for others.
	Idle, IdleStatus int
	// Reading reports whether a request only reads. Nil is that its method is GET.
	Reading func(*http.Request) bool
	// Lists are the fields in which the tool's lists stand, where an answer is not simply a list.
	Lists []string
	// Secrets are the credentials that Open uses.
	Secrets []string
}

// Run checks all promises, each in a subtest.
func Run(t *testing.T, s Suite) {
	t.Cleanup(func() { goleak.VerifyNone(t) })
	for _, check := range []struct {
		name string
		run  func(*stage, *testing.T)
	}{
		{"golden", (*stage).golden},
		{"fit to be stored", (*stage).valid},
		{"fit to be derived from", (*stage).derived},
		{"opened anew at every page", (*stage).reopened},
		{"every page read twice", (*stage).repeated},
		{"second reading", (*stage).again},
		{"idle poll", (*stage).idle},
		{"roll", (*stage).roll},
		{"probe", (*stage).probe},
		{"refusals", (*stage).refusals},
		{"faults", (*stage).faults},
		{"broken objects", (*stage).broken},
		{"cancellation", (*stage).cancellation},
		{"worthless cursors", (*stage).cursors},
	} {
		t.Run(check.name, func(t *testing.T) { check.run(newStage(t, s), t) })
	}
}

// A stage is the tool on a server of its own, with everything that was asked of it.
type stage struct {
	Suite
	base   string
	client *http.Client

	mu       sync.Mutex
	requests []*request
	// disturb, if set, comes before the tool and may answer in its place. n counts the requests, from 0.
	disturb func(n int, w http.ResponseWriter, r *http.Request) (answered bool)
}

// A request is one the tool was asked.
type request struct {
	what   string // method, path and query
	writes bool
	status int
}

func newStage(t *testing.T, s Suite) *stage {
	st := &stage{Suite: s}
	server := httptest.NewServer(http.HandlerFunc(st.serve))
	transport := &http.Transport{DisableKeepAlives: true}
	st.base, st.client = server.URL, &http.Client{Transport: capped{transport}, Timeout: time.Minute}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		server.Close()
		for _, r := range st.asked() {
			for _, secret := range s.Secrets {
				if strings.Contains(r.what, secret) {
					t.Errorf("a credential stands in the address of %s", r.what)
				}
			}
		}
	})
	return st
}

func (s *stage) serve(w http.ResponseWriter, r *http.Request) {
	reads := r.Method == http.MethodGet
	if s.Reading != nil {
		reads = s.Reading(r)
	}
	asked := &request{what: r.Method + " " + r.URL.RequestURI(), writes: !reads, status: http.StatusOK}
	s.mu.Lock()
	n, disturb := len(s.requests), s.disturb
	s.requests = append(s.requests, asked)
	s.mu.Unlock()
	w = &statusWriter{w, func(status int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		asked.status = status
	}}
	if disturb == nil || !disturb(n, w, r) {
		s.Tool.ServeHTTP(w, r)
	}
}

// asked returns what the tool was asked so far.
func (s *stage) asked() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]request, len(s.requests))
	for i, r := range s.requests {
		all[i] = *r
	}
	return all
}

// forget begins counting anew, with something that disturbs the tool or nil.
func (s *stage) forget(disturb func(int, http.ResponseWriter, *http.Request) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests, s.disturb = nil, disturb
}

// open opens the connector anew. What it may know of items is what was harvested.
func (s *stage) open(t *testing.T, h *harvest) connectors.Connector {
	t.Helper()
	return s.Open(t, s.base, connectors.Env{Source: "source", HTTP: s.client, Log: slog.New(slog.DiscardHandler), Known: h.known})
}

// A statusWriter tells the status before it is sent.
type statusWriter struct {
	http.ResponseWriter
	tell func(status int)
}

func (w *statusWriter) WriteHeader(status int) {
	w.tell(status)
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets an answer be flushed.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
