package protocol_test

import (
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/rules"
)

// everything is an agreement with something in each of its settings.
const everything = hours + `
leads: {core: Ana}
waiting: {Needs decision: core}
triage: core
hand_off: remainder
escalation: [{after: 4wh, to: team}]
urgency: {labels: {P0: urgent}}
purposes: [{for: decisions, kind: decision, tool: notion}]
decisions: {headings: ["Decided:"]}
bots: {github: [tidy]}
`

// An agreement that is kept as text is the same when it is read again.
func TestReadWhatWasNoted(t *testing.T) {
	for name, text := range map[string]string{"everything": everything, "nothing": "people: []", "windows": agreement} {
		p := read(t, text)
		again, err := protocol.Read(p.Text(), "v1")
		if err != nil || again.Version() != "v1" || string(again.Text()) != string(p.Text()) {
			t.Errorf("%s: %v; noted\n%s\nread\n%s", name, err, p.Text(), again.Text())
		}
	}
	for name, text := range map[string]string{
		"a rule of another time": `{"windows":[{"name":"a","when":"colour == \"red\"","within":"8wh"}]}`, "no text": "{",
	} {
		if _, err := protocol.Read([]byte(text), "v1"); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

// What was asked while another agreement was in force is judged by its windows.
func TestEarlierAgreements(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 9, 0, 0, 0, time.UTC) }
	first, second := read(t, "windows: [{name: first, within: 1h}]"), read(t, "windows: [{name: second, within: 2h}]")
	now := read(t, "windows: [{name: third, when: 'kind == \"review\"', within: 3h}]")
	p := now.Following(protocol.Earlier{Until: day(10), Protocol: first}, protocol.Earlier{Until: day(20), Protocol: second})
	for _, c := range []struct {
		opened time.Time
		kind   string
		want   string
		of     *protocol.Protocol
	}{
		{day(1), "mention", "first", first}, {day(10), "mention", "second", second}, {day(19), "review", "second", second},
		{day(20), "review", "third", now}, {day(21), "mention", "", now},
	} {
		w, ok := p.Window(rules.Facts{Kind: c.kind, Opened: c.opened})
		if w.Name != c.want || ok != (c.want != "") || p.VersionAt(c.opened) != c.of.Version() {
			t.Errorf("a %s of %v has the window %q, %v of %s; want %q", c.kind, c.opened, w.Name, ok, p.VersionAt(c.opened), c.want)
		}
	}
}

// A calendar at an address that nobody can guess is not told by it, and another address is another agreement.
func TestAddressesOfCalendarsAreNotTold(t *testing.T) {
	with := func(key string) *protocol.Protocol {
		return read(t, `calendars: {a: {location: Europe/Lisbon, hours: {monday: ["09:00-17:00"]}, holidays: [{ics: "https://calendar.example.com/`+key+`/x.ics"}]}}`)
	}
	one, two := with("one-secret"), with("two-secret")
	if text := string(one.Text()); strings.Contains(text, "secret") || !strings.Contains(text, "calendar.example.com") {
		t.Errorf("the text is %s", text)
	}
	if one.Version() == two.Version() || one.Version() != with("one-secret").Version() {
		t.Error("the version does not follow the address")
	}
}
