package github_test

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors"
)

func TestRefusals(t *testing.T) {
	const date = "Tue, 03 Mar 2026 12:00:00 GMT" // 1772539200
	headers := func(pairs ...string) http.Header {
		h := http.Header{"Date": {date}}
		for i := 0; i < len(pairs); i += 2 {
			h.Set(pairs[i], pairs[i+1])
		}
		return h
	}
	for _, c := range []struct {
		name   string
		status int
		header http.Header
		body   string
		auth   bool
		wait   time.Duration
		says   string
	}{
		{"bad token", 401, headers(), `{"message":"Bad credentials"}`, true, 0, "401 Unauthorized: Bad credentials"},
		{"hourly limit", 403, headers("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1772539500"), `{"message":"API rate limit exceeded"}`, false, 301 * time.Second, "rate limit"},
		{"hourly limit that is over", 403, headers("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1772539100"), `{"message":"API rate limit exceeded"}`, false, time.Second, ""},
		{"hourly limit of another planet", 403, headers("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "9999999999"), `{}`, false, 65 * time.Minute, ""},
		{"hourly limit without a clock", 429, http.Header{"Date": nil, "X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {"1772539500"}}, `{}`, false, time.Minute, ""},
		{"secondary limit", 403, headers("Retry-After", "17", "X-RateLimit-Remaining", "4000"), `{"message":"You have exceeded a secondary rate limit"}`, false, 17 * time.Second, "secondary"},
		{"secondary limit by its words", 403, headers(), `{"message":"You have exceeded a secondary rate limit","documentation_url":"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"}`, false, time.Minute, ""},
		{"too many", 429, headers(), `<html>slow down</html>`, false, time.Minute, "429"},
		{"an eternity", 429, headers("Retry-After", "99999999999"), `{}`, false, 65 * time.Minute, ""},
		{"permission of an app", 403, headers("X-Accepted-GitHub-Permissions", "issues=read"), `{"message":"Resource not accessible by integration"}`, true, 0, "grant the permission issues=read"},
		{"scope of a token", 403, headers("X-Accepted-OAuth-Scopes", "repo"), `{"message":"Must have admin rights"}`, true, 0, "grant one of the scopes repo"},
		{"hidden", 404, headers(), `{"message":"Not Found"}`, true, 0, "there is no repository acme/api, or these credentials may not see it"},
		{"blocked", 451, headers(), `{"message":"Repository access blocked"}`, true, 0, "blocked the repository acme/api for legal reasons"},
		{"broken", 502, headers(), `<html>unicorn</html>`, false, 0, "502 Bad Gateway"},
		{"queued", 202, headers(), `{}`, false, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				maps.Copy(w.Header(), c.header)
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			}))
			defer server.Close()
			connector := open(t, server.URL, server.Client())
			for try := range 2 { // the second time it must ask again, not remember
				_, err := connector.Fetch(t.Context(), "")
				wait := (*connectors.Wait)(nil)
				if err == nil || errors.Is(err, connectors.ErrAuth) != c.auth || errors.As(err, &wait) != (c.wait > 0) || !strings.Contains(err.Error(), c.says) {
					t.Fatalf("try %d: %v", try+1, err)
				}
				if wait != nil && wait.For != c.wait {
					t.Errorf("try %d: asks to wait %s, want %s", try+1, wait.For, c.wait)
				}
			}
		})
	}
}

// A repository with its issues switched off, and without a commit, is read for what it has. What it lacks is asked for
// again in its turn.
func TestAbsentLists(t *testing.T) {
	w := newWorld()
	pull := w.open(true)
	w.at(w.clock + 3600)
	var gone, asked int
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		asked++
		switch {
		case strings.HasSuffix(r.URL.Path, "/issues"):
			gone++
			http.Error(rw, `{"message":"Issues are disabled for this repo"}`, http.StatusGone)
		case strings.HasSuffix(r.URL.Path, "/commits"):
			http.Error(rw, `{"message":"Git Repository is empty."}`, http.StatusConflict)
		default:
			w.hub.ServeHTTP(rw, r)
		}
	}))
	defer server.Close()
	r := newReader(open(t, server.URL, server.Client()))
	r.settle(t)
	if _, arrived := r.got["issue/1"]; !arrived || gone != 1 {
		t.Errorf("%d events arrived; the issues were asked for %d times", len(r.got), gone)
	}
	asked = 0
	for range 18 { // every other list has its turn once
		r.fetch(t)
	}
	if gone != 2 || asked != 20 { // the two that are absent take a second request, to see that the repository is not
		t.Errorf("in 18 idle polls %d requests, %d of them for the issues", asked, gone-1)
	}
	w.review(pull)
	w.at(w.clock + 600)
	for range 3 {
		r.settle(t)
	}
	if len(r.got) != len(w.truth) {
		t.Errorf("%d events arrived of %d", len(r.got), len(w.truth))
	}
}

// A renamed repository is followed to where it is now; its items keep their ids and get their new names.
func TestRenamed(t *testing.T) {
	w := newWorld()
	w.open(false)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if rest, old := strings.CutPrefix(r.URL.Path, "/repos/acme/before"); old {
			http.Redirect(rw, r, "/repositories/1"+rest+"?"+r.URL.RawQuery, http.StatusMovedPermanently)
			return
		}
		if r.Header.Get("Authorization") != "Bearer t" {
			t.Errorf("asked %s with %q", r.URL, r.Header.Get("Authorization"))
		}
		r.URL.Path = strings.Replace(r.URL.Path, "/repositories/1", "/repos/acme/api", 1)
		w.hub.ServeHTTP(rw, r)
	}))
	defer server.Close()
	c := settings{Repo: "acme/before", URL: server.URL, Token: "t"}
	connector, err := c.Open(connectors.Env{HTTP: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(connector)
	if p := r.fetch(t); len(p.Items) != 1 || p.Items[0].ID != "1" || p.Items[0].Key != "acme/api#1" {
		t.Errorf("arrived: %+v", p.Items)
	}
}

// GitHub asks some clients for patience with every answer.
func TestPollInterval(t *testing.T) {
	w := newWorld()
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("X-Poll-Interval", "90")
		w.hub.ServeHTTP(rw, r)
	}))
	defer server.Close()
	r := newReader(open(t, server.URL, server.Client()))
	if p := r.fetch(t); p.Wait != 90*time.Second {
		t.Errorf("waits %s", p.Wait)
	}
}
