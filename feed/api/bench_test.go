package api_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/api"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// remembered is a log whose events were read once: what is left is what the answer costs beside the store.
type remembered struct {
	api.Log
	entries []feed.Entry
}

func (r *remembered) Events(ctx context.Context, f feed.Filter, before int64, limit int) (_ []feed.Entry, err error) {
	if r.entries == nil {
		r.entries, err = r.Log.Events(ctx, f, before, limit)
	}
	return r.entries, err
}

// BenchmarkEvents answers with a page of 100 events: from SQLite, and without what the store takes; and to who has it.
func BenchmarkEvents(b *testing.B) {
	db := storetest.SQLite(b)
	for _, c := range []struct {
		name, accepts, tag string
		log                api.Log
		status             int
	}{
		{"stored", "identity", "", db, http.StatusOK},
		{"remembered", "identity", "", &remembered{Log: db}, http.StatusOK},
		{"compressed", "gzip", "", &remembered{Log: db}, http.StatusOK},
		{"unchanged", "identity", "*", db, http.StatusNotModified},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := open(b, db, func(o *api.Options) { o.Log, o.Logger = c.log, slog.New(slog.DiscardHandler) })
			if entries, err := db.Events(b.Context(), feed.Filter{}, 0, 1); err != nil || len(entries) == 0 {
				s.fill(40)
			}
			r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/api/v1/events", nil)
			r.Header.Set("Accept-Encoding", c.accepts)
			r.Header.Set("If-None-Match", c.tag)
			size := 0
			b.ReportAllocs()
			for b.Loop() {
				w := httptest.NewRecorder()
				s.handler.ServeHTTP(w, r)
				if w.Code != c.status {
					b.Fatal(w.Code, w.Body)
				}
				size = w.Body.Len()
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}
