package web

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
)

func (m *memory) Added(_ context.Context, f feed.Filter, seq int64, limit int) ([]feed.Entry, error) {
	leave, err := m.enter("added")
	if err != nil {
		return nil, err
	}
	defer leave()
	var out []feed.Entry
	for _, e := range m.entries {
		if matches(f, e) && e.Seq > seq {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b feed.Entry) int { return cmp.Compare(b.Pos, a.Pos) })
	return out[:min(limit, len(out))], nil
}

func (m *memory) Looked(_ context.Context, reader, view string) (feed.Look, error) {
	leave, err := m.enter("looked")
	if err != nil {
		return feed.Look{}, err
	}
	defer leave()
	return m.looks[reader+view], nil
}

func (m *memory) Look(_ context.Context, reader, view string, l feed.Look) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.looks == nil {
		m.looks = map[string]feed.Look{}
	}
	m.looks[reader+view] = l
	return nil
}

func (m *memory) Marks(_ context.Context, reader string) ([]feed.Mark, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.made[reader], nil
}

func (m *memory) Mark(_ context.Context, reader string, made feed.Mark) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var left []feed.Mark
	for _, other := range m.made[reader] {
		if other.Source != made.Source || other.Item != made.Item {
			left = append(left, other)
		}
	}
	if made.State != "" {
		left = append([]feed.Mark{made}, left...)
	}
	m.made = map[string][]feed.Mark{reader: left}
	return nil
}

// TestProposals checks that what was only put up to be decided is not counted as decided.
func TestProposals(t *testing.T) {
	m := week(t)
	h := newPages(t, optionsFor(m))
	made := func(verb feed.Verb, item string) {
		m.add(feed.Entry{
			Event: feed.Event{Item: item, Verb: verb, Kind: feed.Decision, At: noon.Add(-time.Hour)}, Source: "api", Tool: "github",
		})
	}
	summary := func() string {
		_, page, _ := strings.Cut(get(t, h, "/").Body.String(), `<p class="lately">`)
		said, _, _ := strings.Cut(page, "</p>")
		return strings.TrimSpace(words(said))
	}
	made(feed.Proposed, "205")
	made(feed.Proposed, "209")
	made(feed.Decided, "209")
	if got, want := summary(), "Since yesterday: 2 decisions, 1 proposal to decide, "; !strings.HasPrefix(got, want) { // one is of the week
		t.Errorf("%q, want %q first", got, want)
	}
}

// TestManyDecisions checks that no more decisions are told than are read in a hurry, and where the rest stands.
func TestManyDecisions(t *testing.T) {
	m := week(t)
	for range maxDecided + 9 {
		m.add(feed.Entry{
			Event: feed.Event{Item: "205", Verb: feed.Decided, Kind: feed.Decision, At: noon.Add(-time.Hour), By: m.entries[0].By}, Source: "api", Tool: "github",
		})
	}
	h := newPages(t, optionsFor(m))
	_, told, _ := strings.Cut(get(t, h, "/?tool=github").Body.String(), `<ul class="decided-since">`)
	told, rest, _ := strings.Cut(told, "</ul>")
	if n := strings.Count(told, `class="did"`); n != maxDecided {
		t.Errorf("%d decisions are told, want %d", n, maxDecided)
	}
	rest, _, _ = strings.Cut(rest, "</p>")
	if want := `href="/decisions?since=2026-11-23&amp;tool=github"`; !strings.Contains(rest, want) || !strings.HasPrefix(words(rest), "All decisions since Mon 23 Nov") {
		t.Errorf("%q leads to the rest, want %s", rest, want)
	}
}

// TestDecisionsBehindTheNews checks that where more happened than is read, what was decided before is told as well, each thing once:
// as much as there is room for beside what was decided since.
func TestDecisionsBehindTheNews(t *testing.T) {
	for _, tt := range []struct{ before, since, want int }{{7, 5, 12}, {maxDecided, 5, maxDecided}, {0, 3, 3}, {4, maxDecided + 3, maxDecided}} {
		m := week(t)
		by := m.entries[0].By
		m.entries = nil
		say := func(n int, verb feed.Verb, kind feed.Kind, before time.Duration) {
			for range n {
				m.add(feed.Entry{Event: feed.Event{Item: "205", Verb: verb, Kind: kind, At: noon.Add(-before), By: by}, Source: "api", Tool: "github"})
			}
		}
		say(tt.before, feed.Decided, feed.Decision, 2*time.Hour)
		say(maxSince, feed.Commented, feed.Discussion, time.Hour)
		m.entries = m.entries[:len(m.entries)-tt.since]
		say(tt.since, feed.Decided, feed.Decision, time.Minute)
		_, told, _ := strings.Cut(get(t, newPages(t, optionsFor(m)), "/").Body.String(), `<ul class="decided-since">`)
		told, _, _ = strings.Cut(told, "</ul>")
		if n := strings.Count(told, `class="did"`); n != tt.want {
			t.Errorf("of %d decisions before %d of %d events %d are told, want %d", tt.before, tt.since, maxSince, n, tt.want)
		}
	}
}

// TestNothingDecided checks that it is said when nothing was, unless only other kinds of events are shown.
func TestNothingDecided(t *testing.T) {
	m := week(t)
	m.entries = slices.DeleteFunc(m.entries, func(e feed.Entry) bool { return e.Kind == feed.Decision })
	h := newPages(t, optionsFor(m))
	for address, want := range map[string]string{
		"/": "Since yesterday: nothing decided, ", "/?person=Chen": "Since yesterday: nothing decided, ", "/?kind=progress": "Since yesterday: 8 items moved on",
	} {
		_, page, _ := strings.Cut(get(t, h, address).Body.String(), `<p class="lately">`)
		said, _, _ := strings.Cut(page, "</p>")
		if said = strings.TrimSpace(words(said)); !strings.HasPrefix(said, want) {
			t.Errorf("%s says %q, want %q first", address, said, want)
		}
	}
}

// A reader with a cookie of their own looks in the evening, and again in the morning; what came meanwhile is new all morning
// long. Items are put away, and brought back.
func TestSince(t *testing.T) {
	m := week(t)
	o := optionsFor(m)
	now := noon.Add(-20 * time.Hour)
	o.Now = func() time.Time { return now }
	night := m.entries
	slices.SortFunc(night, func(a, b feed.Entry) int { return a.At.Compare(b.At) })
	for i := range night { // as if each had been read when it happened
		night[i].Seq = int64(i + 1)
		night[i].Pos = night[i].At.UnixMilli()<<21 | night[i].Seq
	}
	seen := slices.IndexFunc(night, func(e feed.Entry) bool { return e.At.After(now) })
	m.entries, m.seq = night[:seen], int64(seen)
	h := newPages(t, o)
	cookie := ""
	page := func() string {
		t.Helper()
		w := get(t, h, "/", "Cookie", cookie)
		if w.Code != http.StatusOK {
			t.Fatalf("status %d", w.Code)
		}
		for _, c := range w.Result().Cookies() {
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || !c.Secure {
				t.Errorf("the cookie is %v", c)
			}
			cookie = c.Name + "=" + c.Value
		}
		_, lately, _ := strings.Cut(w.Body.String(), `<p class="lately">`)
		lately, _, _ = strings.Cut(lately, "</p>")
		_, page, _ := strings.Cut(w.Body.String(), `<section class="since"`)
		new, _, _ := strings.Cut(page, "</section>")
		new = lately + new
		if strings.Contains(page, "You had read what is below") {
			new += "<p>and the rest is old</p>"
		}
		return words(new)
	}
	says := func(page string, want ...string) {
		t.Helper()
		for _, w := range want {
			if strings.Contains(page, strings.TrimPrefix(w, "!")) == strings.HasPrefix(w, "!") {
				t.Errorf("want %q of:\n%s", w, page)
			}
		}
	}
	says(page(), "Since yesterday", "!and the rest is old")
	m.entries, m.seq, now = night, int64(len(night)), noon
	for range 2 {
		says(page(), "Since you last looked", "20 h ago", "items moved on", "Chen released it", "and the rest is old", "quiet change")
		now = now.Add(10 * time.Minute)
	}
	send := func(to string, form url.Values, headers ...string) int {
		t.Helper()
		headers = append([]string{"Content-Type", "application/x-www-form-urlencoded", "Cookie", cookie}, headers...)
		return send(t, h, http.MethodPost, to, form.Encode(), headers...).Code
	}
	const merged = "Chen released it"
	mark, released := url.Values{}, ""
	for _, e := range night {
		if e.Verb == feed.Released {
			released = markPath(e.Source, e.Item, 100, "/")
		}
	}
	for _, step := range []struct{ state, want string }{{"done", "!" + merged}, {"", merged}, {"muted", "!" + merged}, {"", merged}} {
		mark.Set("state", step.state)
		if got := send(released, mark); got != http.StatusSeeOther {
			t.Errorf("%q: %d", step.state, got)
		}
		says(page(), step.want)
		if step.state != "" {
			says(page(), "1 put away", "Put back")
		}
	}
	for name, c := range map[string]struct {
		to, name, value string
		headers         []string
		want            int
	}{
		"from another site":  {released, "state", "done", []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		"what cannot be":     {released, "state", "loved", nil, http.StatusBadRequest},
		"an item of nowhere": {markPath("api", "4711", 1, "/"), "state", "done", nil, http.StatusNotFound},
		"read up to nowhere": {"/read", "seq", "-1", nil, http.StatusBadRequest},
	} {
		form := url.Values{}
		maps.Copy(form, mark)
		form.Set(c.name, c.value)
		if got := send(c.to, form, c.headers...); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	form := func(form url.Values) string {
		w := sendForm(t, h, "/read", form, cookie)
		return w.Header().Get("Location")
	}
	to := form(url.Values{"view": {"/"}, "seq": {"100"}})
	says(page(), "Nothing new")
	undo, err := url.Parse(to)
	if err != nil || undo.Query().Get("undo") == "" {
		t.Fatalf("read, and then to %q", to)
	}
	if after := words(get(t, h, undo.RequestURI(), "Cookie", cookie).Body.String()); !strings.Contains(after, "Kept as read.") {
		t.Errorf("nothing to undo:\n%s", after)
	}
	if to := form(url.Values{"view": {"/"}, "undo": {undo.Query().Get("undo")}}); to != "/#since" {
		t.Errorf("taken back, and then to %q", to)
	}
	says(page(), "Since you last looked", merged)
	if to := form(url.Values{"view": {"/"}, "undo": {"-1.x"}}); to != "" {
		t.Errorf("taken back to nowhere, and then to %q", to)
	}
	form(url.Values{"view": {"/"}, "seq": {"100"}})
	says(page(), "Nothing new")
	if fresh := words(get(t, h, "/").Body.String()); !strings.Contains(fresh, "Since yesterday") || !strings.Contains(fresh, merged) {
		t.Errorf("somebody else is told:\n%s", fresh)
	}
	// A browser that only fetches ahead has not looked.
	ahead := m.looks
	m.looks = map[string]feed.Look{}
	get(t, h, "/", "Sec-Purpose", "prefetch", "Cookie", cookie)
	if len(m.looks) != 0 {
		t.Error("fetching ahead was taken for looking")
	}
	m.looks = ahead
}

func sendForm(t *testing.T, h http.Handler, to string, form url.Values, cookie string) *httptest.ResponseRecorder {
	t.Helper()
	return send(t, h, http.MethodPost, to, form.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Cookie", cookie)
}
