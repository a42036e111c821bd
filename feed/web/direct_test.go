package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
)

func (m *memory) direct(_ context.Context, source string, order Order) error {
	leave, err := m.enter("direct")
	if err != nil {
		return err
	}
	defer leave()
	m.orders = append(m.orders, string(order)+" "+source)
	return nil
}

// measured is a bad morning, of which is known what it costs.
func measured(m *memory) {
	rejected(m)
	for i := range m.sources {
		src := &m.sources[i]
		src.Every = 2 * time.Minute
		switch src.Name {
		case "api":
			src.Requests, src.Quota = 1, feed.Quota{Left: 4870, Limit: 5000, Reset: noon.Add(48 * time.Minute)}
		case "ops":
			src.Due, src.Every, src.Requests = noon.Add(-time.Second), 5*time.Second, 14
		case "web":
			src.Due, src.Quota = noon.Add(30*time.Minute), feed.Quota{Limit: 100}
		}
	}
	m.sources = append(m.sources,
		feed.Source{Name: "attic/shed", Parent: "attic", Tool: "jira", State: feed.SourceCurrent, Paused: true, Success: noon.Add(-50 * time.Hour)},
		feed.Source{Name: "api/part", Parent: "api", Tool: "github", State: feed.SourceCurrent, Every: time.Hour, Success: noon.Add(-time.Minute), Due: noon.Add(time.Minute)},
	)
}

var sourceScenes = []scene{
	{name: "sources and what they cost", address: "/sources?said=pause&of=attic", status: 200, set: measured, want: []string{
		"attic is not polled any more until somebody resumes it.", "at most 70 s behind · next poll in 1 min, every 2 min · 1 request the last time · 4870 of 5000 requests left until 11:00",
		"next poll now, every 5 s · 14 requests the last time", "next poll in 30 min", "0 of 100 requests left", "at most 2 d behind", "every 1 h", "Poll now api", "Pause api", "Resume attic",
	}},
	{name: "sources of nobody yet", address: "/sources", status: 200, set: func(m *memory) { *m = memory{} }, want: []string{
		"No source is being read", "Nothing is being read yet.", "github: {repo: acme/api", "project: OPS", "TRELLO_KEY", "asana:", "notion: {all: true", "dateline check",
	}},
	{name: "told what nobody said", address: "/sources?said=explode&of=api", status: 200, want: []string{"All 3 sources are up to date"}},
	{name: "told of a source that is not there", address: "/sources?said=poll&of=%3Cscript%3E", status: 200, want: []string{"All 3 sources are up to date"}},
}

// TestDirect polls, pauses and resumes as the page's own buttons do.
func TestDirect(t *testing.T) {
	m := week(t)
	measured(m)
	h := newPages(t, optionsFor(m))
	post := func(h http.Handler, source, order string, headers ...string) string {
		t.Helper()
		form := url.Values{"source": {source}, "order": {order}}.Encode()
		w := send(t, h, http.MethodPost, "/sources", form, append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)...)
		return fmt.Sprint(w.Code, " ", w.Header().Get("Location"))
	}
	for _, c := range []struct {
		source, order, want string
		headers             []string
	}{
		{"api", "poll", "303 /sources?of=api&said=poll", nil},
		{"api/part", "pause", "303 /sources?of=api%2Fpart&said=pause", nil},
		{"attic", "resume", "303 /sources?of=attic&said=resume", nil},
		{"billing", "poll", "303 /sources?of=billing&said=poll", nil},
		{"secrets", "pause", "303 /sources?of=secrets&said=pause", nil},
		{"attic", "pause", "409 ", nil},
		{"attic/shed", "resume", "409 ", nil},
		{"api", "resume", "409 ", nil},
		{"secrets", "poll", "409 ", nil},
		{"old", "poll", "409 ", nil},
		{"apo", "poll", "400 ", nil},
		{"api", "explode", "400 ", nil},
		{"", "", "400 ", nil},
		{"api", "pause", "403 ", []string{"Sec-Fetch-Site", "cross-site"}},
		{"api", "pause", "403 ", []string{"Origin", "https://evil.example"}},
	} {
		if got := post(h, c.source, c.order, c.headers...); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.order, c.source, got, c.want)
		}
	}
	if want := []string{"poll api", "pause api/part", "resume attic", "poll billing", "pause secrets"}; !slices.Equal(m.orders, want) {
		t.Errorf("what was ordered: %q, want %q", m.orders, want)
	}
	if page := get(t, h, "/sources?said=poll&of=api").Body.String(); !strings.Contains(words(page), "api is polled within seconds.") {
		t.Error("the page does not say what comes of it")
	}

	o := optionsFor(m)
	o.Direct = nil
	h = newPages(t, o)
	if got := post(h, "api", "poll"); got != "405 " {
		t.Errorf("where nothing can be ordered: %s", got)
	}
	if page := get(t, h, "/sources").Body.String(); strings.Contains(page, "Poll now") {
		t.Error("there are buttons that do nothing")
	}
}
