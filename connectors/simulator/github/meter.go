package github

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Stats counts requests to the API.
type Stats struct {
	// Requests is all of them, NotModified those answered 304, Charged those that cost quota.
	Requests, NotModified, Charged int
}

// Stats returns the counts since the face was made.
func (f *Face) Stats() Stats {
	f.meter.mu.Lock()
	defer f.meter.mu.Unlock()
	return f.meter.stats
}

// A meter counts requests and keeps the quota of an hour.
type meter struct {
	mu    sync.Mutex
	quota int
	used  int
	reset time.Time
	stats Stats
}

func (m *meter) count() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stats.Requests++
}

// allow reports whether the quota allows one more request at now, and tells how it stands.
func (m *meter) allow(now time.Time, h http.Header) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.renew(now)
	m.tell(h)
	return m.used < m.quota
}

func (m *meter) renew(now time.Time) {
	if !now.Before(m.reset) {
		m.used, m.reset = 0, now.Add(time.Hour).Truncate(time.Second)
	}
}

// charge takes one request off the quota and tells how it stands.
func (m *meter) charge(h http.Header) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.used++
	m.stats.Charged++
	m.tell(h)
}

// spare tells how the quota stands after an answer that cost nothing.
func (m *meter) spare(h http.Header) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stats.NotModified++
	m.tell(h)
}

func (m *meter) tell(h http.Header) {
	h.Set("X-RateLimit-Limit", strconv.Itoa(m.quota))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(m.quota-m.used, 0)))
	h.Set("X-RateLimit-Used", strconv.Itoa(m.used))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(m.reset.Unix(), 10))
	h.Set("X-RateLimit-Resource", "core")
}

// rateLimit answers /rate_limit, which costs nothing.
func (f *Face) rateLimit() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.meter.count()
		if err := f.admit(r); err != nil {
			refuse(w, err)
			return
		}
		m := &f.meter
		m.mu.Lock()
		defer m.mu.Unlock()
		m.renew(f.options.Clock())
		m.tell(w.Header())
		core := map[string]any{
			"limit": m.quota, "used": m.used, "remaining": max(m.quota-m.used, 0), "reset": m.reset.Unix(), "resource": "core",
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(map[string]any{"resources": map[string]any{"core": core}, "rate": core})
	})
}

// installationToken hands a token to whoever comes as an app. The signature of the app is not checked.
func (f *Face) installationToken(w http.ResponseWriter, r *http.Request) {
	f.meter.count()
	if err := f.admit(r); err != nil {
		refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"token":                fmt.Sprintf("ghs_%x", sha256.Sum256([]byte(r.PathValue("id"))))[:40],
		"expires_at":           f.options.Clock().Add(time.Hour).UTC().Format(time.RFC3339),
		"permissions":          map[string]string{"issues": "read", "pull_requests": "read", "contents": "read", "metadata": "read"},
		"repository_selection": "all",
	})
}
