package cli

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// BenchmarkPages measures how long the server needs for pages and answers, at DATELINE_BENCH_EVENTS events, else a million: the
// median and the 99th percentile. SQLite's database is that of the benchmarks of the store where DATELINE_BENCH_KEEP names a
// folder, and PostgreSQL's that of DATELINE_BENCH_POSTGRES if that is set.
func BenchmarkPages(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		folder := cmp.Or(os.Getenv("DATELINE_BENCH_KEEP"), b.TempDir())
		benchPages(b, filepath.Join(folder, "bench.db"))
	})
	b.Run("postgres", func(b *testing.B) {
		dsn := os.Getenv("DATELINE_BENCH_POSTGRES")
		if dsn == "" {
			dsn = storetest.PostgresDSN(b)
		}
		benchPages(b, dsn)
	})
}

func benchPages(b *testing.B, dsn string) {
	n, err := strconv.Atoi(cmp.Or(os.Getenv("DATELINE_BENCH_EVENTS"), "1000000"))
	if err != nil {
		b.Fatal(err)
	}
	conf, err := config.Parse("dateline.yaml", []byte(benched), tools, &connectors.Secrets{}, os.LookupEnv)
	if err != nil {
		b.Fatal(err)
	}
	conf.Database = connectors.Secret(dsn)
	h, err := Program{Name: "dateline"}.host(b.Context(), conf, &options{data: b.TempDir()}, &connectors.Secrets{}, io.Discard)
	if err != nil {
		b.Fatal(err)
	}
	defer h.close()
	h.now = func() time.Time { return storetest.CorpusEnd.Add(2 * time.Hour) }
	head, err := h.db.Head(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if head == 0 {
		if err := storetest.Fill(b.Context(), h.db, n); err != nil {
			b.Fatal(err)
		}
		if head, err = h.db.Head(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	for more := true; more; { // as the program does every day
		if more, err = h.db.Merge(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	served, err := h.house(b.Context(), "https://dateline.example.com", nil)
	if err != nil {
		b.Fatal(err)
	}
	guarded, err := h.guarded(b.Context(), served, "https://dateline.example.com")
	if err != nil {
		b.Fatal(err)
	}
	if os.Getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(serving.garbage))
	}
	words := storetest.NewCorpus(1).Words
	old := storetest.CorpusEnd.AddDate(-1, 0, 0)
	for name, address := range map[string]string{
		"feed": "/", "feed of a year ago": "/?until=" + old.Format(time.DateOnly), "kind": "/?kind=decision", "without": "/?kind=-discussion&tool=-github",
		"person": "/?person=Ana", "team": "/?team=core", "search": "/?q=" + words[600], "search for two": "/?q=" + words[300] + "+" + words[500],
		"view": "/?view=Overdue", "unread": "/?is=unread", "asks": "/asks", "asks of a person": "/asks?person=Ana", "decisions": "/decisions",
		"people": "/people", "reports": "/reports", "sources": "/sources", "views": "/views", "protocol": "/protocol",
		"item": "/items/source-00/0", "atom": "/feed.atom?kind=decision", "API": "/api/v1/events?kind=decision&limit=50", "API of asks": "/api/v1/asks?limit=50",
	} {
		b.Run(url.PathEscape(name), func(b *testing.B) { percentiles(b, guarded, address, "", http.StatusOK) })
	}
	b.Run("atom%20unchanged", func(b *testing.B) { percentiles(b, guarded, "/feed.atom?kind=decision", "", http.StatusNotModified) })
	for name, address := range map[string]string{"feed": "/", "person": "/?person=Ana", "team": "/?team=core"} {
		for since, many := range map[string]int64{"yesterday": 2_000, "last week": 14_000} {
			b.Run(url.PathEscape(name+" since "+since), func(b *testing.B) {
				read := url.Values{"view": {address}, "seq": {strconv.FormatInt(head-many, 10)}}
				percentiles(b, guarded, address, read.Encode(), http.StatusOK)
			})
		}
	}
}

// benched is the configuration under which pages are measured.
const benched = `
people:
  - {name: Ana, accounts: {github: person-2, jira: person-2, trello: person-2}}
  - {name: Ben, accounts: {github: person-5, jira: person-5, trello: person-5}}
teams: {core: [Ana, Ben]}
views:
  - {name: Decided, filter: "kind:decision"}
  - {name: Overdue, filter: "is:flagged"}
  - {name: Core, filter: "team:core -kind:progress"}
windows:
  - {name: normal, within: 24h}
`

// percentiles asks for a page again and again, after the same reader said how far they have read it, if they did. Whoever wants to
// hear that it is not modified has it already.
func percentiles(b *testing.B, h http.Handler, address, read string, status int) {
	b.Helper()
	var took []time.Duration
	cookie, body, page := "reader="+strings.Repeat("benched.", 3), new(bytes.Buffer), false
	if read != "" {
		cookie += "returned"
		r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/read", strings.NewReader(read))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Cookie", cookie)
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != http.StatusSeeOther {
			b.Fatalf("%s: %d %s", read, w.Code, w.Body)
		}
	}
	tag := ""
	if status == http.StatusNotModified {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(b.Context(), http.MethodGet, address, nil))
		tag = w.Header().Get("ETag")
	}
	for b.Loop() {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, address, nil)
		if tag != "" {
			r.Header.Set("If-None-Match", tag)
		}
		r.Header.Set("Accept", "text/html")
		r.Header.Set("Cookie", cookie)
		w := httptest.NewRecorder()
		body.Reset()
		w.Body = body
		began := time.Now()
		h.ServeHTTP(w, r)
		took = append(took, time.Since(began))
		if w.Code != status {
			b.Fatalf("%s: %d %s", address, w.Code, w.Body)
		}
		page = strings.HasPrefix(w.Header().Get("Content-Type"), "text/html")
		for _, c := range w.Result().Cookies() {
			cookie = fmt.Sprintf("%s=%s", c.Name, c.Value)
		}
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1))]) / float64(time.Millisecond)
	}
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.99), "p99-ms")
	b.ReportMetric(float64(body.Len())/1000, "kB")
	if most := 60_000; page && body.Len() > most {
		b.Errorf("%s: %d bytes, want at most %d", address, body.Len(), most)
	}
}
