package store_test

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// benchEvents is how many events the databases of the benchmarks hold: DATELINE_BENCH_EVENTS, else a million.
func benchEvents(b *testing.B) int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv("DATELINE_BENCH_EVENTS"), "1000000"))
	if err != nil {
		b.Fatal(err)
	}
	return n
}

var benchTime = storetest.CorpusEnd.Add(time.Hour)

var queries = []struct {
	name   string
	filter feed.Filter
	deep   bool
}{
	{name: "first"},
	{name: "deep", deep: true},
	{name: "kind", filter: feed.Filter{Kinds: []feed.Kind{feed.Request}}},
	{name: "kind-rare", filter: feed.Filter{Kinds: []feed.Kind{feed.Decision}}},
	{name: "kind-none", filter: feed.Filter{Kinds: []feed.Kind{feed.Flag}}},
	{name: "kind-rare-deep", filter: feed.Filter{Kinds: []feed.Kind{feed.Decision}}, deep: true},
	{name: "verbs", filter: feed.Filter{Verbs: []feed.Verb{feed.Assigned, feed.Closed}}},
	{name: "tool", filter: feed.Filter{Tools: []string{"jira"}}},
	{name: "source", filter: feed.Filter{Sources: []string{"source-01"}}},
	{name: "source-small-deep", filter: feed.Filter{Sources: []string{"source-39"}}, deep: true},
	{name: "account", filter: feed.Filter{Accounts: []string{"github/person-0"}}},
	{name: "account-1pc", filter: feed.Filter{Accounts: []string{"github/person-20"}}},
	{name: "account-rare", filter: feed.Filter{Accounts: []string{"github/person-700"}}},
	{name: "state-open", filter: feed.Filter{State: feed.StateOpen}},
	{name: "state-open-deep", filter: feed.Filter{State: feed.StateOpen}, deep: true},
	{name: "since", filter: feed.Filter{Since: storetest.CorpusEnd.AddDate(0, 0, -7)}},
	{name: "until", filter: feed.Filter{Until: storetest.CorpusEnd.AddDate(0, -7, 0)}},
	{name: "people", filter: feed.Filter{People: true}},
	{name: "combined", filter: feed.Filter{Kinds: []feed.Kind{feed.Request, feed.Decision}, Tools: []string{"jira"}, Accounts: []string{"jira/person-2", "jira/person-5"}, State: feed.StateOpen, People: true}},
	{name: "without", filter: feed.Filter{Without: feed.Without{Kinds: []feed.Kind{feed.Discussion}, Tools: []string{"github"}}}},
	{name: "without-most", filter: feed.Filter{Without: feed.Without{Tools: []string{"github", "jira"}, Accounts: []string{"trello/person-0"}}}},
	{name: "added-last", filter: feed.Filter{After: 999_000}},
	{name: "flagged", filter: feed.Filter{Flagged: true}},
	{name: "word-common", filter: feed.Filter{Query: "${0}"}},
	{name: "word-frequent", filter: feed.Filter{Query: "${60}"}},
	{name: "word-middling", filter: feed.Filter{Query: "${600}"}},
	{name: "word-middling-deep", filter: feed.Filter{Query: "${600}"}, deep: true},
	{name: "word-rare", filter: feed.Filter{Query: "${20000}"}},
	{name: "word-unknown", filter: feed.Filter{Query: "nowhere"}},
	{name: "two-common", filter: feed.Filter{Query: "${1} ${5}"}},
	{name: "two-middling", filter: feed.Filter{Query: "${300} ${500}"}},
	{name: "phrase", filter: feed.Filter{Query: `"${0} ${2}"`}},
	{name: "excluded", filter: feed.Filter{Query: "${3} -${0}"}},
	{name: "word-in-source", filter: feed.Filter{Query: "${40}", Sources: []string{"source-07"}}},
}

// eachFull runs f on a full database of each kind. They are made anew at every run, which takes minutes, unless
// DATELINE_BENCH_KEEP names a folder: then they are kept, the SQLite file in that folder, the other on the server.
func eachFull(b *testing.B, f func(b *testing.B, db *store.DB)) {
	keep := os.Getenv("DATELINE_BENCH_KEEP")
	b.Run("sqlite", func(b *testing.B) {
		dsn := filepath.Join(keep, "bench.db")
		if keep == "" {
			dsn = storetest.SQLiteDSN(b)
		}
		f(b, full(b, dsn))
	})
	b.Run("postgres", func(b *testing.B) {
		if keep == "" {
			f(b, full(b, storetest.PostgresDSN(b)))
			return
		}
		address, err := url.Parse(os.Getenv("DATELINE_TEST_POSTGRES"))
		if err != nil {
			b.Fatal(err)
		}
		admin, err := sql.Open("pgx", address.String())
		if err != nil {
			b.Fatal(err)
		}
		_, _ = admin.ExecContext(b.Context(), "create database dateline_bench") // it may be there
		_ = admin.Close()
		address.Path = "/dateline_bench"
		f(b, full(b, address.String()))
	})
}

func full(b *testing.B, dsn string) *store.DB {
	b.Helper()
	db := storetest.Open(b, dsn)
	head, err := db.Head(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if head == 0 {
		began := time.Now()
		if err := storetest.Fill(b.Context(), db, benchEvents(b)); err != nil {
			b.Fatal(err)
		}
		b.Logf("filled at %.0f events/s", float64(benchEvents(b))/time.Since(began).Seconds())
	}
	return db
}

func BenchmarkEvents(b *testing.B) {
	words := storetest.NewCorpus(1).Words
	eachFull(b, func(b *testing.B, db *store.DB) {
		for _, q := range queries {
			b.Run(q.name, func(b *testing.B) {
				f := q.filter
				f.Query = os.Expand(f.Query, func(n string) string {
					i, _ := strconv.Atoi(n)
					return words[i]
				})
				before := int64(0)
				if q.deep {
					old := feed.Filter{Until: storetest.CorpusEnd.AddDate(-1, 0, 0)}
					page, err := db.Events(b.Context(), old, 0, 1)
					if err != nil || len(page) == 0 {
						b.Fatal(err)
					}
					before = page[0].Pos
				}
				n := 0
				measure(b, func() error {
					entries, err := db.Events(b.Context(), f, before, 50)
					n = len(entries)
					return err
				})
				b.ReportMetric(float64(n), "entries")
			})
		}
	})
}

// BenchmarkOthers asks what the programs around the feed ask all the time.
func BenchmarkOthers(b *testing.B) {
	eachFull(b, func(b *testing.B, db *store.DB) {
		head, err := db.Head(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		for _, q := range []struct {
			name string
			ask  func(ctx context.Context) error
		}{
			{"no-news", func(ctx context.Context) error {
				_, err := db.EventsAfter(ctx, feed.Filter{Kinds: []feed.Kind{feed.Decision}}, head, 100)
				return err
			}},
			{"news-of-1000", func(ctx context.Context) error {
				_, err := db.EventsAfter(ctx, feed.Filter{Kinds: []feed.Kind{feed.Decision}}, head-1000, 100)
				return err
			}},
			{"nothing-to-follow", func(ctx context.Context) error {
				_, err := db.Follow(ctx, "bench", 100, func(ctx context.Context, tx *store.Tx, entries []feed.Entry) error { return nil })
				return err
			}},
			{"items", func(ctx context.Context) error {
				_, err := db.Items(ctx, feed.Filter{}, "", 50)
				return err
			}},
			{"sources", func(ctx context.Context) error { _, err := db.Sources(ctx); return err }},
			{"stats", func(ctx context.Context) error { _, err := db.Stats(ctx); return err }},
			{"due", func(ctx context.Context) error { _, _, err := db.Due(ctx, "github", benchTime, 100); return err }},
		} {
			if err := db.Advance(b.Context(), "bench", head); err != nil {
				b.Fatal(err)
			}
			b.Run(q.name, func(b *testing.B) { measure(b, func() error { return q.ask(b.Context()) }) })
		}
	})
}

// measure runs f b.N times and reports how long the middling and the slowest calls took.
func measure(b *testing.B, f func() error) {
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.99), "p99-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkIngest reads a history into an empty database, and in the same run puts the same events, page by page in one
// transaction each, into a table without any index.
func BenchmarkIngest(b *testing.B) {
	const n = 50_000
	b.Run("sqlite", func(b *testing.B) {
		for b.Loop() {
			dsn := storetest.SQLiteDSN(b)
			began := time.Now()
			if err := storetest.Fill(b.Context(), storetest.Open(b, dsn), n); err != nil {
				b.Fatal(err)
			}
			ours := time.Since(began)
			raw := rawSQLite(b, dsn, n)
			b.ReportMetric(n/ours.Seconds(), "events/s")
			b.ReportMetric(n/raw.Seconds(), "raw-events/s")
			b.ReportMetric(100*raw.Seconds()/ours.Seconds(), "%-of-raw")
		}
		b.ReportMetric(0, "ns/op")
	})
	b.Run("postgres", func(b *testing.B) {
		for b.Loop() {
			dsn := storetest.PostgresDSN(b)
			db := storetest.Open(b, dsn)
			began := time.Now()
			if err := storetest.Fill(b.Context(), db, n); err != nil {
				b.Fatal(err)
			}
			ours := time.Since(began)
			raw := rawPostgres(b, dsn, n)
			b.ReportMetric(n/ours.Seconds(), "events/s")
			b.ReportMetric(n/raw.Seconds(), "raw-events/s")
			b.ReportMetric(100*raw.Seconds()/ours.Seconds(), "%-of-raw")
		}
		b.ReportMetric(0, "ns/op")
	})
}

const bareColumns = "(pos, seq, source, key, item, verb, kind, at, updated, actor, recipients, body, url)"

// raw is the floor under ingesting: the same events, batched in the same way, and nothing else.
func raw(b *testing.B, db *sql.DB, n int, insert func(tx *sql.Tx, source string, seq int64, events []feed.Event) error) time.Duration {
	_, err := db.ExecContext(b.Context(), `create table bare (pos bigint, seq bigint, source text, key text, item text, verb text,
		kind text, at bigint, updated bigint, actor text, recipients text, body text, url text)`)
	if err != nil {
		b.Fatal(err)
	}
	seq := int64(0)
	began := time.Now()
	err = storetest.NewCorpus(1).Pages(n, func(source string, page feed.Page) error {
		page.Clean()
		tx, err := db.BeginTx(b.Context(), nil)
		if err != nil {
			return err
		}
		if err := insert(tx, source, seq, page.Events); err != nil {
			return err
		}
		seq += int64(len(page.Events))
		return tx.Commit()
	})
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}

func rawSQLite(b *testing.B, dsn string, n int) time.Duration {
	db, err := sql.Open("sqlite", "file:"+dsn+"-bare?_pragma=journal_mode(wal)&_pragma=synchronous(normal)")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	return raw(b, db, n, func(tx *sql.Tx, source string, seq int64, events []feed.Event) error {
		s, err := tx.PrepareContext(b.Context(), "insert into bare "+bareColumns+" values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
		if err != nil {
			return err
		}
		defer func() { _ = s.Close() }()
		for i, e := range events {
			by, to := accounts(e)
			_, err := s.ExecContext(b.Context(), e.At.UnixMilli(), seq+int64(i), source, e.Key, e.Item, e.Verb, e.Kind,
				e.At.UnixMicro(), e.Updated.UnixMicro(), by, to, e.Text, e.URL)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func rawPostgres(b *testing.B, dsn string, n int) time.Duration {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	return raw(b, db, n, func(tx *sql.Tx, source string, seq int64, events []feed.Event) error {
		numbers, strings := make([][]int64, 4), make([][]string, 9)
		for i, e := range events {
			by, to := accounts(e)
			for j, v := range []int64{e.At.UnixMilli(), seq + int64(i), e.At.UnixMicro(), e.Updated.UnixMicro()} {
				numbers[j] = append(numbers[j], v)
			}
			for j, v := range []string{source, e.Key, e.Item, string(e.Verb), string(e.Kind), by, to, e.Text, e.URL} {
				strings[j] = append(strings[j], v)
			}
		}
		_, err := tx.ExecContext(b.Context(), "insert into bare "+bareColumns+` select * from unnest($1::bigint[], $2::bigint[],
			$3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::text[], $11::text[],
			$12::text[], $13::text[])`, numbers[0], numbers[1], strings[0], strings[1], strings[2], strings[3], strings[4],
			numbers[2], numbers[3], strings[5], strings[6], strings[7], strings[8])
		return err
	})
}

func accounts(e feed.Event) (by, to string) {
	b, _ := json.Marshal(e.By)
	t, _ := json.Marshal(e.To)
	return string(b), string(t)
}

// BenchmarkIdle commits pages that bring nothing.
func BenchmarkIdle(b *testing.B) {
	each := func(b *testing.B, db *store.DB) {
		if err := db.Declare(b.Context(), []store.Declaration{{Name: "quiet", Tool: "github"}}, benchTime); err != nil {
			b.Fatal(err)
		}
		measure(b, func() error {
			_, err := db.Commit(b.Context(), store.Commit{Source: "quiet", At: benchTime, Due: benchTime})
			return err
		})
	}
	b.Run("sqlite", func(b *testing.B) { each(b, storetest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { each(b, storetest.Postgres(b)) })
}
