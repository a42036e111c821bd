package web

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
)

// A scene is a state of Dateline and an address to look at.
type scene struct {
	name, address string
	status        int
	// set makes the state out of a calm week.
	set func(*memory)
	// want is what must be read on the page.
	want []string
}

// scenes are all that the pages can show, one of each.
var scenes = append([]scene{
	{name: "feed", address: "/", status: 200, want: []string{
		"1 response late, 3 in time", "1 h past 24 h", "due in 20 h (24 h)", "asked 2 times", "Today", "Monday 23 November", "Since yesterday", "items moved on",
		"All 3 sources are up to date, read 1 min ago or later", "asked Farah to review",
	}},
	{name: "filtered", address: "/?kind=discussion&person=Chen&since=7d", status: 200, want: []string{
		"Chen: nobody is kept waiting", "Nobody is waited for in this view.", "The date picker speaks English", "remove this filter",
	}},
	{name: "searched", address: "/?kind=discussion&person=Chen&q=locale&since=7d", status: 200, want: []string{
		"What was found for “locale”", "The date picker speaks English", "remove this filter",
	}},
	{name: "older", address: "/?before=" + place(1<<62), status: 200, want: []string{"Older events", "Newest", "Emre merged, closed, tidied up", "moved this from Backlog to In progress"}},
	{name: "calm", address: "/", status: 200, set: func(m *memory) { m.asks = nil }, want: []string{
		"Nobody is kept waiting", "No response is owed to anybody right now.",
	}},
	{name: "trouble", address: "/", status: 200, set: trouble, want: []string{
		"13 responses late, 4 in time, 1 unsure", "No deadline", "nobody can tell until when", "whoever owes it has none", "4 sources need a look · 1 being read · 1 paused · 3 up to date", "Failing since Tue 24 Nov 2026, 08:12 UTC", "The tool answered 502 Bad Gateway.", "Refused",
		"correct the token or what it may read", "Not being read", "Is “dateline work” running?", "Paused", "4120 of 9800 comments",
		"could not be understood", "This is no longer there.", "Read the rest where it was written", "Show less", "Unsure", "mobile last read 4 h ago", "more",
	}},
	{name: "unconfigured", address: "/", status: 200, set: func(m *memory) { *m = memory{} }, want: []string{
		"Welcome to Dateline", "github: {repo: acme/api", "dateline check",
	}},
	{name: "beginning", address: "/", status: 200, set: beginning, want: []string{
		"The first reading is on its way.", "1200 of 4800 issues", "Reading has begun", "Waiting for its first reading",
	}},
	{name: "quiet", address: "/", status: 200, set: func(m *memory) { m.entries, m.asks = nil, nil }, want: []string{"Nothing has happened yet"}},
	{name: "nothing", address: "/?q=zeppelin&state=open", status: 200, want: []string{"Nothing was found for “zeppelin”", "Nothing here matches.", "without Search: zeppelin", "show everything"}},
	{name: "hostile", address: "/", status: 200, set: hostile, want: []string{"&lt;script&gt;"}},
	{name: "item", address: "/items/api/205", status: 200, set: linkedUp, want: []string{
		"Paginate /rooms by key instead of offset", "merged", "Open in GitHub", "Linked", "Thread of all of these", "Room list times out for large houses",
		"Owners", "Ana", "Labels", "performance", "Due", "Ana owed Chen a review: answered late, after 2 d", "HOUSE-7", "Jira", "changed priority from low to high",
		"between 06:30 and 07:10", "@Chen", "Ben decided", "Trello", "checked off Tell support", "late", "Latest:",
	}},
	{name: "item alone", address: "/items/ops/12", status: 200, want: []string{"Move the nightly export to object storage", "moved this from Backlog", "Thread"}},
	{name: "item of which nothing is known", address: "/items/api/211", status: 200, set: func(m *memory) { m.entries = nil }, want: []string{"Nothing has happened here yet"}},
	{name: "item that is gone", address: "/items/api/209", status: 200, set: goneItem, want: []string{"This is no longer in GitHub."}},
	{name: "no such item", address: "/items/api/4711", status: 404, want: []string{"There is no such item"}},
	{name: "receipt", address: "/asks/ask%2Fapi%2F209", status: 200, want: []string{"owes", "Counted", "Not counted", "draft &lt;b&gt;", "Together", "What would stop it", "2 h of the window were used before"}},
	{name: "no such ask", address: "/asks/none", status: 404, want: []string{"There is no such ask"}},
	{name: "people", address: "/people", status: 200, set: crowd, want: []string{
		"Are these the same person?", "the same name · high confidence", "Same person", "Two people", "Ana", "Ana Pereira 5b10a2844…00ede21a", `title="5b10a2844c20165700ede21a"`, "Emre 22222222-…22222222", "557058:0e1f9a2…-9c0de21f3f4a", "a.person.with.…mpany.example",
		`title="a.person.with.a.long.name@some.long.company.example"`, "the same e-mail address as Ana",
		"confirmed to be Trello Chen Wu chen_w", "Undo", "not in the configuration", "Accounts of nobody in particular", "Programs", "renovate", "What was said", "is not", "Chen Wu, ",
	}},
	{name: "people nobody wrote down", address: "/people", status: 200, set: func(m *memory) { m.known, m.written = identity.Known{}, `{}` }, want: []string{"Nobody is known yet.", "Nobody’s hours are written down."}},
	{name: "sources", address: "/sources", status: 200, set: rejected, want: []string{
		"4 sources need a look", "The tool answered 502 Bad Gateway.", "3 objects could not be understood", "What was not understood", "Not understood", "the comment has no author: null", "As it came",
		"{&#34;id&#34;: 17, &#34;author&#34;: null, &#34;body&#34;: &#34;&lt;script&gt;&#34;}", "12 items, 340 events", "1 not read any more", "Something in the configuration needs mending;", "Too much is missing", "There is more of it",
	}},
	{name: "sources that are well", address: "/sources?source=api", status: 200, want: []string{"All 3 sources are up to date", "Everything that was read was understood."}},
	{name: "no such source", address: "/sources?source=apo", status: 400, want: []string{"There is no source called “apo”."}},
	{name: "hostile item", address: "/items/api/bad1", status: 200, set: hostile, want: []string{"&lt;img"}},
	{name: "hostile people", address: "/people", status: 200, set: hostile, want: []string{"&lt;script&gt;"}},
	{name: "hostile sources", address: "/sources", status: 200, set: hostile, want: []string{"&lt;script&gt;"}},
	{name: "zone", address: "/zone?back=%2F%3Fkind%3Dflag", status: 200, want: []string{"Your settings", "America/New York", "I am", "Chen"}},
	{name: "keys", address: "/keys", status: 200, want: []string{"Go to the next entry", "Who waits for whom", "Keys are on"}},
	{name: "missing", address: "/feeds", status: 404, want: []string{"There is nothing here"}},
	{name: "mistake", address: "/?source=apo", status: 400, want: []string{"There is no source called “apo”.", `<a href="/?source=api">api</a>`}},
	{name: "broken", address: "/", status: 500, set: func(m *memory) { m.broken = true }, want: []string{
		"This page could not be made", "tell whoever runs Dateline this request",
	}},
}, slices.Concat(decisionScenes, askScenes, reportScenes, hoursScenes, videoScenes, protocolScenes, sourceScenes, viewScenes,
	subscriberScenes, unsubscribeScenes, accessScenes)...)

// page is the page of which the scene is a state: those of several items are one.
func (s scene) page() string {
	path, _, _ := strings.Cut(s.address, "?")
	name, of, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return fmt.Sprint(name, of != "")
}

// options are what the scene is made of.
func (s scene) options(t testing.TB) Options {
	t.Helper()
	m := week(t)
	if s.set != nil {
		s.set(m)
	}
	return optionsFor(m)
}

// trouble is a bad morning: sources that cannot be read, and many who wait.
func trouble(m *memory) {
	m.sources = append(m.sources,
		feed.Source{Name: "billing", Tool: "github", State: feed.SourceFailing, Since: noon.Add(-2 * time.Hour),
			Error: "The tool answered 502 Bad Gateway.", Success: noon.Add(-2 * time.Hour), Due: noon.Add(4 * time.Minute)},
		feed.Source{Name: "secrets", Tool: "github", State: feed.SourceRefused, Since: noon.Add(-26 * time.Hour),
			Error: "The tool refused the credentials: reading acme/secrets needs the permission “Issues: read”.", Success: noon.Add(-26 * time.Hour)},
		feed.Source{Name: "mobile", Tool: "github", State: feed.SourceCurrent, Every: 2 * time.Minute, Success: noon.Add(-4 * time.Hour),
			Due: noon.Add(-4 * time.Hour)},
		feed.Source{Name: "board", Tool: "trello", State: feed.SourceFailing, Since: noon.Add(-10 * time.Minute),
			Error: "Reading lists: connection reset by peer.", Due: noon.Add(4 * time.Minute)},
		feed.Source{Name: "handbook", Tool: "notion", State: feed.SourceReading, Reading: feed.Tally{What: "comments", Done: 4120, Total: 9800},
			Success: noon.Add(-time.Minute), Rejects: 3},
		feed.Source{Name: "attic", Tool: "jira", State: feed.SourceCurrent, Paused: true, Success: noon.Add(-50 * time.Hour)},
	)
	last := len(m.entries) - 1
	m.entries[last].Gone, m.entries[last].Text = true, ""
	m.entries[last-1].Text = strings.Repeat("A long story. ", 400)
	for i := range 12 {
		a := m.ask("web/88", "emre", []string{"ana", "ben", "divya"}[i%3], noon.Add(-time.Duration(26+7*i)*time.Hour))
		a.ID += fmt.Sprint(i)
		a.Flagged = a.Due.Add(time.Minute)
		m.asks = append(m.asks, a)
	}
	unsure := m.ask("web/90", "guest42", "chen", noon.Add(-27*time.Hour))
	unsure.Source, unsure.Read = "mobile", noon.Add(-4*time.Hour)
	endless := m.ask("web/88", "divya", "chen", noon.Add(-3*time.Hour))
	endless.Due, endless.Unclear = time.Time{}, "it is counted on a calendar, and whoever owes it has none"
	m.asks = append(m.asks, unsure, endless)
}

// beginning is the first minute.
func beginning(m *memory) {
	m.entries, m.asks = nil, nil
	for i := range m.sources {
		m.sources[i].State, m.sources[i].Success = feed.SourceNew, time.Time{}
	}
	m.sources[0].State, m.sources[0].Reading = feed.SourceReading, feed.Tally{What: "issues", Done: 1200, Total: 4800}
}

// hostile is a tool full of people who mean ill.
func hostile(m *memory) {
	bad := []string{
		`<script>document.title = "owned"</script>`,
		`"><img src=https://evil.example/x onerror=document.title="owned">`,
		`[click](javascript:document.title="owned")`,
		`<a href="javascript:document.title='owned'">click</a>`,
		`![](https://evil.example/pixel.gif) [![badge](https://evil.example/b.svg)](https://evil.example/)`,
		`<style>body{display:none}</style><iframe src=https://evil.example></iframe><form action=https://evil.example><input name=q></form>`,
		`<h1 id="main" class="masthead" style="position:fixed" onclick="document.title='owned'">big</h1>`,
		"\u202eright to left\u202c \u2066isolated \x00\x07\x1b[31mred\x1b[0m",
		"مرحبا بالعالم، هذه فقرة طويلة من اليمين إلى اليسار",
		"👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 Z͑ͫ̓a͙͒l͔̎g̙̈o̓",
		strings.Repeat("unbroken", 1300),
		"```\n" + strings.Repeat("code without an end ", 60) + "\n",
		"| a | b |\n|---|---|\n| " + strings.Repeat("wide", 80) + " | x |",
		strings.Repeat("> ", 200) + "deep",
		`</p></li></ol></article></section></main><s><details><b>unclosed <ul><li> <td> <table>`,
		`{{.Layout}} {{template "layout.html"}} <b>{{</b>`,
	}
	for i, text := range bad {
		id := fmt.Sprintf("bad%d", i)
		m.items["api/"+id] = feed.Item{ID: id, Kind: "issue", Key: text, Title: text, URL: "javascript:document.title='owned'", State: feed.StateOpen, Status: text}
		e := feed.Entry{Source: "api", Tool: "github"}
		e.At, e.Updated, e.Item, e.Verb, e.Kind = noon.Add(-time.Minute), noon, id, feed.Renamed, feed.Progress
		e.By, e.To, e.From, e.Into, e.Text = feed.Account{ID: text, Name: text}, []feed.Account{{Name: text}}, text, text, text
		e.URL = "javascript:document.title='owned'"
		m.add(e)
		a := m.ask("api/"+id, text, text, noon.Add(-time.Hour))
		a.Asker.Name, a.Responder.Name = text, text
		m.asks = append(m.asks, a)
		m.known.Accounts = append(m.known.Accounts,
			feed.AccountEntry{Account: feed.Account{ID: text, Name: text}, Tool: "github", Source: "api", Last: noon},
			feed.AccountEntry{Account: feed.Account{ID: id, Name: text, Email: text + "@x.y"}, Tool: "jira", Source: text, Last: noon})
		m.rejects = append(m.rejects, feed.RejectEntry{Source: "api", At: noon, Reject: feed.Reject{Key: text, Reason: text, Raw: []byte(text)}})
		m.links = map[string][]string{"api/bad1": {"api/bad0", "api/bad3", "api/bad10"}}
	}
	m.sources[0].State, m.sources[0].Error = feed.SourceFailing, bad[1]
	m.sources[0].Since = noon.Add(-time.Hour)
	slices.Reverse(m.asks)
}
