package main_test

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
	"github.com/datelinehq/dateline/workflows/engine"
)

// benchedEvents is how long the log is in which memory is measured.
const benchedEvents = 1_000_000

// BenchmarkMemory measures how much memory a worker and a server take at most with a million events, on SQLite and on
// PostgreSQL: while a tool is read for the first time, everything is judged by an agreement that is new, and all pages are
// looked at. On SQLite the database is a copy of that of the store's benchmarks where DATELINE_BENCH_KEEP names a folder.
func BenchmarkMemory(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { measureMemory(b, keptDatabase(b)) })
	b.Run("postgres", func(b *testing.B) { measureMemory(b, storetest.PostgresDSN(b)) })
}

// keptDatabase is a copy of what the benchmarks of the store have kept, or a new file.
func keptDatabase(b *testing.B) string {
	b.Helper()
	dsn := storetest.SQLiteDSN(b)
	keep := os.Getenv("DATELINE_BENCH_KEEP")
	if keep == "" {
		return dsn
	}
	from, err := os.Open(filepath.Join(keep, "bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	to, err := os.Create(dsn)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		b.Fatal(err)
	}
	if err := to.Close(); err != nil {
		b.Fatal(err)
	}
	return dsn
}

func measureMemory(b *testing.B, dsn string) {
	db := storetest.Open(b, dsn)
	if head, err := db.Head(b.Context()); err != nil {
		b.Fatal(err)
	} else if head == 0 {
		if err := storetest.Fill(b.Context(), db, benchedEvents); err != nil {
			b.Fatal(err)
		}
	}
	temporal, address := newTemporal(b)
	temporal.start()
	tool := serveTool(b)
	data, database := filepath.Dir(dsn), ""
	if db.Dialect() == "postgres" {
		data, database = b.TempDir(), fmt.Sprintf("database: %q\n", dsn)
	}
	config := filepath.Join(b.TempDir(), "dateline.yaml")
	text := database + fmt.Sprintf(benched, simulator.Organization, tool.url)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	program := buildProgram(b, "../dateline")
	role := func(args ...string) *process {
		return newProcess(b, args[0], func() *exec.Cmd {
			cmd := exec.CommandContext(context.Background(), program, append([]string{"--config", config, "--data", data}, args...)...)
			cmd.Env = append(os.Environ(), "TEMPORAL_ADDRESS="+address, "TEMPORAL_NAMESPACE="+engine.Namespace)
			return cmd
		})
	}
	work, serve := role("work"), role("serve", "--listen", "127.0.0.1:0")
	work.ready = func() bool { return work.says(`msg=(reading)`) != "" }
	serve.ready = func() bool { return serve.says(`what="the feed" address=(\S+)`) != "" }
	held := func() float64 {
		workMB, serveMB := work.memory(b, "RssAnon"), serve.memory(b, "RssAnon")
		b.Logf("work %.0f MB, serve %.0f MB", workMB, serveMB)
		return workMB + serveMB
	}
	var most, after float64
	for b.Loop() {
		for _, p := range []*process{work, serve} {
			p.kill()
			p.start()
		}
		at := serve.says(`what="the feed" address=(\S+)`)
		judged := false
		for round := 0; round < 3 || !judged; round++ {
			for _, page := range benchedPages() {
				opens(b, at+page)
				most = max(most, held())
			}
			judged = caughtUp(b, db)
		}
		after = held()
	}
	b.ReportMetric(most, "most-MB")
	b.ReportMetric(after, "after-MB")
	b.ReportMetric(work.peak(b)+serve.peak(b), "with-files-MB")
}

// caughtUp reports whether everything was judged.
func caughtUp(b *testing.B, db *store.DB) bool {
	b.Helper()
	bookmarks, err := db.Bookmarks(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	head, err := db.Head(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return slices.ContainsFunc(bookmarks, func(m store.Bookmark) bool { return m.Follower == store.Judge && m.Seq >= head })
}

// benchedPages are the pages that are looked at.
func benchedPages() []string {
	words := storetest.NewCorpus(1).Words
	old := storetest.CorpusEnd.AddDate(-1, 0, 0).Format(time.DateOnly)
	return []string{
		"/", "/?until=" + old, "/?kind=decision", "/?kind=-discussion&tool=-github", "/?person=Ana", "/?team=core",
		"/?q=" + url.QueryEscape(words[600]), "/asks", "/asks?person=Ana", "/decisions", "/people", "/sources", "/reports", "/protocol",
		"/items/source-00/0", "/feed.atom?kind=decision", "/api/v1/events?kind=decision&limit=1000", "/api/v1/asks?limit=1000",
	}
}

// benched is the configuration under which memory is measured.
const benched = `metrics: 127.0.0.1:0
sources:
  - {name: team, every: 5s, github: {org: %s, token: any-token, url: %q}}
people:
  - {name: Ana, accounts: {github: person-2, jira: person-2, trello: person-2}}
  - {name: Ben, accounts: {github: person-5, jira: person-5, trello: person-5}}
teams: {core: [Ana, Ben]}
windows:
  - {name: normal, within: 24h}
`
