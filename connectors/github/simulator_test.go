package github_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/simulator"
	"github.com/datelinehq/dateline/feed"
)

// TestSimulator reads the simulated company as a host does, while the team is at work, and compares what arrived with
// what the tool shows when it is asked for one issue after another. A further reading brings nothing new.
func TestSimulator(t *testing.T) {
	now := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	sim, err := simulator.New(simulator.Options{Seed: 7, Now: now, Clock: func() time.Time { return now }, Speed: 1})
	if err != nil {
		t.Fatal(err)
	}
	requests := 0
	handler := sim.Handler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		w.Header().Set("Date", sim.Now().Format(http.TimeFormat)) // the world's, not this machine's
		handler.ServeHTTP(w, r)
	}))
	defer server.Close()
	c := &settings{Org: simulator.Organization, URL: server.URL + "/github", Token: "any"}
	company, err := c.Open(connectors.Env{Source: "company", HTTP: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	list, err := company.Fetch(t.Context(), "")
	if err != nil || len(list.Parts) != 2 {
		t.Fatalf("the repositories are %v, %v", list.Parts, err)
	}

	readers := map[string]*reader{}
	for _, part := range list.Parts {
		repository, err := company.(connectors.Whole).Part(part)
		if err != nil {
			t.Fatal(err)
		}
		r := newReader(repository)
		readers[part.Name] = r
		for r.more = true; r.more; now = now.Add(time.Minute) { // the team does not wait for us
			r.fetch(t)
		}
	}
	for hours := range 12 {
		now = now.Add(time.Hour)
		for _, r := range readers {
			for range 1 + hours%3 {
				r.settle(t)
			}
		}
	}
	now = now.Add(2 * time.Minute) // past what may still be incomplete
	for range 21 {
		for _, r := range readers {
			r.settle(t)
		}
	}

	tool := shown{base: server.URL + "/github", client: server.Client()}
	decided := map[feed.Verb]int{}
	for name, r := range readers {
		got := map[string]string{}
		for key, e := range r.got {
			if kind, _, _ := strings.Cut(key, "/"); kind != "link" {
				got[key] = e.Text
			}
		}
		want := tool.repository(t, simulator.Organization+"/"+name)
		if len(want) < 100 {
			t.Errorf("the tool shows only %d acts in %s", len(want), name)
		}
		for key, e := range r.got {
			if _, shown := want[key]; shown && strings.HasPrefix(key, "commit/") {
				want[key] = e.Text // that is put together here
				decided[e.Verb]++
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("what arrived of %s is not what is shown (-shown +arrived):\n%s", name, diff)
		}
		before := maps.Clone(r.got)
		requests = 0
		r.settle(t)
		if diff := cmp.Diff(before, r.got); diff != "" || requests != 1 {
			t.Errorf("a further reading made %d requests and brought (-before +now):\n%s", requests, diff)
		}
		t.Logf("%s: %d events", name, len(got))
	}
	if decided[feed.Decided] < 3 {
		t.Errorf("of decisions arrived %v", decided)
	}
}

// A shown tool is read as a person would, one issue after another.
type shown struct {
	base   string
	client *http.Client
}

// repository returns the text of every act, by the key its event must have.
func (s shown) repository(t *testing.T, name string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	acts := func(path, key string, wanted func(act) bool) {
		for _, a := range s.all(t, "/repos/"+name+path) {
			if wanted == nil || wanted(a) {
				texts[fmt.Sprintf("%s/%d", key, a.ID)] = a.Body + a.Dismissed.Message
			}
		}
	}
	submitted := func(a act) bool { return a.State != "PENDING" }
	news := func(a act) bool {
		return a.Event != "subscribed" && a.Event != "unsubscribed" && a.Event != "mentioned"
	}
	for _, is := range s.all(t, "/repos/"+name+"/issues?state=all&sort=created&direction=asc") {
		texts[fmt.Sprintf("issue/%d", is.Number)] = is.Body
		acts(fmt.Sprintf("/issues/%d/comments", is.Number), "issue_comment", nil)
		acts(fmt.Sprintf("/issues/%d/events", is.Number), "issue_event", news)
		if is.Pull != nil {
			acts(fmt.Sprintf("/pulls/%d/comments", is.Number), "review_comment", nil)
			acts(fmt.Sprintf("/pulls/%d/reviews", is.Number), "review", submitted)
		}
	}
	acts("/releases", "release", nil)
	for _, listed := range s.all(t, "/repos/"+name+"/commits?path=docs/decisions") {
		var commit act
		s.read(t, "/repos/"+name+"/commits/"+listed.SHA, &commit)
		for _, f := range commit.Files {
			if strings.HasPrefix(f.Name, "docs/decisions/") && strings.Contains(f.Patch, "\n+status: ") {
				texts["commit/"+commit.SHA+"/"+f.Name] = ""
			}
		}
	}
	return texts
}

// An act is what this test wants to know of any of GitHub's objects.
type act struct {
	ID     int64  `json:"id"`
	Number int    `json:"number"`
	Body   string `json:"body"`
	State  string `json:"state"`
	Event  string `json:"event"`
	Pull   any    `json:"pull_request"`

	Dismissed struct {
		Message string `json:"dismissal_message"`
	} `json:"dismissed_review"`

	SHA   string `json:"sha"`
	Files []struct {
		Name  string `json:"filename"`
		Patch string `json:"patch"`
	} `json:"files"`
}

// all reads a list to its end.
func (s shown) all(t *testing.T, path string) (all []act) {
	t.Helper()
	joint := "?"
	if strings.Contains(path, "?") {
		joint = "&"
	}
	for page := 1; ; page++ {
		var rows []act
		s.read(t, fmt.Sprintf("%s%spage=%d&per_page=100", path, joint, page), &rows)
		all = append(all, rows...)
		if len(rows) < 100 {
			return all
		}
	}
}

func (s shown) read(t *testing.T, path string, v any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer any")
	resp, err := s.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if err := json.NewDecoder(resp.Body).Decode(v); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", path, resp.Status, err)
	}
}
