package connectors

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A Meter counts the requests that are made for one reading, and keeps what the tool said last of how many may follow.
type Meter struct {
	mu       sync.Mutex
	requests int
	quota    feed.Quota
}

// Requests is how many were made.
func (m *Meter) Requests() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.requests
}

// Quota is what the tool said last. It is zero if the tool said nothing.
func (m *Meter) Quota() feed.Quota {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.quota
}

type meterKey struct{}

// Metered returns a context in which every request of a client made by Clients is counted by m.
func Metered(ctx context.Context, m *Meter) context.Context {
	return context.WithValue(ctx, meterKey{}, m)
}

// meterOf is the meter of a request. Where there is none, one that nobody reads.
func meterOf(ctx context.Context) *Meter {
	if m, ok := ctx.Value(meterKey{}).(*Meter); ok {
		return m
	}
	return &Meter{}
}

func (m *Meter) asked() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests++
}

func (m *Meter) answered(h http.Header) {
	q, told := quotaOf(h)
	if !told {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.quota = q
}

// quotaHeaders are the names under which tools tell their quota. GitHub and Jira use the first; Trello the second, where the
// quota is one of ten seconds. Asana and Notion tell none.
var quotaHeaders = []struct{ limit, left, reset string }{
	{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"},
	{"X-Rate-Limit-Api-Token-Max", "X-Rate-Limit-Api-Token-Remaining", ""},
}

// quotaOf reads a quota from an answer, and reports whether it tells one.
func quotaOf(h http.Header) (q feed.Quota, told bool) {
	for _, names := range quotaHeaders {
		limit, err := strconv.Atoi(h.Get(names.limit))
		if err != nil || limit <= 0 {
			continue
		}
		left, err := strconv.Atoi(h.Get(names.left))
		if err != nil || left < 0 {
			continue
		}
		return feed.Quota{Left: left, Limit: limit, Reset: resetOf(h.Get(names.reset))}, true
	}
	return feed.Quota{}, false
}

// resetOf reads when there will be more: seconds since 1970, as GitHub writes them, or a time, as Jira does.
func resetOf(s string) time.Time {
	if seconds, err := strconv.ParseInt(s, 10, 64); err == nil && seconds > 0 && seconds < 1<<40 {
		return time.Unix(seconds, 0).UTC()
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.UTC()
		}
	}
	return time.Time{}
}
