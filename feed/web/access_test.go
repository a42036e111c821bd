package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
)

func (m *memory) done(_ context.Context, limit int) ([]feed.Deed, error) {
	return m.deeds[:min(limit, len(m.deeds))], nil
}

var accessScenes = []scene{
	{name: "nothing was done", address: "/audit", status: 200, want: []string{"Nobody has done anything yet."}},
	{name: "audit", address: "/audit", status: 200, set: func(m *memory) {
		m.deeds = []feed.Deed{
			{At: noon.Add(-time.Hour), By: "ana@example.com", What: "paused the source api", Status: 303},
			{At: noon.Add(-2 * time.Hour), By: `<script>alert("me")</script>`, What: "POST /sources", Status: 403},
			{At: noon.Add(-3 * time.Hour), What: "made the token a1b2c3 (a feed reader)"},
		}
	}, want: []string{"ana@example.com", "paused the source api", "(refused)", "&lt;script&gt;", "Somebody"}},
}

// as is the pages for one reader.
func as(pages http.Handler, who access.Reader) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pages.ServeHTTP(w, r.WithContext(access.With(r.Context(), who)))
	})
}

// Who logged in is told so, is the person with that address, and has read what they read in another browser.
func TestLoggedIn(t *testing.T) {
	m := week(t)
	pages := newPages(t, optionsFor(m))
	who := access.Reader{Name: "Chen", Person: "Chen Wu", Role: access.Viewer, Leaves: true}
	for _, c := range []struct {
		name, address string
		who           access.Reader
		want, not     string
	}{
		{"somebody", "/", who, "You are Chen Wu", ""},
		{"somebody who can leave", "/", who, `action="/logout"`, ""},
		{"somebody whom a proxy lets in", "/", access.Reader{Name: "chen@example.com"}, "You are chen@example.com", `action="/logout"`},
		{"nobody", "/", access.Reader{}, "", "You are"},
		{"their person", "/zone", who, `<option value="Chen" selected>`, ""},
	} {
		body := get(t, as(pages, c.who), c.address).Body.String()
		if !strings.Contains(body, c.want) || c.not != "" && strings.Contains(body, c.not) {
			t.Errorf("%s: %s does not say %q, or says %q", c.name, c.address, c.want, c.not)
		}
	}
	first := get(t, as(pages, who), "/")
	if set := first.Header().Get("Set-Cookie"); strings.Contains(set, readerCookie) {
		t.Errorf("somebody who logged in is told apart by a cookie: %s", set)
	}
}

// A subscription is another for readers who see other sources.
func TestTagsOfReaders(t *testing.T) {
	pages := newPages(t, optionsFor(week(t)))
	tags := map[string]bool{}
	for _, who := range []access.Reader{{}, {Name: "ana"}, {Name: "ana", Groups: []string{"hr"}}, {Name: "ana", Sources: []string{"api"}}} {
		tags[get(t, as(pages, who), "/feed.atom").Header().Get("ETag")] = true
	}
	if len(tags) != 4 {
		t.Errorf("%d tags for four readers", len(tags))
	}
}

// A refusal is a page for people and a line for programs, says what to do, and tells nothing of what went wrong with us.
func TestRefuse(t *testing.T) {
	pages, err := New(optionsFor(week(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, accept string
		why          access.Refusal
		want         []string
	}{
		{"a stranger", "text/html", access.Refusal{Status: 401, Title: "Who are you?", Text: "Log in.", Login: true}, []string{
			"Who are you?", `<a class="button" href="/login?back=%2Fasks">Log in</a>`,
		}},
		{"somebody", "text/html", access.Refusal{Status: 403, Title: "You may not do this", Text: "Ask <them>."}, []string{"Ask &lt;them&gt;.", "Go to the feed"}},
		{"a program", "", access.Refusal{Status: 401, Title: "Who are you?", Text: "Log in."}, []string{"Log in.\n"}},
		{"our fault", "text/html", access.Refusal{Status: 500, Title: "Nobody can log in now", Err: errors.New("the disk is on fire")}, []string{"Nobody can log in now"}},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/asks", http.NoBody)
		r.Header.Set("Accept", c.accept)
		w := httptest.NewRecorder()
		pages.Refuse(w, r, c.why, "/login?back=%2Fasks")
		if w.Code != c.why.Status || w.Header().Get("Content-Security-Policy") == "" || strings.Contains(w.Body.String(), "on fire") {
			t.Errorf("%s: %d %v %s", c.name, w.Code, w.Header(), w.Body)
		}
		for _, want := range c.want {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s: %s\ndoes not say %s", c.name, w.Body, want)
			}
		}
	}
}
