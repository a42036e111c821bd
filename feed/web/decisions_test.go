package web

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
)

// register is what a memory holds of decisions.
type register []feed.DecisionEntry

func (m *memory) decisions(context.Context) (Register, error) {
	leave, err := m.enter("decisions")
	if err != nil {
		return nil, err
	}
	defer leave()
	return register(m.decided), nil
}

// find returns the heads of the decisions that are wanted.
func (r register) find(wanted func(feed.DecisionEntry) bool) (list []feed.DecisionHead) {
	for _, e := range r {
		if wanted(e) {
			list = append(list, e.Head())
		}
	}
	return list
}

func (r register) Heads(_ context.Context, f feed.DecisionFilter) ([]feed.DecisionHead, error) {
	return r.find(func(e feed.DecisionEntry) bool {
		return anyOf(f.States, e.State) && anyOf(f.Sources, e.Source) && (f.Item == "" || f.Item == e.Item) && strings.Contains(e.Title, f.Query)
	}), nil
}

func (r register) Head(id string) (h feed.DecisionHead, found bool) {
	return r.first(func(e feed.DecisionEntry) bool {
		return e.ID == id || slices.ContainsFunc(e.Same, func(p feed.DecisionPlace) bool { return p.ID == id })
	})
}

func (r register) Named(_, name string) (h feed.DecisionHead, found bool) {
	return r.first(func(e feed.DecisionEntry) bool { return slices.Contains(e.On.Names(), name) })
}

func (r register) first(wanted func(feed.DecisionEntry) bool) (h feed.DecisionHead, found bool) {
	for _, h := range r.find(wanted) {
		return h, true
	}
	return h, false
}

func (r register) Tell(_ context.Context, heads []feed.DecisionHead) (list []feed.DecisionEntry, err error) {
	for _, h := range heads {
		i := slices.IndexFunc(r, func(e feed.DecisionEntry) bool { return e.ID == h.ID })
		list = append(list, r[i])
	}
	return list, nil
}

func (m *memory) say(_ context.Context, source string, said feed.Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.said = append(m.said, feed.Entry{Event: said, Source: source})
	return nil
}

// deciding is a team that decided one of everything.
func deciding(m *memory) {
	made := func(id, item, title string, state feed.DecisionState, ago time.Duration) feed.DecisionEntry {
		source, on, _ := strings.Cut(item, "/")
		d := feed.DecisionEntry{Tool: "github", On: m.items[item], Matter: feed.Matter{
			ID: id, Source: source, Item: on, Title: title, State: state, Trust: feed.Explicit, Proposer: account("ben"), Proposed: noon.Add(-ago),
		}}
		if state == feed.DecisionDecided || state == feed.DecisionSuperseded || state == feed.DecisionRejected {
			d.Decider, d.Decided = account("ana"), noon.Add(-ago+time.Hour)
		}
		return d
	}
	pages := made("a1", "api/205", "Page by key, not by offset", feed.DecisionDecided, 30*time.Hour)
	pages.Rationale, pages.Options = "Offsets **skip** rows that move.", []string{"By offset", "By key"}
	pages.Supersedes, pages.Misplaced = []string{"0007", m.items["ops/12"].Names()[0]}, "architecture decisions"
	pages.Same = []feed.DecisionPlace{{ID: "a9", Source: "ops", Tool: "github", On: m.items["ops/14"]}}
	open := made("b2", "api/214", m.items["api/214"].Title, feed.DecisionProposed, 50*time.Hour)
	nobody := made("c3", "web/88", "Blue buttons", feed.DecisionProposed, 5*time.Hour)
	guess := made("d4", "web/90", "We agreed to wait for the vendor.", feed.DecisionSuggested, 3*time.Hour)
	guess.Trust = feed.Suggested
	old := made("e5", "ops/12", "Exports go to the file server", feed.DecisionSuperseded, 900*time.Hour)
	old.Ended, old.SupersededBy = noon.Add(-29*time.Hour), []string{m.items["api/205"].Names()[0]}
	old.Referring = []feed.DecisionPlace{pages.Place()}
	no := made("f6", "web/88", "Red buttons", feed.DecisionRejected, 60*time.Hour)
	m.decided = []feed.DecisionEntry{guess, nobody, open, pages, no, old}
	late := m.ask("api/214", "ben", "ana", open.Proposed)
	late.Kind, late.Flagged = feed.Pending, noon.Add(-time.Hour)
	m.asks = append(m.asks, late)
}

// commanding is a team that decides by commands.
func commanding(m *memory) {
	for i, text := range []string{
		"Both would do.\n\n/decide Move the export at night\nNobody books then.", "/propose Ask **everybody** first", "/reject", "/decide",
		"/supersede 0007 Rows go", "Write `/decide why` on a line:\n\n    /decide it so",
	} {
		e := feed.Entry{Source: "ops", Tool: "github"}
		e.At, e.Item, e.Verb, e.Kind, e.By, e.Text = noon.Add(time.Duration(i-9)*time.Minute), "12", feed.Commented, feed.Decision, account("ana"), text
		m.add(e)
	}
	e := m.entries[len(m.entries)-1]
	e.Kind, e.By, e.Text = feed.Discussion, account("renovate"), "/decide nothing, for I am a program"
	m.add(e)
	e.By, e.Text = account("ben"), "I look.\n/by Thu 15:00"
	m.add(e)
}

// TestCommands shows what was commanded in words, where somebody did, and leaves what was written as it is.
func TestCommands(t *testing.T) {
	m := week(t)
	commanding(m)
	kept := slices.Clone(m.entries)
	h := newPages(t, optionsFor(m))
	for _, address := range []string{"/", "/?kind=decision&kind=discussion", "/items/ops/12"} {
		body := get(t, h, address).Body.String()
		page := words(html.UnescapeString(body))
		for _, want := range []string{
			"Both would do.Decided: Move the export at nightNobody books then.", "Proposed: Ask everybody first", "Rejected.", "Decided.",
			"In place of 0007: Rows go", "I look.Will answer by Thu 15:00", "Write /decide why on a line:/decide it so", "/decide nothing, for I am a program",
		} {
			if !strings.Contains(strings.ReplaceAll(page, " ", ""), strings.ReplaceAll(want, " ", "")) {
				t.Errorf("%s does not say %q", address, want)
			}
		}
		for _, raw := range []string{"/decide Move", "/propose", "/reject", ">/decide<", "/supersede", "/by Thu"} {
			if strings.Contains(body, raw) {
				t.Errorf("%s shows a command as it was written: %s", address, raw)
			}
		}
	}
	if diff := cmp.Diff(kept, m.entries); diff != "" {
		t.Errorf("the log was changed:\n%s", diff)
	}
}

// hostileDecisions are decisions by people who mean ill.
func hostileDecisions(m *memory) {
	hostile(m)
	for id, it := range m.items {
		if !strings.HasPrefix(id, "api/bad") {
			continue
		}
		for _, state := range feed.DecisionStates() {
			by := feed.Account{ID: it.Title, Name: it.Title}
			m.decided = append(m.decided, feed.DecisionEntry{Tool: "github", On: it, Matter: feed.Matter{
				ID: it.ID + string(state), Source: "api", Item: it.ID, Title: it.Title, State: state, Trust: feed.Explicit, Proposer: by, Decider: by,
				Proposed: noon, Decided: noon, Ended: noon, Rationale: it.Title, Options: []string{it.Title}, Supersedes: []string{it.Title},
				SupersededBy: []string{it.Title}, Misplaced: it.Title,
			}, Referring: []feed.DecisionPlace{{ID: it.Title, On: it}}})
		}
	}
	slices.SortFunc(m.decided, func(a, b feed.DecisionEntry) int { return strings.Compare(a.ID, b.ID) })
}

var decisionScenes = []scene{
	{name: "decisions", address: "/decisions", status: 200, set: deciding, want: []string{
		"2 decisions wait to be made, 1 was made in the last 30 days", "Waiting to be decided", "Ben proposed it in GitHub", "waiting 2 d for Ana, past the window",
		"waiting 5 h, and nobody is named to decide", "Ana decided it on", "and 1 more place", "It was agreed that architecture decisions belong elsewhere.", "Offsets skip rows",
		"Sounds like a decision", "It was decided", "It was not", "Superseded", "Rejected", "a table",
	}},
	{name: "decisions that were made", address: "/decisions?state=decided", status: 200, set: deciding, want: []string{"1 decision in the last 30 days", "Clear"}},
	{name: "no decisions", address: "/decisions", status: 200, want: []string{"No decision was found yet.", "/propose", "decision record"}},
	{name: "no decision matches", address: "/decisions?q=zeppelin", status: 200, set: deciding, want: []string{"No decision matches.", "Show all"}},
	{name: "no such state of a decision", address: "/decisions?state=done", status: 400, want: []string{"Decisions have no state “done”.", "superseded"}},
	{name: "no filter of decisions", address: "/decisions?kind=flag", status: 400, want: []string{"Decisions have no filter called “kind”."}},
	{name: "decision", address: "/decisions/a1", status: 200, set: deciding, want: []string{
		"Page by key, not by offset", "Decided by", "Ana", "Proposed by", "somebody said so in so many words", "Options", "By offset", "Supersedes", "0007",
		"Exports go to the file server", "Where it was made", "As a decision record",
	}},
	{name: "decision by another place", address: "/decisions/a9", status: 200, set: deciding, want: []string{"Page by key, not by offset"}},
	{name: "decision that is over", address: "/decisions/e5", status: 200, set: deciding, want: []string{"Superseded by", "Page by key, not by offset", "What refers to it"}},
	{name: "suggested decision", address: "/decisions/d4", status: 200, set: deciding, want: []string{"Written by", "a sentence sounds like it", "It was decided"}},
	{name: "no such decision", address: "/decisions/none", status: 404, set: deciding, want: []string{"There is no such decision"}},
	{name: "item with decisions", address: "/items/api/205", status: 200, set: deciding, want: []string{"Decisions", "Page by key, not by offset"}},
	{name: "hostile decisions", address: "/decisions", status: 200, set: hostileDecisions, want: []string{"&lt;script&gt;"}},
	{name: "hostile decision", address: "/decisions/bad0decided", status: 200, set: hostileDecisions, want: []string{"&lt;script&gt;"}},
}

// TestDecisionFiles checks what is given as files.
func TestDecisionFiles(t *testing.T) {
	m := week(t)
	deciding(m)
	h := newPages(t, optionsFor(m))
	for address, want := range map[string]struct{ mediaType, text string }{
		"/decisions.csv":               {"text/csv; charset=utf-8", "id,title,state"},
		"/decisions.csv?state=decided": {"text/csv; charset=utf-8", "a1,\"Page by key, not by offset\",decided"},
		"/decisions.md":                {"text/markdown; charset=utf-8", "# Decisions"},
		"/decisions/a1.md":             {"text/markdown; charset=utf-8", "status: accepted"},
	} {
		w := get(t, h, address)
		if got := w.Header().Get("Content-Type"); w.Code != http.StatusOK || got != want.mediaType || !strings.Contains(w.Body.String(), want.text) {
			t.Errorf("%s: %d %s:\n%s", address, w.Code, got, w.Body)
		}
	}
	if w := get(t, h, "/decisions/d4.md"); w.Code != http.StatusNotFound {
		t.Errorf("a suggestion has a decision record: %d", w.Code)
	}
}

// TestRuleDecision confirms and waives suggestions, as the page's own forms do.
func TestRuleDecision(t *testing.T) {
	m := week(t)
	deciding(m)
	h := newPages(t, optionsFor(m))
	say := func(id, word string, headers ...string) int {
		t.Helper()
		headers = append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)
		return send(t, h, http.MethodPost, "/decisions/"+id, url.Values{"say": {word}}.Encode(), headers...).Code
	}
	for name, c := range map[string]struct {
		id, word string
		headers  []string
		want     int
	}{
		"from another site": {"d4", "confirm", []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		"of nothing":        {"none", "confirm", nil, http.StatusNotFound},
		"of what was made":  {"a1", "waive", nil, http.StatusConflict},
		"in other words":    {"d4", "perhaps", nil, http.StatusBadRequest},
	} {
		if got := say(c.id, c.word, c.headers...); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	if len(m.said) != 0 {
		t.Fatalf("this was said that should not: %v", m.said)
	}
	for _, word := range []string{"confirm", "waive"} {
		if got := say("d4", word); got != http.StatusSeeOther {
			t.Errorf("%s: %d", word, got)
		}
	}
	if len(m.said) != 2 || m.said[0].Key != "confirm/d4" || m.said[1].Key != "waive/d4" || m.said[0].Source != "web" || !m.said[0].At.Equal(noon) {
		t.Errorf("said: %+v", m.said)
	}
}
