package simulator_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/datelinehq/dateline/connectors/simulator"
)

var tuesday = time.Date(2026, time.November, 24, 14, 0, 0, 0, time.UTC)

// A clock stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func listen(t *testing.T, o simulator.Options) *simulator.Server {
	t.Helper()
	s, err := simulator.Listen(t.Context(), "127.0.0.1:0", o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Close(ctx); err != nil {
			t.Errorf("close: %v", err)
		}
		http.DefaultClient.CloseIdleConnections()
		goleak.VerifyNone(t)
	})
	return s
}

func get(t *testing.T, url string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer any")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v\n%s", url, resp.Status, err, body)
	}
	return string(body)
}

// The world lives as fast as it is told to while people look at it, and stops when nobody's clock moves.
func TestTheWorldLivesWhileWeWatch(t *testing.T) {
	c := &clock{now: tuesday}
	s := listen(t, simulator.Options{Seed: 1, Speed: 60, Clock: c.Now})
	latest := s.GitHubURL() + "/repos/moorline/api/issues?state=all&sort=updated&per_page=1"
	first := get(t, latest)
	if again := get(t, latest); again != first {
		t.Errorf("the clock stood still and the answer changed:\n%s\n%s", first, again)
	}
	c.move(24 * time.Minute)
	if later := get(t, latest); later == first {
		t.Error("a day went by in the world and nothing happened")
	}
	if now := s.Now(); !now.Equal(tuesday.Add(24 * time.Hour)) {
		t.Errorf("after 24 minutes at 60 it is %s", now)
	}
}

// However fast the world lives, what happens is dated by the clock.
func TestNothingHappensInTheFuture(t *testing.T) {
	c := &clock{now: tuesday}
	s := listen(t, simulator.Options{Seed: 1, Speed: 60, Clock: c.Now})
	before := len(s.World().Acts(0))
	for range 40 {
		c.move(time.Minute)
		get(t, s.GitHubURL()+"/user")
		acts := s.World().Acts(0)
		if last := acts[len(acts)-1].At; last.After(c.Now()) {
			t.Fatalf("at %s something happened at %s", c.Now(), last)
		}
	}
	since := 0
	for _, act := range s.World().Acts(before) {
		if act.At.Before(tuesday) {
			t.Errorf("what happened while we watched is dated %s", act.At)
		}
		since++
	}
	if since < 10 {
		t.Errorf("in 40 minutes at 60 only %d things happened", since)
	}
}

// Addresses in answers lead back to the server, for machines and for people.
func TestAddressesLeadBack(t *testing.T) {
	s := listen(t, simulator.Options{Seed: 1})
	repo := get(t, s.GitHubURL()+"/repos/moorline/web")
	for _, want := range []string{s.GitHubURL() + "/repos/moorline/web/pulls", s.GitHubURL() + "/moorline/web"} {
		if !strings.Contains(repo, want) {
			t.Errorf("%s is not in\n%s", want, repo)
		}
	}
	if page := get(t, s.URL()); !strings.Contains(page, "moorline/api") {
		t.Errorf("the first page is\n%s", page)
	}
	if page := get(t, s.GitHubURL()+"/meera-iyer"); !strings.Contains(page, "Meera Iyer") {
		t.Errorf("the page of a person is\n%s", page)
	}
}

// A base address that is given wins; without one the answers take it from the request.
func TestBase(t *testing.T) {
	for _, c := range []struct{ base, want string }{
		{"https://team.example", "https://team.example/github/moorline/web"},
		{"", "http://localhost/github/moorline/web"},
	} {
		s, err := simulator.New(simulator.Options{Seed: 1, Base: c.base})
		if err != nil {
			t.Fatal(err)
		}
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/github/repos/moorline/web", nil)
		req.Host = "localhost"
		req.Header.Set("Authorization", "token any")
		answer := httptest.NewRecorder()
		s.Handler().ServeHTTP(answer, req)
		if !strings.Contains(answer.Body.String(), `"html_url":"`+c.want+`"`) {
			t.Errorf("with the base %q, %s is not in\n%s", c.base, c.want, answer.Body)
		}
	}
}

func TestPeople(t *testing.T) {
	s, err := simulator.New(simulator.Options{Now: tuesday})
	if err != nil {
		t.Fatal(err)
	}
	zones := map[string]bool{}
	for _, p := range s.People() {
		zones[p.Zone] = true
		if p.Name == "" || p.Email == "" || p.From >= p.To || len(p.Days) != 5 {
			t.Errorf("%+v is not somebody who works", p)
		}
	}
	if len(s.People()) != 6 || len(zones) != 4 {
		t.Errorf("%d people in %d zones, want six in four", len(s.People()), len(zones))
	}
}

func TestListenRefusesATakenPort(t *testing.T) {
	s := listen(t, simulator.Options{Seed: 1})
	addr := strings.TrimPrefix(s.URL(), "http://")
	if _, err := simulator.Listen(t.Context(), addr, simulator.Options{}); err == nil {
		t.Errorf("%s was taken twice", addr)
	}
}
