package protocol_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/rules"
)

const hours = `
calendars:
  lisbon: {location: Europe/Lisbon, hours: {"monday:friday": ["09:00-17:00"]}, holidays: [{dates: [2026-03-03], name: Fair}]}
  pune: {location: Asia/Kolkata, hours: {"monday:friday": ["10:00-18:00"]}}
time_intervals: [{name: oncall, time_intervals: [{weekdays: ["saturday"], location: Europe/Lisbon}]}]
calendar: pune
people:
  - {name: Ana, calendar: lisbon, away: [2026-03-05], accounts: {github: ana}}
  - {name: Ben, calendar: lisbon, accounts: {github: ben}}
  - {name: Kim, calendar: oncall, accounts: {github: kim}}
  - {name: Lou, accounts: {github: lou}}
teams: {core: [Ana, Kim], empty: []}
windows:
  - {name: review, when: 'kind == "review"', within: 8wh}
`

// Everybody works by their own calendar, teams whenever somebody of them does, and the others by the calendar for those.
func TestHours(t *testing.T) {
	written := read(t, hours)
	if written.Hours("github", feed.Account{ID: "ana"}) != nil || written.HoursOf("Ana") != nil || written.CalendarsVersion() != "" {
		t.Error("there are hours although no calendar was opened")
	}
	p, notices := written.Open(nil)
	if len(notices) > 0 {
		t.Errorf("something should be known: %v", notices)
	}
	at := func(s string) time.Time {
		when, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, c := range []struct {
		who      string
		when     string // in UTC
		opens    string
		calendar string
	}{
		{"ana", "2026-03-02 20:00", "2026-03-04 09:00", "lisbon"}, // a holiday between
		{"ana", "2026-03-04 20:00", "2026-03-06 09:00", "lisbon"}, // away
		{"ben", "2026-03-04 20:00", "2026-03-05 09:00", "lisbon"},
		{"kim", "2026-03-02 20:00", "2026-03-07 00:00", "oncall"},
		{"acme/core", "2026-03-06 20:00", "2026-03-07 00:00", "core"},
		{"acme/core", "2026-03-04 20:00", "2026-03-06 09:00", "core"},
		{"acme/empty", "2026-03-02 20:00", "2026-03-03 04:30", "pune"},
		{"acme/others", "2026-03-02 20:00", "2026-03-03 04:30", "pune"},
		{"lou", "2026-03-02 20:00", "2026-03-03 04:30", "pune"},
		{"stranger", "2026-03-02 20:00", "2026-03-03 04:30", "pune"},
	} {
		h := p.Hours("github", feed.Account{ID: c.who, Group: strings.Contains(c.who, "/")})
		if opens, ok := h.Next(at(c.when)); !ok || !opens.Equal(at(c.opens)) || h.Name != c.calendar {
			t.Errorf("%s after %s: opens %v by %s, want %s by %s", c.who, c.when, opens, h.Name, c.opens, c.calendar)
		}
	}
	if p.HoursOf("Ben").Calendar == p.HoursOf("Ana").Calendar {
		t.Error("who is away shares a clock with who is not")
	}
	same, _ := read(t, strings.Replace(hours, "away: [2026-03-05], ", "", 1)).Open(nil)
	if same.HoursOf("Ben").Calendar != same.HoursOf("Ana").Calendar {
		t.Error("two with the same calendar do not share its clock")
	}
	if same.CalendarsVersion() == p.CalendarsVersion() {
		t.Error("time off leaves the calendars' version as it is")
	}
	if again, _ := read(t, "# again\n"+hours).Open(nil); again.CalendarsVersion() != p.CalendarsVersion() {
		t.Error("the same calendars have another version")
	}
}

func TestDefaultWindow(t *testing.T) {
	for text, want := range map[string]string{
		"people: [{name: Ana}]":                       "normal: every response within 24h, at least 0s, warned at 75%",
		"calendars: {a: {always: true}}\ncalendar: a": "normal: every response within 1bd, at least 24h0m0s, warned at 75%",
	} {
		w, ok := read(t, text).Window(rules.Facts{})
		got := fmt.Sprintf("%s: %s within %s, at least %s, warned at %s", w.Name, w.For(), w.Within, time.Duration(w.AtLeast), w.Warn)
		if !ok || got != want {
			t.Errorf("%s: the window is %s, want %s", text, got, want)
		}
	}
}

func TestUrgency(t *testing.T) {
	p := read(t, `urgency: {labels: {P0: urgent, later: low}, priorities: {Highest: high}, words: {asap: high, "c++": urgent, "right now": urgent}}`)
	for _, c := range []struct {
		labels         []string
		priority, text string
		want           protocol.Level
	}{
		{nil, "", "", protocol.Normal},
		{[]string{"p0"}, "", "", protocol.Urgent},
		{[]string{"later"}, "", "", protocol.Low},
		{[]string{"later"}, "highest", "", protocol.High},
		{nil, "", "Please, ASAP!", protocol.High},
		{nil, "", "the asapo protein", protocol.Normal},
		{nil, "", "we need it Right Now.", protocol.Urgent},
		{nil, "", "is it C++?", protocol.Urgent},
		{nil, "", "", protocol.Normal},
	} {
		if got := p.Urgency.Of(c.labels, c.priority, c.text); got != c.want {
			t.Errorf("%v %q %q: %s, want %s", c.labels, c.priority, c.text, got, c.want)
		}
	}
}

func TestMisplaced(t *testing.T) {
	p := read(t, `
purposes:
  - {for: decisions, kind: decision, tool: notion}
  - {for: architecture, kind: decision, labels: [architecture], source: acme}
  - {for: code, tool: github}
`)
	for _, c := range []struct {
		tool, source string
		verb         feed.Verb
		labels       []string
		want         string
	}{
		{"notion", "handbook", feed.Decided, nil, ""},
		{"github", "acme/api", feed.Decided, nil, "decisions"},
		{"github", "acme/api", feed.Decided, []string{"Architecture"}, ""},
		{"github", "acmes", feed.Decided, []string{"Architecture"}, "decisions"},
		{"github", "acme/api", feed.Commented, nil, ""},
	} {
		e := feed.Entry{Event: feed.Event{Verb: c.verb, Kind: c.verb.Kind()}, Tool: c.tool, Source: c.source, On: feed.Item{Labels: c.labels}}
		if got, misplaced := p.Misplaced(e); got.For != c.want || misplaced != (c.want != "") {
			t.Errorf("%+v belongs to %q, %v; want %q", c, got.For, misplaced, c.want)
		}
	}
}

func TestDecisionWords(t *testing.T) {
	var usual protocol.Decisions
	own := protocol.Decisions{Headings: []string{"Beschluss:"}, Phrases: []string{"wir nehmen"}}
	for _, c := range []struct {
		d           protocol.Decisions
		line, rest  string
		heading     bool
		suggestions bool
	}{
		{usual, "Decision: use SQLite", "use SQLite", true, false},
		{usual, "**Decided:** use SQLite", "use SQLite", true, false},
		{usual, "## decision: use it", "use it", true, false},
		{usual, "The decision: none", "", false, false},
		{usual, "So we agreed on Thursday.", "", false, true},
		{usual, "We are going without it.", "", false, false},
		{own, "Beschluss: ja", "ja", true, false},
		{own, "Decision: use SQLite", "", false, false},
		{own, "Gut, wir nehmen SQLite", "", false, true},
	} {
		rest, heading := c.d.Heading(c.line)
		if rest != c.rest || heading != c.heading || c.d.Suggests(c.line) != c.suggestions {
			t.Errorf("%q: %q, %v, suggests %v", c.line, rest, heading, c.d.Suggests(c.line))
		}
	}
}
