package respond_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/respond"
)

func TestSend(t *testing.T) {
	long := strings.Repeat("what happened, ", 200)
	for name, c := range map[string]struct {
		method, accepts, body string
		small                 bool
	}{
		"compressed":     {http.MethodGet, "br, gzip;q=0.8", long, true},
		"as it is":       {http.MethodGet, "gzip;q=0, br", long, false},
		"not worth it":   {http.MethodGet, "gzip", "short", false},
		"only the head":  {http.MethodHead, "gzip", long, true},
		"nothing to say": {http.MethodGet, "", "", false},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, "/", nil)
		r.Header.Set("Accept-Encoding", c.accepts)
		w := httptest.NewRecorder()
		respond.Send(w, r, http.StatusTeapot, "text/plain", []byte(c.body))
		got := w.Body.Bytes()
		if (w.Header().Get("Content-Encoding") == "gzip") != c.small || w.Code != http.StatusTeapot ||
			w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: %d %v", name, w.Code, w.Header())
		}
		if c.method == http.MethodHead {
			if len(got) != 0 || w.Header().Get("Content-Length") == "" {
				t.Errorf("%s: %d bytes, %v", name, len(got), w.Header())
			}
			continue
		}
		if c.small {
			z, err := gzip.NewReader(bytes.NewReader(got))
			if err != nil {
				t.Fatal(err)
			}
			if got, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		if string(got) != c.body {
			t.Errorf("%s: %d bytes arrive of %d", name, len(got), len(c.body))
		}
	}
}

func TestUnchanged(t *testing.T) {
	at := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		header, value string
		modified      time.Time
		want          bool
	}{
		"the tag":               {"If-None-Match", `"a"`, at, true},
		"one of the tags":       {"If-None-Match", `"b", W/"a"`, at, true},
		"any":                   {"If-None-Match", "*", at, true},
		"another":               {"If-None-Match", `"b"`, at, false},
		"the date":              {"If-Modified-Since", "Mon, 02 Mar 2026 09:00:00 GMT", at, true},
		"an earlier date":       {"If-Modified-Since", "Mon, 02 Mar 2026 08:59:59 GMT", at, false},
		"where no date is told": {"If-Modified-Since", "Mon, 02 Mar 2026 09:00:00 GMT", time.Time{}, false},
		"nothing":               {"Accept", "*/*", at, false},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.Header.Set(c.header, c.value)
		if got := respond.Unchanged(r, `W/"a"`, c.modified); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// A panic is answered, and the log names the route, the request, and never what was looked for.
func TestObserved(t *testing.T) {
	var log bytes.Buffer
	mux := http.NewServeMux()
	mux.HandleFunc("GET /quiet", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /loud", func(http.ResponseWriter, *http.Request) { panic("the disk is on fire") })
	id := ""
	var measured []string
	h := respond.Observer{
		Measure: func(route string, status int, took time.Duration) {
			measured = append(measured, fmt.Sprint(route, " ", status, " ", took))
		},
		Now: func() time.Time { return time.Time{} }, Logger: slog.New(slog.NewTextHandler(&log, nil)),
		Quiet: func(r *http.Request) bool { return r.URL.Path == "/quiet" },
		Fail: func(w http.ResponseWriter, r *http.Request, err error) {
			id = respond.RequestID(r.Context())
			respond.Send(w, r, http.StatusInternalServerError, "text/plain", []byte(err.Error()))
		},
	}.Observed(mux)
	for _, path := range []string{"/quiet?q=salary", "/loud?q=salary"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	}
	want := `msg=request method=GET route="GET /loud" status=500 duration=0s bytes=39 request=` + id + "\n"
	if id == "" || !strings.HasSuffix(log.String(), want) || strings.Contains(log.String(), "salary") ||
		strings.Contains(log.String(), "quiet") {
		t.Errorf("the log says\n%swant\n%s", &log, want)
	}
	if want := []string{"GET /quiet 200 0s", "GET /loud 500 0s"}; !slices.Equal(measured, want) {
		t.Errorf("measured are %q, want %q", measured, want)
	}
}
