package connectors_test

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/datelinehq/dateline/connectors"
)

func get(t *testing.T, client *http.Client, url string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	return string(text), err
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// The cap is on what comes out of decompression, or 40 kB on the wire could fill the memory.
func TestBodiesAreCapped(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.CopyN(z, zeros{}, connectors.MaxBody+1)
		_ = z.Close()
	})
	text, err := get(t, connectors.NewClients(prometheus.NewRegistry(), "test", &connectors.Secrets{}).For("github", "t"), url)
	if !errors.Is(err, connectors.ErrTooLarge) || len(text) > connectors.MaxBody {
		t.Errorf("read %d bytes, %v; want %v after %d", len(text), err, connectors.ErrTooLarge, connectors.MaxBody)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// A redirect to another host would take the credentials along.
func TestRedirectsStayOnTheHost(t *testing.T) {
	var strayed atomic.Bool
	elsewhere := serve(t, func(http.ResponseWriter, *http.Request) { strayed.Store(true) })
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, elsewhere, http.StatusMovedPermanently)
		case "/moved":
			http.Redirect(w, r, "/here", http.StatusMovedPermanently)
		default:
			_, _ = io.WriteString(w, "here")
		}
	})
	client := connectors.NewClients(prometheus.NewRegistry(), "test", &connectors.Secrets{}).For("github", "t")
	if text, err := get(t, client, url+"/moved"); err != nil || text != "here" {
		t.Errorf("followed to %q, %v", text, err)
	}
	if _, err := get(t, client, url+"/away"); err == nil || strayed.Load() {
		t.Errorf("was led away: %v", err)
	}
}

func TestRequestsAreCountedAndMeasured(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.UserAgent() != "dateline/test" {
			t.Errorf("introduced itself as %q", r.UserAgent())
		}
		w.WriteHeader(http.StatusTeapot)
	})
	reg := prometheus.NewRegistry()
	client := connectors.NewClients(reg, "dateline/test", &connectors.Secrets{}).For("github", "t")
	var n connectors.Meter
	req, err := http.NewRequestWithContext(connectors.Metered(t.Context(), &n), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if n.Requests() != 1 {
		t.Errorf("counted %d requests", n.Requests())
	}
	want := `
# HELP dateline_connector_requests_total Requests made to the tools, by tool and HTTP status; status error is a request that was not answered.
# TYPE dateline_connector_requests_total counter
dateline_connector_requests_total{status="418",tool="github"} 1
`
	if err := testutil.GatherAndCompare(reg, strings.NewReader(want), "dateline_connector_requests_total"); err != nil {
		t.Error(err)
	}
	if problems, err := testutil.GatherAndLint(reg); err != nil || len(problems) > 0 {
		t.Errorf("the metrics do not follow the naming rules: %v, %v", problems, err)
	}
}

func TestSourcesShareTheLimitsOfTheirCredential(t *testing.T) {
	clients := connectors.NewClients(prometheus.NewRegistry(), "test", &connectors.Secrets{})
	one := clients.For("github", "one")
	if again := clients.For("github", "one"); again != one {
		t.Error("one credential has two clients")
	}
	if clients.For("github", "two") == one || clients.For("jira", "one") == one {
		t.Error("two credentials share a client")
	}
}
