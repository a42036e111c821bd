package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkFeed makes a page of 50 events with four who wait.
func BenchmarkFeed(b *testing.B) {
	m := week(b)
	for n := len(m.entries); len(m.entries) < pageSize+1; {
		m.add(m.entries[len(m.entries)-n])
	}
	benchmark(b, newPages(b, optionsFor(m)), "/", http.StatusOK)
}

// BenchmarkSubscription makes a subscription of 100 events, in each format.
func BenchmarkSubscription(b *testing.B) {
	m := week(b)
	for n := len(m.entries); len(m.entries) < subscribed; {
		m.add(m.entries[len(m.entries)-n])
	}
	h := newPages(b, optionsFor(m))
	for _, in := range formats {
		b.Run(in.name, func(b *testing.B) { benchmark(b, h, in.path, http.StatusOK) })
	}
}

// BenchmarkUnchanged answers a feed reader that has everything already.
func BenchmarkUnchanged(b *testing.B) {
	h := newPages(b, optionsFor(week(b)))
	tag := get(b, h, "/feed.atom?kind=flag").Header().Get("ETag")
	benchmark(b, h, "/feed.atom?kind=flag", http.StatusNotModified, "If-None-Match", tag)
}

func benchmark(b *testing.B, h http.Handler, address string, status int, headers ...string) {
	b.Helper()
	r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, address, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	size := 0
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != status {
			b.Fatal(w.Code)
		}
		size = w.Body.Len()
	}
	b.ReportMetric(float64(size), "bytes")
}
