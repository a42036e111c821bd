package github_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	gh "github.com/google/go-github/v75/github"

	"github.com/datelinehq/dateline/connectors/simulator/github"
)

// The ETag of an answer changes exactly when its body does, and an unchanged answer costs nothing.
func TestConditionalRequests(t *testing.T) {
	s := play(t, github.Options{})
	paths := []string{
		"/repos/moorline/api/issues?state=all&sort=updated&direction=asc&per_page=100&page=2", "/repos/moorline/web/issues/events?per_page=100",
		"/repos/moorline/web/pulls?state=all&sort=updated&direction=desc", "/repos/moorline/api/releases", "/orgs/moorline/repos",
		"/repos/moorline/api/commits?path=docs/decisions", "/repos/moorline/api/issues/comments?since=2026-11-20T00:00:00Z", "/user",
	}
	etags, bodies := map[string]string{}, map[string][]byte{}
	changed := 0
	for range 60 {
		for _, path := range paths {
			before := s.face.Stats()
			got := s.get(t, path, "If-None-Match", etags[path])
			after := s.face.Stats()
			switch {
			case got.status == http.StatusNotModified:
				if len(got.body) > 0 || after.Charged != before.Charged || got.header.Get("ETag") != etags[path] {
					t.Errorf("%s: a 304 has a body, a price or another ETag", path)
				}
			case got.header.Get("ETag") == etags[path] || bytes.Equal(got.body, bodies[path]):
				t.Errorf("%s: the ETag went from %s to %s, and the body is the same: %t",
					path, etags[path], got.header.Get("ETag"), bytes.Equal(got.body, bodies[path]))
			case after.Charged != before.Charged+1:
				t.Errorf("%s: an answer was not counted", path)
			default:
				changed++
			}
			etags[path] = got.header.Get("ETag")
			if len(got.body) > 0 {
				bodies[path] = got.body
			}
		}
		s.world.Advance(s.world.Now().Add(3 * time.Hour))
	}
	if changed < 3*len(paths) {
		t.Errorf("only %d answers changed in a week", changed)
	}
	got := s.get(t, "/repos/moorline/api/issues")
	if got := s.get(t, "/repos/moorline/api/issues", "If-Modified-Since", got.header.Get("Last-Modified")); got.status != http.StatusNotModified {
		t.Errorf("If-Modified-Since with Last-Modified is answered %d", got.status)
	}
}

func TestErrors(t *testing.T) {
	s := play(t, github.Options{Refused: []string{"stolen"}})
	for _, c := range []struct {
		path, authorization string
		status              int
		message             string
	}{
		{"/user", "", 401, "Requires authentication"},
		{"/user", "Bearer stolen", 401, "Bad credentials"},
		{"/user", "token anything", 200, ""},
		{"/repos/moorline/boats", "token x", 404, "Not Found"},
		{"/repos/somebody/api/issues", "token x", 404, "Not Found"},
		{"/repos/Moorline/API/issues", "token x", 200, ""},
		{"/repos/moorline/api/issues/1", "token x", 404, "Not Found"},
		{"/repos/moorline/api/issues/first", "token x", 404, "Not Found"},
		{"/repos/moorline/api/commits/0123456789", "token x", 422, "No commit found for SHA: 0123456789"},
		{"/repos/moorline/api/contents/nowhere", "token x", 404, "Not Found"},
		{"/nothing/at/all", "token x", 404, "Not Found"},
		{"/repositories/1/issues", "token x", 404, "Not Found"},
		{"/repositories/704118203/issues?per_page=1", "token x", 200, ""},
		{"/repos/moorline/server/issues?per_page=1", "token x", 200, ""},
	} {
		got := s.get(t, c.path, "Authorization", c.authorization)
		var e struct{ Message, Status string }
		if got.status != http.StatusOK {
			if err := json.Unmarshal(got.body, &e); err != nil {
				t.Errorf("%s: %v in %s", c.path, err, got.body)
			}
			if e.Status != strconv.Itoa(c.status) {
				t.Errorf("%s: the body says %q", c.path, e.Status)
			}
		}
		if got.status != c.status || e.Message != c.message {
			t.Errorf("%s with %q: %d %q, want %d %q", c.path, c.authorization, got.status, e.Message, c.status, c.message)
		}
	}
}

// A repository that was renamed is found under its old name, by way of its number.
func TestRenamedRepository(t *testing.T) {
	s := play(t, github.Options{})
	repo, resp, err := s.client.Repositories.Get(t.Context(), "moorline", "server")
	if err != nil || repo.GetFullName() != "moorline/api" || !strings.HasSuffix(resp.Request.URL.Path, "/repositories/704118203") {
		t.Errorf("moorline/server is %s at %s: %v", repo.GetFullName(), resp.Request.URL, err)
	}
	issues, _, err := s.client.Issues.ListByRepo(t.Context(), "moorline", "server", &gh.IssueListByRepoOptions{State: "all"})
	if err != nil || len(issues) != 30 {
		t.Errorf("it has %d issues on its first page: %v", len(issues), err)
	}
}

// The quota ends with the hour of the clock that was given.
func TestQuota(t *testing.T) {
	var mu sync.Mutex
	now := tuesday
	clock := func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return now
	}
	s := play(t, github.Options{Quota: 3, Clock: clock})
	for range 3 {
		if _, _, err := s.client.Repositories.Get(t.Context(), "moorline", "api"); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := s.client.Repositories.Get(t.Context(), "moorline", "api")
	var limit *gh.RateLimitError
	if !errors.As(err, &limit) || limit.Rate.Limit != 3 || limit.Rate.Remaining != 0 || !limit.Rate.Reset.Equal(gh.Timestamp{Time: tuesday.Add(time.Hour)}) {
		t.Fatalf("the fourth request of three gave %v", err)
	}
	got := s.get(t, "/rate_limit")
	if date, err := http.ParseTime(got.header.Get("Date")); err != nil || got.status != http.StatusOK {
		t.Errorf("/rate_limit is answered %d at %s", got.status, date)
	}
	mu.Lock()
	now = now.Add(time.Hour)
	mu.Unlock()
	if got := s.get(t, "/repos/moorline/api"); got.status != http.StatusOK || got.header.Get("X-RateLimit-Remaining") != "2" {
		t.Errorf("an hour later: %d, %s remain", got.status, got.header.Get("X-RateLimit-Remaining"))
	}
}

func TestFaults(t *testing.T) {
	s := play(t, github.Options{})
	s.face.Break(2, github.BadGateway, github.TooMany, github.Secondary, github.Truncated, github.HTML)
	const path = "/repos/moorline/api/issues?state=all"
	var seen []string
	for range 10 {
		got := s.get(t, path)
		seen = append(seen, strconv.Itoa(got.status)+map[bool]string{true: "", false: " broken"}[got.ok && json.Valid(got.body)])
		if got.status == http.StatusTooManyRequests && got.header.Get("Retry-After") == "" {
			t.Error("429 says not for how long")
		}
	}
	want := "200, 502 broken, 200, 429, 200, 403, 200, 200 broken, 200, 200 broken"
	if strings.Join(seen, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(seen, ", "), want)
	}
	s.face.Break(1, github.Secondary)
	_, _, err := s.client.Repositories.Get(t.Context(), "moorline", "api")
	var abuse *gh.AbuseRateLimitError
	if !errors.As(err, &abuse) || abuse.GetRetryAfter() != time.Minute {
		t.Errorf("the secondary limit is understood as %v", err)
	}
	s.face.Break(0)
	if got := s.get(t, path); got.status != http.StatusOK {
		t.Errorf("mended, it answers %d", got.status)
	}
}

// Every html_url of the API leads to a page for people, and its fragment to a place on it.
func TestPagesExist(t *testing.T) {
	s := play(t, github.Options{})
	seen := map[string][]byte{}
	address := regexp.MustCompile(`"html_url":"([^"]+)"`)
	checked := 0
	for _, path := range []string{
		"issues?state=all&per_page=100", "issues/comments?per_page=100", "pulls/comments?per_page=100", "issues/events?per_page=100",
		"releases", "commits?path=docs/decisions", "contents/docs/decisions",
	} {
		got := s.get(t, "/repos/moorline/api/"+path)
		for _, m := range address.FindAllSubmatch(got.body, -1) {
			page, fragment, _ := strings.Cut(string(m[1]), "#")
			if strings.Contains(page, "/apps/") || strings.Contains(page, "/milestone/") || strings.Count(page, "/") < 5 {
				continue // people, programs and milestones have no page
			}
			if seen[page] == nil {
				got := s.get(t, page)
				if got.status != http.StatusOK || !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
					t.Errorf("%s: %d", page, got.status)
				}
				seen[page] = got.body
			}
			if fragment != "" && !bytes.Contains(seen[page], []byte(`id="`+fragment+`"`)) {
				t.Errorf("%s has no place %s", page, fragment)
			}
			checked++
		}
	}
	if checked < 300 || len(seen) < 100 {
		t.Errorf("only %d addresses of %d pages were looked at", checked, len(seen))
	}
}

// The records of decisions can be found as a connector would: through the commits that touched them.
func TestRecordsOfDecisions(t *testing.T) {
	s := play(t, github.Options{})
	commits, _, err := s.client.Repositories.ListCommits(t.Context(), "moorline", "api", &gh.CommitsListOptions{Path: "docs/decisions"})
	if err != nil || len(commits) == 0 {
		t.Fatalf("%d commits, %v", len(commits), err)
	}
	found := 0
	for _, c := range commits {
		whole, _, err := s.client.Repositories.GetCommit(t.Context(), "moorline", "api", c.GetSHA(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range whole.Files {
			file, _, _, err := s.client.Repositories.GetContents(t.Context(), "moorline", "api", f.GetFilename(), &gh.RepositoryContentGetOptions{Ref: c.GetSHA()})
			if err != nil {
				t.Fatal(err)
			}
			text, err := file.GetContent()
			if err != nil || !strings.HasPrefix(text, "---\nstatus: ") || !strings.Contains(text, "\n# ") || strings.Contains(text, "{") {
				t.Errorf("%s: %v\n%s", f.GetFilename(), err, text)
			}
			found++
		}
	}
	_, folder, _, err := s.client.Repositories.GetContents(t.Context(), "moorline", "api", "docs/decisions", nil)
	if err != nil || len(folder) == 0 || len(folder) > found {
		t.Errorf("the folder has %d records of %d in commits: %v", len(folder), found, err)
	}
}

// Many readers may ask while the world lives: this is a test for the race detector.
func TestReadersWhileTheWorldLives(t *testing.T) {
	s := play(t, github.Options{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 15 {
				if got := s.get(t, "/repos/moorline/web/issues?state=all&sort=updated"); got.status != http.StatusOK {
					t.Errorf("%d", got.status)
				}
			}
		})
	}
	for range 100 {
		s.world.Advance(s.world.Now().Add(time.Hour))
	}
	readers.Wait()
}
