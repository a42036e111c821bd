package cli

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
	"github.com/datelinehq/dateline/feed/web"
)

// Two processes serve one database, on either. A reader that is sent from one to the other is told by both that nothing
// changed, or by both that something did; and its archives have all that was ever stored.
func TestSubscriptionsOfReplicas(t *testing.T) {
	for name, dsn := range map[string]string{"sqlite": storetest.SQLiteDSN(t), "postgres": storetest.PostgresDSN(t)} {
		t.Run(name, func(t *testing.T) {
			db := storetest.Open(t, dsn)
			replicas := []http.Handler{replica(t, db), replica(t, storetest.Open(t, dsn))}
			api := store.Declaration{Name: "api", Tool: "github", Every: time.Minute, Fingerprint: "1"}
			if err := db.Declare(t.Context(), []store.Declaration{api}, spring); err != nil {
				t.Fatal(err)
			}
			told, cursor := 0, feed.Cursor("")
			tell := func(n int) {
				t.Helper()
				page := feed.Page{Next: cursor + "+"}
				for range n {
					told++
					page.Events = append(page.Events, feed.Event{
						Key: fmt.Sprintf("comment/%d", told), Item: "1", Verb: feed.Commented, Text: "Ready?",
						At: spring.Add(-time.Duration(told*7%500) * time.Hour), By: feed.Account{ID: "ana"},
					})
				}
				commit := store.Commit{Source: "api", After: cursor, Page: page, At: spring, Due: spring}
				if _, err := db.Commit(t.Context(), commit); err != nil {
					t.Fatal(err)
				}
				cursor = page.Next
			}
			tag, date := "", ""
			for _, n := range []int{0, 30, 700, 1} {
				if n > 0 {
					tell(n)
				}
				for i, h := range replicas {
					w := subscribe(t, h, "/feed.rss", tag)
					if moved := w.Code == http.StatusOK; moved != (i == 0) || moved == (w.Header().Get("ETag") == tag) ||
						moved == (w.Header().Get("Last-Modified") == date) {
						t.Errorf("of %d events replica %d answers %d, %s of %s after %s of %s", told, i, w.Code,
							w.Header().Get("ETag"), w.Header().Get("Last-Modified"), tag, date)
					}
					tag, date = w.Header().Get("ETag"), w.Header().Get("Last-Modified")
				}
			}
			seen := map[string]bool{}
			for address, i := "/feed.json", 0; address != ""; i++ {
				f, err := gofeed.NewParser().Parse(subscribe(t, replicas[i%2], address, "").Body)
				if err != nil || i > 10 {
					t.Fatalf("document %d: %v", i, err)
				}
				for _, item := range f.Items {
					seen[item.GUID] = true
				}
				_, next, _ := strings.Cut(subscribe(t, replicas[i%2], address, "").Body.String(), `"next_url": "https://dateline.example.com`)
				address, _, _ = strings.Cut(next, `"`)
			}
			if len(seen) != told {
				t.Errorf("%d entries can be read of %d", len(seen), told)
			}
		})
	}
}

// replica makes the pages of a process of its own, with a clock of its own.
func replica(t *testing.T, db *store.DB) http.Handler {
	t.Helper()
	clock, seen := spring, sight{&host{db: db}}
	h, err := web.New(web.Options{
		Log: seen, Items: seen, Sources: seen, Editions: db, Archive: seen, PublicURL: "https://dateline.example.com", Version: "1",
		Asks:   func(context.Context, web.AskFilter, int) ([]feed.AskEntry, error) { return nil, nil },
		Owed:   func(context.Context, []string) (owes, waits []feed.Owed, err error) { return nil, nil, nil },
		People: func(context.Context) (*identity.Directory, error) { return identity.Resolve(identity.Known{}), nil },
		Now:    func() time.Time { clock = clock.Add(10 * time.Second); return clock },
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func subscribe(t *testing.T, h http.Handler, address, tag string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
