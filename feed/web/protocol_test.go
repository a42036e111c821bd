package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/protocol/compare"
)

// versions are the agreements of the tests' own feed: the present one and one before it.
func (m *memory) versions(ctx context.Context) ([]Version, error) {
	p, err := m.agreement(ctx)
	if err != nil || m.written == "" {
		return nil, err
	}
	return []Version{
		{Name: p.Version(), Since: noon.Add(-50 * time.Hour), Changes: []compare.Line{{
			Mark: compare.Changed, Subject: `window "review"`, Text: "within 8wh instead of 1bd", Details: []string{"<b>more</b>"},
		}}},
		{Name: "bad", Since: noon.Add(-60 * time.Hour), Unclear: "It cannot be read any more."},
		{Name: "same", Since: noon.Add(-70 * time.Hour)},
		{Name: "first", Since: noon.Add(-9000 * time.Hour)},
	}, nil
}

// meant is what the team of the tests means by the places of its sources.
func (m *memory) meant(src feed.Source) feed.Map {
	if src.Name != "ops" {
		return feed.Map{}
	}
	return feed.Map{
		Lists: map[string]feed.Verb{"Needs decision": feed.Proposed}, Statuses: map[string]feed.Verb{"Blocked": feed.Paused},
		Labels: map[string]feed.Verb{"<i>done": feed.Closed},
	}
}

// everything is an agreement that has one of all there is.
const everything = spread + `
windows:
  - {name: review, when: 'kind == "review"', within: 8wh}
  - {name: urgent, when: 'urgency == "urgent"', within: 90m, warn: never}
  - {name: normal, within: 1bd, at_least: 24h}
waiting: {Waiting for customer: author, Review: Ana}
triage: core
hand_off: remainder
escalation: [{after: 4wh, to: lead}, {after: 1bd, to: Chen}]
urgency: {labels: {outage: urgent}, priorities: {P1: urgent}, words: {when you can: low}}
purposes: [{for: architecture decisions, tool: github, source: api, note: See the folder.}, {for: plans, source: ops}]
decisions: {headings: ["Agreed:"], phrases: [so be it]}
bots: {github: [renovate, "<b>bot"]}
`

var protocolScenes = []scene{
	{name: "what is agreed", address: "/protocol", status: 200, set: func(m *memory) { m.written, m.warnings = everything, []string{"the time zone data in use is old"} }, want: []string{
		"in force since Sun 22 Nov", "Something in the configuration needs mending;", "architecture decisions", "GitHub", "See the folder.", "Reviews: within 8 working hours, with a warning after 75 % of that.",
		"Responses that are urgent: within 1 h 30 min by the clock, without a warning.", "though never before 24 h have passed", "Asked now, it is due, by your clock, from", "Ana Thu 26 Nov 10:12", "Emre never: it is counted on a calendar",
		"The examples are of Tue 24 Nov 2026 10:12 in UTC.", "Monday to Friday 09:00–12:30 and 13:30–18:00", "Monday to Friday 22:00–06:00", "Europe/Berlin", "Wed 25 Nov Founders' day", "away Mon 23 Nov – Fri 27 Nov",
		"Nobody wrote down when they work.", "What has the status “Blocked” of ops rests.", "&lt;i&gt;done", "What is in the list “Needs decision” of ops is proposed.",
		"the label “outage” or the priority “P1”", "4 working hours later the lead of that team is told.", "1 business day later Chen is told.", "Who takes over has what is left of the window.",
		"is owed by the team core", "What is in “Waiting for customer” waits for whoever opened it.", "“Agreed:” before what was decided", "“so be it”", "Ana, Ben and Chen", "led by Ana", "renovate, &lt;b&gt;bot",
		`window "review": within 8wh instead of 1bd`, "It cannot be read any more.", "Written otherwise, and meant as before.", "The first that was in force here.", "14 Nov 2025",
	}},
	{name: "nothing is agreed", address: "/protocol", status: 200, set: func(m *memory) { m.written = "{}"; m.sources = nil }, want: []string{
		"Nothing is agreed on that.", "Every response: within 24 h by the clock", "Asked now, it is due Wed 25 Nov 10:12 for you.", "Nobody is written down.", "Nobody else is told of it.",
		"Nothing makes one response more urgent than another.", "“Decision:” or “Decided:”",
	}},
	{name: "hostile agreement", address: "/protocol", status: 200, set: hostileHours, want: []string{"&lt;script&gt;", "Monday to Sunday 00:00–24:00"}},
}

// Two pages tell what is wrong with the configuration to those who can mend it, and to others only that something is.
func TestWarnings(t *testing.T) {
	m := week(t)
	h := newPages(t, optionsFor(m))
	const wrong, sentence = "calendars.ana.holidays[0]: it has passed", "Something in the configuration needs mending"
	for _, role := range []access.Role{access.Anybody, access.Viewer, access.Lead, access.Operator, access.Admin} {
		for _, warnings := range [][]string{nil, {wrong}} {
			m.warnings = warnings
			for _, address := range []string{"/protocol", "/sources"} {
				page := get(t, as(h, access.Reader{Role: role}), address).Body.String()
				mends := role >= access.Operator
				if shown := strings.Contains(page, wrong); shown != (mends && warnings != nil) {
					t.Errorf("%s at %s, of %q: what is wrong is shown: %t", role, address, warnings, shown)
				}
				if told := strings.Contains(page, sentence); told != (!mends && warnings != nil) {
					t.Errorf("%s at %s, of %q: it is told that something is wrong: %t", role, address, warnings, told)
				}
			}
		}
	}
}

// TestProtocolZones tells deadlines by the reader's clock and hours by that of whoever works them.
func TestProtocolZones(t *testing.T) {
	m := week(t)
	m.written = everything
	h := newPages(t, optionsFor(m))
	for zone, due := range map[string]string{
		"UTC": "Divya Wed 25 Nov 04:00", "Pacific/Auckland": "Divya Wed 25 Nov 17:00", "America/New_York": "Divya Tue 24 Nov 23:00",
	} {
		page := words(get(t, h, "/protocol", "Cookie", "zone="+zone).Body.String())
		for _, want := range []string{due, "Pacific/Auckland", "Monday to Friday 09:00–17:00"} {
			if !strings.Contains(page, want) {
				t.Errorf("in %s the page does not say %q", zone, want)
			}
		}
	}
}

// TestProtocolWeight checks that the agreement of a team of twelve is light.
func TestProtocolWeight(t *testing.T) {
	m := week(t)
	var b strings.Builder
	b.WriteString("calendars:\n")
	for i := range 12 {
		b.WriteString("  c" + strconv.Itoa(i) + ": {location: Europe/Berlin, hours: {'monday:friday': ['09:" + strconv.Itoa(10+i) + "-12:30', '13:30-18:00']}, holidays: [{country: DE-BE}]}\n")
	}
	b.WriteString("people:\n")
	for i := range 12 {
		b.WriteString("  - {name: Somebody With A Name " + strconv.Itoa(i) + ", calendar: c" + strconv.Itoa(i) + "}\n")
	}
	b.WriteString(everything[strings.Index(everything, "windows:"):strings.Index(everything, "waiting:")])
	m.written = b.String()
	w := get(t, newPages(t, optionsFor(m)), "/protocol")
	if w.Code != http.StatusOK || w.Body.Len() > 60_000 {
		t.Errorf("%d, %d bytes", w.Code, w.Body.Len())
	}
	o := optionsFor(m)
	o.Agreed, o.Versions, o.Meanings, o.Warnings = nil, nil, nil, nil
	if w := get(t, newPages(t, o), "/protocol"); w.Code != http.StatusOK {
		t.Errorf("where nobody knows anything: %d", w.Code)
	}
}
