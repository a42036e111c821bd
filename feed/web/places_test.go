package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
)

// linkedUp links a pull request with issues and cards of other tools.
func linkedUp(m *memory) {
	it := m.items["api/205"]
	it.Title = "Paginate `/rooms` by key instead of `offset`"
	it.Author, it.Owners, it.Labels, it.Due = account("chen"), []feed.Account{account("ana"), account("ben")}, []string{"performance", "api"}, noon.Add(30*time.Hour)
	it.Created, it.Closed = noon.Add(-96*time.Hour), noon.Add(-91*time.Hour)
	m.items["api/205"] = it
	m.items["desk/7"] = feed.Item{ID: "7", Kind: "issue", Key: "HOUSE-7", Title: "Room list of the `Grand` takes minutes", State: feed.StateOpen, Status: "In progress", URL: "https://desk.example/browse/HOUSE-7", Updated: noon}
	m.items["board/c1"] = feed.Item{ID: "c1", Kind: "card", Key: "Xy12abcd", Title: "Tell large houses", State: feed.StateClosed, URL: "https://trello.example/c/Xy12abcd", Updated: noon}
	m.sources = append(m.sources,
		feed.Source{Name: "desk", Tool: "jira", State: feed.SourceCurrent, Success: noon.Add(-2 * time.Minute), Due: noon},
		feed.Source{Name: "board", Tool: "trello", State: feed.SourceCurrent, Success: noon.Add(-2 * time.Minute), Due: noon})
	m.links = map[string][]string{"api/205": {"api/201", "desk/7", "board/c1"}}
	add := func(source, tool, item string, e feed.Event) {
		e.Item, e.Kind, e.Updated = item, e.Verb.Kind(), e.At
		m.add(feed.Entry{Event: e, Source: source, Tool: tool})
	}
	chen := feed.Account{ID: "5b10", Name: "Chen Wu"}
	m.known.People[0].Accounts = append(m.known.People[0].Accounts, feed.Ref{Tool: "notion", ID: "x"})
	for i := range m.known.People {
		if m.known.People[i].Name == "Chen" {
			m.known.People[i].Accounts = append(m.known.People[i].Accounts, feed.Ref{Tool: "jira", ID: "5b10"})
		}
	}
	add("desk", "jira", "7", feed.Event{Verb: feed.Opened, At: noon.Add(-98 * time.Hour), By: feed.Account{ID: "77", Name: "Support"}, To: []feed.Account{chen}, Text: "The Grand waits for minutes, @Chen Wu can you look? `@Chen Wu` is not called twice."})
	add("desk", "jira", "7", feed.Event{Verb: feed.Changed, At: noon.Add(-97 * time.Hour), By: chen, From: "priority: low", Into: "priority: high"})
	add("desk", "jira", "7", feed.Event{Verb: feed.Paused, At: noon.Add(-3 * time.Hour), NotBefore: noon.Add(-3*time.Hour - 40*time.Minute), By: chen, Into: "Blocked"})
	m.entries[len(m.entries)-1].NotBefore = time.Date(2026, 11, 24, 6, 30, 0, 0, time.UTC)
	m.entries[len(m.entries)-1].At = time.Date(2026, 11, 24, 7, 10, 0, 0, time.UTC)
	add("board", "trello", "c1", feed.Event{Verb: feed.Checked, At: noon.Add(-2 * time.Hour), By: feed.Account{ID: "ben_o", Name: "Ben Okoro"}, Into: "Tell support"})
	add("board", "trello", "c1", feed.Event{Verb: feed.Decided, At: noon.Add(-time.Hour), By: feed.Account{ID: "ben", Name: "Ben"}, Text: "We keep the old pages for one release."})
	answered := m.ask("api/205", "chen", "ana", noon.Add(-96*time.Hour))
	answered.State, answered.Ended, answered.Flagged = feed.AskAnswered, noon.Add(-48*time.Hour), noon.Add(-70*time.Hour)
	late := m.ask("api/205", "chen", "ben", noon.Add(-30*time.Hour))
	late.ID, late.Flagged = "late", noon.Add(-5*time.Hour)
	m.asks = append(m.asks, answered, late)
}

// goneItem deletes an item in its tool.
func goneItem(m *memory) {
	it := m.items["api/209"]
	it.Title = ""
	m.items["api/209"], m.gone = it, "api/209"
	for i := range m.entries {
		if e := &m.entries[i]; e.Source == "api" && e.Item == "209" {
			e.Gone, e.Text, e.On = true, "", it
		}
	}
}

// crowd is a team with accounts in several tools, and what is known and said of them.
func crowd(m *memory) {
	see := func(tool, id, name, email string) {
		m.known.Accounts = append(m.known.Accounts, feed.AccountEntry{
			Account: feed.Account{ID: id, Name: name, Email: email, Bot: strings.HasPrefix(id, "renovate"), Group: id == "acme/core"},
			Source:  map[string]string{"github": "api", "jira": "desk", "trello": "board", "notion": "handbook", "asana": "plan"}[tool], Tool: tool,
			First: noon.Add(-500 * time.Hour), Last: noon.Add(-5 * time.Hour),
		})
	}
	for i := range m.known.People {
		if p := &m.known.People[i]; p.Name == "Ana" {
			p.Emails = []string{"ana@example.com"}
		}
	}
	for id, name := range team {
		see("github", id, name, "")
	}
	see("jira", "5b10a2844c20165700ede21a", "Ana Pereira", "ana@example.com")
	see("jira", "712020:c1e0", "Chen Wu", "")
	see("trello", "chen_w", "Chen Wu", "")
	see("notion", "22222222-2222-4222-8222-222222222222", "Emre", "")
	see("trello", "divya", "D. Rao", "")
	see("jira", "5b10a2844c20165700ede000", "Inês Carvalho", "")
	see("notion", "11111111-1111-4111-8111-111111111111", "Ines Carvalho", "")
	see("jira", "557058:kim", "Kim Larsen", "kim@example.com")
	see("trello", "kimlarsen", "Kim", "kim@example.com")
	see("github", "renovate[bot]", "", "")
	see("trello", "butler", "Butler", "")
	see("github", "acme/core", "the core team", "")
	see("github", "guest42", "", "")
	see("jira", "557058:0e1f9a2b-5d3c-4f6e-8a7b-9c0de21f3f4a", "", "")
	see("asana", "a.person.with.a.long.name@some.long.company.example", "", "")
	for i, said := range []feed.Ruling{
		{One: feed.Ref{Tool: "trello", ID: "chen_w"}, Other: feed.Ref{Tool: "jira", ID: "712020:c1e0"}, Verdict: feed.Same, Who: "Chen Wu"},
		{One: feed.Ref{ID: "Divya"}, Other: feed.Ref{Tool: "trello", ID: "divya"}, Verdict: feed.Different},
	} {
		said.Seq, said.At = int64(i+1), noon.Add(-time.Duration(20-i)*time.Hour)
		m.known.Rulings = append(m.known.Rulings, said)
	}
}

// rejected is a bad morning on which tools sent what nobody understands.
func rejected(m *memory) {
	trouble(m)
	m.sources[0].Items, m.sources[0].Events, m.sources[0].Trouble = 12, 340, "Too much is missing: 40 of 52 items were not listed any more. Nothing was removed."
	m.sources = append(m.sources, feed.Source{Name: "old", Tool: "asana", State: feed.SourceCurrent, Retired: true, Success: noon.Add(-900 * time.Hour)})
	m.warnings = []string{"the time zone data in use is old", "the calendar <b>company.ics</b> could not be read yet"}
	m.rejects = []feed.RejectEntry{
		{Source: "handbook", At: noon.Add(-time.Minute), Reject: feed.Reject{Key: "comment 17", Reason: "the comment has no author: null", Raw: []byte(`{"id": 17, "author": null, "body": "<script>"}`)}},
		{Source: "handbook", At: noon.Add(-time.Hour), Reject: feed.Reject{Key: "page 9", Reason: "a status cannot be understood: " + strings.Repeat("deep", 80), Raw: []byte(strings.Repeat(`{"a":`, 3000))}},
		{Source: "api", At: noon.Add(-2 * time.Hour), Reject: feed.Reject{Key: "event 3", Reason: "the verb \"yodelled\" does not exist"}},
	}
}

// TestRule confirms, rejects and takes back what is suggested, as the page's own forms do.
func TestRule(t *testing.T) {
	m := week(t)
	crowd(m)
	h := newPages(t, optionsFor(m))
	say := func(one, other, verdict string, headers ...string) int {
		t.Helper()
		body := url.Values{"one": {one}, "other": {other}, "verdict": {verdict}}.Encode()
		headers = append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)
		w := send(t, h, http.MethodPost, "/people", body, headers...)
		if w.Code == http.StatusSeeOther && w.Header().Get("Location") != "/people" {
			t.Errorf("it leads to %q", w.Header().Get("Location"))
		}
		return w.Code
	}
	said := len(m.known.Rulings)
	const ines, other = "jira/5b10a2844c20165700ede000", "notion/11111111-1111-4111-8111-111111111111"
	for name, c := range map[string]struct {
		one, other, verdict string
		headers             []string
		want                int
	}{
		"from another site":      {ines, other, "same", []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		"from another origin":    {ines, other, "same", []string{"Origin", "https://evil.example"}, http.StatusForbidden},
		"of nobody":              {ines, "jira/none", "same", nil, http.StatusConflict},
		"of a program":           {ines, "github/renovate[bot]", "same", nil, http.StatusConflict},
		"of two written people":  {"/Ana", "/Ben", "same", nil, http.StatusConflict},
		"what cannot be said":    {ines, other, "perhaps", nil, http.StatusConflict},
		"without saying of whom": {"", "", "", nil, http.StatusConflict},
	} {
		if got := say(c.one, c.other, c.verdict, c.headers...); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	if len(m.known.Rulings) != said {
		t.Fatalf("%d rulings were kept that should not", len(m.known.Rulings)-said)
	}
	page := func() string { return words(get(t, h, "/people").Body.String()) }
	const suggested = "Inês Carvalho 5b10a2844…00ede000 and"
	if !strings.Contains(page(), suggested) {
		t.Fatalf("nothing is suggested:\n%s", page())
	}
	for _, step := range []struct {
		verdict   string
		suggested bool
		person    string
	}{{"same", false, "confirmed to be Jira Inês Carvalho"}, {"undone", true, ""}, {"different", false, ""}, {"undone", true, ""}} {
		if got := say(ines, other, step.verdict); got != http.StatusSeeOther {
			t.Errorf("%s: %d", step.verdict, got)
		}
		if got := page(); strings.Contains(got, suggested) != step.suggested || !strings.Contains(got, step.person) {
			t.Errorf("after “%s” the page says:\n%s", step.verdict, got)
		}
	}
	if last := m.known.Rulings[len(m.known.Rulings)-1]; !last.At.Equal(noon) {
		t.Errorf("it was said at %s", last.At)
	}
	o := optionsFor(m)
	o.Rule = nil
	h = newPages(t, o)
	if got := say(ines, other, "same"); got != http.StatusMethodNotAllowed || strings.Contains(get(t, h, "/people").Body.String(), "<button>Same person") {
		t.Errorf("where nothing can be said: %d", got)
	}
}

// TestPeopleFilter checks that a person's events are those of all their accounts.
func TestPeopleFilter(t *testing.T) {
	m := week(t)
	linkedUp(m)
	page := words(get(t, newPages(t, optionsFor(m)), "/?person=Chen").Body.String())
	for _, want := range []string{"Chen changed priority", "Chen opened"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of Chen does not say %q", want)
		}
	}
}

// TestThreads reads a long thread from its end to its beginning.
func TestThreads(t *testing.T) {
	m := week(t)
	for range threadSize {
		e := feed.Entry{Source: "ops", Tool: "github"}
		e.Item, e.Verb, e.Kind, e.At, e.By, e.Text = "12", feed.Commented, feed.Discussion, noon, account("ana"), "Again."
		m.add(e)
	}
	h := newPages(t, optionsFor(m))
	last := get(t, h, "/items/ops/12").Body.String()
	if n := strings.Count(last, `class="event`); n != threadSize || strings.Contains(last, "Backlog") {
		t.Errorf("%d events on the last page, want %d", n, threadSize)
	}
	_, rest, _ := strings.Cut(last, `rel="prev" href="`)
	earlier, _, found := strings.Cut(rest, `"`)
	if !found {
		t.Fatal("there is no way to what came before")
	}
	first := get(t, h, earlier).Body.String()
	if !strings.Contains(first, "Backlog") || strings.Contains(first, "Again.") {
		t.Errorf("the page before does not show the beginning")
	}
	if w := get(t, h, "/items/ops/12?before=nonsense"); w.Code != http.StatusBadRequest {
		t.Errorf("a place that is none: %d", w.Code)
	}
}

// TestItemAddresses checks that whatever an item and its source are called, its page is found.
func TestItemAddresses(t *testing.T) {
	m := week(t)
	for _, name := range []string{"acme/api", "a b", "a?b#c", "ä", "%2F"} {
		m.sources = append(m.sources, feed.Source{Name: name, Tool: "github", State: feed.SourceCurrent})
		it := feed.Item{ID: "record/docs/1 & 2.md", Key: "K", Title: "Odd", Updated: noon}
		m.items[name+"/"+it.ID] = it
		if w := get(t, newPages(t, optionsFor(m)), itemPath(name, it.ID)); w.Code != http.StatusOK {
			t.Errorf("%s: %d", itemPath(name, it.ID), w.Code)
		}
	}
}

// TestTitles sets code apart.
func TestTitles(t *testing.T) {
	for title, want := range map[string]string{
		"": "", "plain": "plain", "a `b` c": "a |b| c", "`b`": "|b|", "a ` b": "a ` b", "a `` b": "a `` b", "`a` `b": "|a| `b", "` `x`": "` `x`",
	} {
		got := ""
		for _, s := range titled(title) {
			if s.Code {
				s.Text = "|" + s.Text + "|"
			}
			got += s.Text
		}
		if got != want {
			t.Errorf("%q becomes %q, want %q", title, got, want)
		}
	}
}

// TestMentions sets apart who is called, by the name that everybody knows.
func TestMentions(t *testing.T) {
	m := week(t)
	s := &server{Options: optionsFor(m), who: identity.Resolve(m.known), prose: newProse()}
	e := feed.Entry{Tool: "github", Event: feed.Event{To: []feed.Account{{ID: "5b10", Name: "Inês Carvalho"}, {ID: "ben", Name: "Ben O."}}}}
	for text, want := range map[string]string{
		"@ana look":                  "<p><strong>@Ana</strong> look</p>",
		"hi @ANA, @ana.":             "<p>hi <strong>@Ana</strong>, <strong>@Ana</strong>.</p>",
		"@Inês Carvalho and @Inês":   "<p><strong>@Inês Carvalho</strong> and @Inês</p>",
		"@Ben O. it is":              "<p><strong>@Ben</strong> it is</p>",
		"@eve me@ana.example a@ana":  "<p>@eve <a href=\"mailto:me@ana.example\" rel=\"nofollow\">me@ana.example</a> a@ana</p>",
		"`@ana` [@ana](https://x.y)": "<p><code>@ana</code> <a href=\"https://x.y\" rel=\"nofollow\">@ana</a></p>",
		"*@ana* @":                   "<p><em><strong>@Ana</strong></em> @</p>",
		"@anabel @ana_b @ana-":       "<p>@anabel @ana_b <strong>@Ana</strong>-</p>",
	} {
		if got := strings.TrimSpace(string(s.prose.HTML(text, s.addressed(e), ""))); got != want {
			t.Errorf("%q becomes %s, want %s", text, got, want)
		}
	}
}
