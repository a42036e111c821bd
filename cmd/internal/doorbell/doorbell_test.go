package doorbell_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/datelinehq/dateline/cmd/internal/doorbell"
	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// deaf is a connector without a doorbell.
type deaf struct{}

func (deaf) Fetch(context.Context, feed.Cursor) (feed.Page, error) { return feed.Page{}, nil }

// bell is a connector whose tool signs by saying its secret: the one that is kept, or "open sesame".
type bell struct{ deaf }

func (bell) Ring(r *http.Request, body []byte, kept string) (connectors.Chime, error) {
	switch said := r.Header.Get("X-Said"); {
	case r.Header.Get("X-Agree") != "":
		return connectors.Chime{Keep: r.Header.Get("X-Agree"), Header: http.Header{"X-Agree": {r.Header.Get("X-Agree")}}}, nil
	case said == "boo":
		panic("boo")
	case said == "" || said != kept && said != "open sesame":
		return connectors.Chime{}, errors.New("the signature is of another secret")
	}
	chime := connectors.Chime{Poll: len(body) > 0}
	if part, named := strings.CutPrefix(string(body), "part "); named {
		chime.Part = part
	}
	return chime, nil
}

// A house is a Door on a server, with everything that came of its calls.
type house struct {
	*httptest.Server
	log  bytes.Buffer
	reg  *prometheus.Registry
	ill  error // what the store says
	now  time.Time
	mu   sync.Mutex
	kept map[string]string
	rung []doorbell.Ring
}

func (h *house) Kept(_ context.Context, source string) (string, error) { return h.kept[source], h.ill }

func (h *house) Keep(_ context.Context, source, secret string) (bool, error) {
	if h.kept[source] == "" {
		h.kept[source] = secret
	}
	return h.kept[source] == secret, h.ill
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{reg: prometheus.NewRegistry(), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), kept: map[string]string{}}
	sources := []feed.Source{
		{Name: "api"}, {Name: "org/web", Parent: "org"}, {Name: "asleep", Paused: true}, {Name: "left", Retired: true}, {Name: "deaf"}, {Name: "broken"},
	}
	door := doorbell.New(doorbell.Options{
		Source: func(_ context.Context, name string) (feed.Source, error) {
			i := slices.IndexFunc(sources, func(s feed.Source) bool { return s.Name == name })
			switch {
			case h.ill != nil:
				return feed.Source{}, h.ill
			case i < 0:
				return feed.Source{}, doorbell.ErrUnknown
			}
			return sources[i], nil
		},
		Open: func(s feed.Source) (connectors.Connector, error) {
			switch s.Name {
			case "deaf":
				return deaf{}, nil
			case "broken":
				return nil, errors.New("not in the configuration of this process")
			}
			return bell{}, nil
		},
		Memory: h,
		Rung: func(r doorbell.Ring) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.rung = append(h.rung, r)
		},
		Log: slog.New(slog.NewTextHandler(&h.log, nil)), Now: func() time.Time { return h.now }, Metrics: h.reg,
	})
	h.Server = httptest.NewServer(door)
	t.Cleanup(h.Close)
	return h
}

// call calls a doorbell. said are headers: name, value, name, value.
func (h *house) call(t *testing.T, method, source, body string, said ...string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, h.URL+"/hooks/"+source, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(said); i += 2 {
		req.Header.Set(said[i], said[i+1])
	}
	resp, err := h.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	return resp
}

// counted lists what was counted once: source and result.
func (h *house) counted(t *testing.T) []string {
	t.Helper()
	families, err := h.reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range families {
		for _, m := range f.GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			if f.GetName() == "dateline_doorbell_calls_total" && m.GetCounter().GetValue() == 1 {
				all = append(all, labels["source"]+" "+labels["result"])
			}
		}
	}
	return all
}

func TestCalls(t *testing.T) {
	good := []string{"X-Said", "open sesame"}
	for _, c := range []struct {
		name, method, source, body string
		said                       []string
		status                     int
		rung                       []doorbell.Ring
		metric                     string // source and result
	}{
		{"a genuine call", http.MethodPost, "api", "{}", good, 200, []doorbell.Ring{{Source: "api"}}, "api rung"},
		{"a part's own doorbell", http.MethodPost, "org/web", "{}", good, 200, []doorbell.Ring{{Source: "org/web"}}, "org/web rung"},
		{"a call that names a part", http.MethodPost, "api", "part 7", good, 200, []doorbell.Ring{{Source: "api", Part: "7"}}, "api rung"},
		{"a genuine call about nothing", http.MethodPost, "api", "", good, 200, nil, "api quiet"},
		{"a forged call", http.MethodPost, "api", "{}", []string{"X-Said", "open sesam"}, 401, nil, "api forged"},
		{"an unsigned call", http.MethodPost, "api", "{}", nil, 401, nil, "api forged"},
		{"a call that upsets the connector", http.MethodPost, "api", "{}", []string{"X-Said", "boo"}, 401, nil, "api forged"},
		{"nobody there", http.MethodPost, "nowhere", "{}", good, 404, nil, " unknown"},
		{"a way out", http.MethodPost, "%2e%2e%2fapi", "{}", good, 404, nil, " unknown"},
		{"a tool without doorbells", http.MethodPost, "deaf", "{}", good, 404, nil, "deaf unknown"},
		{"a source this process does not know", http.MethodPost, "broken", "{}", good, 404, nil, "broken unknown"},
		{"a source that is retired", http.MethodPost, "left", "{}", good, 410, nil, "left unknown"},
		{"a source that is paused", http.MethodPost, "asleep", "{}", good, 200, nil, "asleep quiet"},
		{"a tool that looks first", http.MethodHead, "api", "", nil, 200, nil, "api quiet"},
		{"a tool that looks and reads", http.MethodGet, "api", "", nil, 200, nil, "api quiet"},
		{"looking where nobody is", http.MethodHead, "nowhere", "", nil, 404, nil, " unknown"},
		{"another method", http.MethodDelete, "api", "", good, 405, nil, "api refused"},
		{"a body as long as may be", http.MethodPost, "api", strings.Repeat("x", 1<<20), good, 200, []doorbell.Ring{{Source: "api"}}, "api rung"},
		{"a longer one", http.MethodPost, "api", strings.Repeat("x", 1<<20+1), good, 413, nil, "api refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			resp := h.call(t, c.method, c.source, c.body, c.said...)
			if resp.StatusCode != c.status || !slices.Equal(h.rung, c.rung) {
				t.Errorf("answered %d and rang %d times, want %d and %d times", resp.StatusCode, len(h.rung), c.status, len(c.rung))
			}
			if got := h.counted(t); !slices.Equal(got, []string{c.metric}) {
				t.Errorf("counted %q, want %q", got, c.metric)
			}
		})
	}
}

// A tool that makes up the secret is believed once, and answered with what it wants to see.
func TestAgreeing(t *testing.T) {
	h := newHouse(t)
	resp := h.call(t, http.MethodPost, "api", "", "X-Agree", "first secret")
	if resp.StatusCode != http.StatusOK || resp.Header.Get("X-Agree") != "first secret" {
		t.Errorf("agreeing was answered %d with %v", resp.StatusCode, resp.Header)
	}
	if resp := h.call(t, http.MethodPost, "api", "{}", "X-Said", "first secret"); resp.StatusCode != http.StatusOK || len(h.rung) != 1 {
		t.Errorf("a call with the secret agreed on was answered %d", resp.StatusCode)
	}
	if resp := h.call(t, http.MethodPost, "api", "", "X-Agree", "first secret"); resp.StatusCode != http.StatusOK {
		t.Errorf("agreeing on the same again was answered %d", resp.StatusCode)
	}
	resp = h.call(t, http.MethodPost, "api", "", "X-Agree", "second secret")
	if resp.StatusCode != http.StatusUnauthorized || resp.Header.Get("X-Agree") != "" {
		t.Errorf("a second secret was answered %d with %v", resp.StatusCode, resp.Header)
	}
	if h.call(t, http.MethodPost, "api", "{}", "X-Said", "second secret").StatusCode != http.StatusUnauthorized {
		t.Error("the second secret is good")
	}
	if h.call(t, http.MethodPost, "org/web", "{}", "X-Said", "first secret").StatusCode != http.StatusUnauthorized {
		t.Error("the secret of one source opens another")
	}
}

// However often somebody knocks, the log has a line a minute.
func TestForgersDoNotFillTheLog(t *testing.T) {
	h := newHouse(t)
	for range 50 {
		h.call(t, http.MethodPost, "api", "{}")
		h.now = h.now.Add(time.Second)
	}
	for range 50 {
		h.call(t, http.MethodPost, "nowhere", "{}")
	}
	h.now = h.now.Add(time.Minute)
	h.call(t, http.MethodPost, "api", "{}")
	if lines := strings.Count(h.log.String(), "\n"); lines != 2 {
		t.Errorf("the log has %d lines:\n%s", lines, h.log.String())
	}
}

// While the store is away the tool is asked to come again.
func TestTheStoreIsAway(t *testing.T) {
	h := newHouse(t)
	h.ill = errors.New("connection refused")
	for range 10 {
		resp := h.call(t, http.MethodPost, "api", "{}", "X-Said", "open sesame")
		if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" || len(h.rung) > 0 {
			t.Errorf("answered %d, rang %d times", resp.StatusCode, len(h.rung))
		}
	}
	if lines := strings.Count(h.log.String(), "\n"); lines != 1 {
		t.Errorf("the log has %d lines:\n%s", lines, h.log.String())
	}
}

func TestMetricsFollowTheRules(t *testing.T) {
	h := newHouse(t)
	h.call(t, http.MethodPost, "api", "{}")
	if problems, err := testutil.GatherAndLint(h.reg); err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}
