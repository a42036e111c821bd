package web

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// withViews adds the views of a team that saves some.
func withViews(m *memory) {
	m.views = []feed.View{
		{Name: "Decided", Filter: "kind:decision", Written: true},
		{Name: "mine", Filter: "person:me is:unread", By: "Ana", At: noon.Add(-26 * time.Hour)},
		{Name: "of <old> days", Filter: "source:attic/loft -kind:discussion", At: noon.Add(-400 * 24 * time.Hour)},
	}
}

var viewScenes = []scene{
	{name: "views", address: "/views", status: 200, set: withViews, want: []string{
		"Decided", "From the configuration", "kind:decision", "Subscribe", "Saved by <bdi>Ana</bdi>", "of &lt;old&gt; days",
		"There is no source called “attic/loft”", "Drop", "Save a view", "is:flagged",
	}},
	{name: "no views", address: "/views?filter=kind%3Adecision&name=x", status: 200, want: []string{
		"Nobody has saved a view yet", `value="kind:decision"`, `value="x"`,
	}},
	{name: "a view", address: "/?view=decided", status: 200, set: withViews, want: []string{
		`aria-current="true"><bdi>Decided</bdi>`, "All views", "remove this filter",
	}},
	{name: "a source that was away", address: "/?verb=failing&verb=recovered", status: 200, set: func(m *memory) {
		for _, e := range []feed.Event{
			{Key: "source/failing/1", Verb: feed.Failing, Kind: feed.Flag, At: noon.Add(-2 * time.Hour), Text: "the token is no longer valid"},
			{Key: "source/recovered/1", Verb: feed.Recovered, Kind: feed.Flag, At: noon.Add(-time.Hour)},
		} {
			e.By, e.From = feed.Account{Name: "Dateline", Bot: true}, "ops"
			m.add(feed.Entry{Event: e, Source: "ops", Tool: "jira"})
		}
	}, want: []string{"can no longer read ops", "the token is no longer valid", "reads ops again"}},
	{name: "what is flagged", address: "/?is=flagged", status: 200, want: []string{"1 response late in this view"}},
	{name: "no such view", address: "/?view=decidedly", status: 400, set: withViews, want: []string{"There is no view called “decidedly”", "Decided"}},
	{name: "searched", address: "/?kind=-discussion&source=-api&until=%3C2026-11-24&is=unread", status: 200, want: []string{
		"not Discussion", "not api", "before 2026-11-24", "Save as a view", "filter=-kind%3Adiscussion",
	}},
	{name: "misspelt", address: "/?q=kinds:decision", status: 400, want: []string{"looks like a filter", "In quotes it is searched for"}},
}

// What is written into the search is the same as what is chosen from lists, and the address says so.
func TestSearchIsLifted(t *testing.T) {
	w := get(t, newPages(t, optionsFor(week(t))), "/?q=date+kind:discussion+-source:ops&person=")
	if w.Code != http.StatusFound || w.Header().Get("Location") != "/?kind=discussion&q=date&source=-ops" {
		t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
	}
}

// A view is saved, shown, changed and dropped; what stands in the configuration is left alone.
func TestSaveViews(t *testing.T) {
	m := week(t)
	withViews(m)
	h := newPages(t, optionsFor(m))
	for _, step := range []struct {
		form   url.Values
		status int
		to     string
	}{
		{url.Values{"name": {"Team"}, "filter": {"team:core is:flagged"}}, 303, "/?view=Team"},
		{url.Values{"name": {"team"}, "filter": {"team:core"}}, 303, "/?view=Team"},
		{url.Values{"name": {"Team"}, "do": {"drop"}}, 303, "/views"},
		{url.Values{"name": {"Team"}, "do": {"drop"}}, 404, ""},
		{url.Values{"name": {"decided"}, "filter": {"x"}}, 409, ""},
		{url.Values{"name": {"Decided"}, "do": {"drop"}}, 409, ""},
		{url.Values{"name": {""}, "filter": {"x"}}, 400, ""},
		{url.Values{"name": {"a\nb"}, "filter": {"x"}}, 400, ""},
		{url.Values{"name": {strings.Repeat("x", 61)}, "filter": {"x"}}, 400, ""},
		{url.Values{"name": {"new"}, "filter": {" "}}, 400, ""},
		{url.Values{"name": {"new"}, "filter": {"view:Decided"}}, 400, ""},
		{url.Values{"name": {"new"}, "filter": {"person:Nobody"}}, 400, ""},
	} {
		w := send(t, h, http.MethodPost, "/views", step.form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
		if w.Code != step.status || w.Header().Get("Location") != step.to {
			t.Errorf("%v: %d to %q", step.form, w.Code, w.Header().Get("Location"))
		}
		if step.form.Get("name") == "team" && (len(m.views) != 4 || m.views[3].Filter != "team:core" || m.views[3].Name != "Team") {
			t.Errorf("saved anew: %+v", m.views)
		}
	}
	if len(m.views) != 3 {
		t.Errorf("left are %+v", m.views)
	}
}

// That a source cannot be read is an alarm; that it is read again, which stands above it, is none.
func TestReadAgainIsNoAlarm(t *testing.T) {
	i := slices.IndexFunc(scenes, func(s scene) bool { return s.name == "a source that was away" })
	page := get(t, newPages(t, scenes[i].options(t)), scenes[i].address).Body.String()
	if got := regexp.MustCompile(`class="event[^"]*"`).FindAllString(page, -1); !slices.Equal(got, []string{`class="event"`, `class="event late"`}) {
		t.Errorf("the events are %q", got)
	}
}
