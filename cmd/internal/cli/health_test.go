package cli

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
)

// newHost opens what a site's configuration becomes, until the test ends.
func newHost(t *testing.T, s *site) *host {
	t.Helper()
	o := &options{config: s.config, data: s.data, given: true}
	secrets := &connectors.Secrets{}
	program := Program{Name: "dateline"}
	conf, err := program.read(o, secrets)
	if err != nil {
		t.Fatal(err)
	}
	h, err := program.host(t.Context(), conf, o, secrets, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.close)
	return h
}

// A process is ready when the database answers and, if it is to read, once it reads. That it is ready then, and no longer
// when Temporal is away, is tried with a Temporal in cmd/dateline-solo.
func TestReady(t *testing.T) {
	for _, c := range []struct {
		name          string
		reads, closed bool
		status        int
	}{
		{name: "it serves only", status: http.StatusOK},
		{name: "it still waits for Temporal", reads: true, status: http.StatusServiceUnavailable},
		{name: "the database is gone", closed: true, status: http.StatusServiceUnavailable},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, http.NotFoundHandler(), "")
			h := newHost(t, s)
			h.reads = c.reads
			if c.closed {
				if err := h.db.Close(); err != nil {
					t.Fatal(err)
				}
			}
			w := httptest.NewRecorder()
			h.answerReady(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/healthz/ready", http.NoBody))
			if w.Code != c.status {
				t.Errorf("answered %d, want %d", w.Code, c.status)
			}
		})
	}
}

// What is served says at both of its listeners that it is ready, and check --served believes it.
func TestCheckServed(t *testing.T) {
	s := newSite(t, http.NotFoundHandler(), "metrics: 127.0.0.1:0\n")
	at := s.serve()
	for _, address := range []string{at.pages, at.metrics} {
		for _, path := range []string{"/healthz/live", "/healthz/ready"} {
			if status, said := call(t, http.MethodGet, address+path, ""); status != http.StatusOK {
				t.Errorf("%s%s answered %d: %s", address, path, status, said)
			}
		}
	}
	for _, c := range []struct {
		served string
		code   int
		says   string
	}{
		{at.pages, exitOK, at.pages + ": serves and is ready"},
		{at.pages + "/nowhere", exitFailed, "is not ready: it answered 404"},
		{"http://127.0.0.1:1", exitFailed, "asking whether the pages are ready"},
		{"http://a host", exitUsage, "--served"},
	} {
		said, code := s.run("check", "--offline", "--served", c.served)
		if code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("check --served %s ended with %d, want %d, and does not say %q:\n%s", c.served, code, c.code, c.says, said)
		}
	}
}
