package compare_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/compare"
)

// base has every setting of an agreement that changes then change. What a calendar may have is in the stories and in the
// tests of calendars; here is one of each way to write one.
const base = `
calendars:
  berlin: {location: Europe/Berlin, hours: {"monday:friday": ["09:00-17:00"]}, holidays: [{country: DE}, {dates: [2026-12-28], name: Shut}],
    exceptions: [{date: 2026-12-23, hours: ["09:00-12:00"]}, {date: 2026-12-22, closed: ["12:00-13:00"]}]}
  books: {location: Europe/Berlin, hours: {"monday:friday": ["10:00-17:00"]}, holidays: [{ics: company.ics}]}
  toronto: {location: America/Toronto, hours: {"monday:friday": ["09:00-17:00"]}}
  any: {union: [berlin, toronto]}
  all: {intersection: [berlin, toronto]}
  never-closed: {always: true}
  office: {time_intervals: [{weekdays: ["monday"], times: [{start_time: "09:00", end_time: "11:00"}],
    months: ["1:11"], days_of_month: ["1:20"], years: ["2020:2030"], location: Europe/Paris}]}
time_intervals: [{name: oncall, time_intervals: [{weekdays: ["sunday"]}]}]
calendar: berlin
people:
  - {name: Ana, email: ana@example.com, accounts: {github: ana}, calendar: toronto, away: [2026-12-02]}
  - {name: Ben, accounts: {github: ben}}
  - {name: Kim}
teams: {core: [Ana, Ben]}
leads: {core: Ana}
windows:
  - {name: review, when: 'kind == "review"', within: 8h, at_least: 1h, warn: 60%}
  - {name: rest, within: 1bd}
waiting: {Needs decision: core}
triage: core
hand_off: remainder
escalation: [{after: 4wh, to: team}]
urgency: {labels: {blocker: urgent}, priorities: {P1: high}, words: {asap: high}}
purposes: [{for: bugs, tool: github, source: api, kind: request, labels: [bug], note: ask Ana}]
decisions: {headings: ["Decision:"], phrases: [we settled]}
bots: {github: [tidy]}
`

// changes are what can be changed of base, each by another text in place of one, under the setting that is meant.
var changes = [][3]string{
	{"calendars", "  never-closed: {always: true}\n", ""},
	{"calendars.location", "America/Toronto", "America/Halifax"},
	{"calendars.hours", `"monday:friday": ["09:00-17:00"]}, holidays`, `"monday:friday": ["09:00-16:00"]}, holidays`},
	{"calendars.holidays", "{country: DE}, ", ""},
	{"calendars.holidays.country", "country: DE}", "country: DE-BE}"},
	{"calendars.holidays.dates", "2026-12-28]", "2026-12-29]"},
	{"calendars.holidays.ics", "ics: company.ics", "ics: other.ics"},
	{"calendars.exceptions.date", "2026-12-23", "2026-12-24"},
	{"calendars.exceptions.hours", "09:00-12:00", "09:00-13:00"},
	{"calendars.exceptions.closed", "12:00-13:00", "12:00-14:00"},
	{"calendars.exceptions", ", {date: 2026-12-22, closed: [\"12:00-13:00\"]}", ""},
	{"calendars.union", "union: [berlin, toronto]", "union: [berlin, office]"},
	{"calendars.intersection", "intersection: [berlin, toronto]", "intersection: [toronto, books]"},
	{"calendars.always", "always: true", "location: UTC, hours: {monday: [\"09:00-10:00\"]}"},
	{"calendars.time_intervals.weekdays", `weekdays: ["monday"]`, `weekdays: ["tuesday"]`},
	{"calendars.time_intervals.times.start_time", `start_time: "09:00"`, `start_time: "08:00"`},
	{"calendars.time_intervals.times.end_time", `end_time: "11:00"`, `end_time: "12:00"`},
	{"calendars.time_intervals.times", `times: [{start_time: "09:00", end_time: "11:00"}],`, ""},
	{"calendars.time_intervals.months", "1:11", "1:12"},
	{"calendars.time_intervals.days_of_month", "1:20", "1:25"},
	{"calendars.time_intervals.years", "2020:2030", "2020:2031"},
	{"calendars.time_intervals.location", "Europe/Paris", "Europe/London"},
	{"calendars.time_intervals", "  office: {time_intervals: [{", "  office: {time_intervals: [{weekdays: [friday]}, {"},
	{"time_intervals", "name: oncall", "name: other, time_intervals: [{weekdays: [monday]}]}, {name: oncall"},
	{"time_intervals.name", "name: oncall", "name: duty"},
	{"time_intervals.time_intervals", "sunday", "saturday"},
	{"calendar", "calendar: berlin", "calendar: toronto"},
	{"people", "  - {name: Kim}\n", ""},
	{"people.name", "name: Kim", "name: Kai"},
	{"people.email", "ana@example.com", "a@example.com"},
	{"people.accounts", "github: ben", "jira: ben"},
	{"people.calendar", "calendar: toronto", "calendar: books"},
	{"people.away", "2026-12-02", "2026-12-03"},
	{"teams", "teams: {core: [Ana, Ben]}", "teams: {core: [Ana]}"},
	{"leads", "leads: {core: Ana}", "leads: {core: Ben}"},
	{"windows", "  - {name: rest, within: 1bd}\n", "  - {name: merge, when: 'kind == \"merge\"', within: 1h}\n  - {name: rest, within: 1bd}\n"},
	{"windows.name", "name: rest", "name: others"},
	{"windows.when", `kind == "review"`, `kind == "merge"`},
	{"windows.within", "within: 1bd", "within: 2bd"},
	{"windows.at_least", "at_least: 1h", "at_least: 2h"},
	{"windows.warn", "60%", "never"},
	{"waiting", "Needs decision: core", "Needs decision: owners"},
	{"triage", "triage: core", ""},
	{"hand_off", "hand_off: remainder", ""},
	{"escalation", "escalation:", "#"},
	{"escalation.after", "after: 4wh", "after: 5wh"},
	{"escalation.to", "to: team", "to: lead"},
	{"urgency", "urgency:", "#"},
	{"urgency.labels", "blocker: urgent", "blocker: low"},
	{"urgency.priorities", "P1: high", "P1: low"},
	{"urgency.words", "asap: high", "now: high"},
	{"purposes", "purposes:", "#"},
	{"purposes.for", "for: bugs", "for: defects"},
	{"purposes.tool", "tool: github", "tool: jira"},
	{"purposes.source", "source: api", "source: web"},
	{"purposes.kind", "kind: request", "kind: decision"},
	{"purposes.labels", "labels: [bug]", "labels: [defect]"},
	{"purposes.note", "note: ask Ana", "note: ask Ben"},
	{"decisions", "decisions:", "#"},
	{"decisions.headings", `"Decision:"`, `"Decided:"`},
	{"decisions.phrases", "we settled", "we chose"},
	{"bots", "[tidy]", "[sweeper]"},
}

// Whatever is changed is told, and changing it back is told as well; nothing is if nothing is changed.
func TestEveryChangeIsTold(t *testing.T) {
	before := opened(t, base)
	if lines := compare.Words(before, opened(t, base), now); len(lines) > 0 {
		t.Errorf("of what is the same is said\n%s", told(lines))
	}
	for _, c := range changes {
		if strings.Count(base, c[1]) == 0 {
			t.Errorf("%s: there is no %s", c[0], c[1])
			continue
		}
		after := opened(t, strings.Replace(base, c[1], c[2], 1))
		if len(compare.Words(before, after, now)) == 0 || len(compare.Words(after, before, now)) == 0 {
			t.Errorf("nothing is said of %s: %s became %s", c[0], c[1], c[2])
		}
	}
}

// Every setting that an agreement may have is among the changes, but for what is only a name of closed days.
func TestChangesOfEverySetting(t *testing.T) {
	has := map[string]bool{"calendars.holidays.name": true, "calendars.exceptions.name": true}
	for _, c := range changes {
		has[c[0]] = true
	}
	for _, setting := range settings(reflect.TypeFor[protocol.Protocol](), "") {
		if !has[setting] && !strings.HasPrefix(setting, "time_intervals.time_intervals.") { // as those of calendars
			t.Errorf("no change of %s is tried", setting)
		}
	}
}

// settings are the paths of what may be written for a type.
func settings(t reflect.Type, path string) []string {
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		return settings(t.Elem(), path)
	case reflect.Struct:
		var all []string
		for f := range t.Fields() {
			if key, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); key != "" {
				inner := strings.TrimPrefix(path+"."+key, ".")
				all = append(all, inner)
				all = append(all, settings(f.Type, inner)...)
			}
		}
		return all
	}
	return nil
}

// Of agreements made by chance something is said if, and only if, they are not the same.
func TestAgreementsByChance(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	var last *protocol.Protocol
	for range 60 {
		text := base
		for _, c := range changes {
			if random.IntN(20) == 0 && !strings.HasPrefix(c[0], "calendars") { // a change may have taken away what another needs
				text = strings.Replace(text, c[1], c[2], 1)
			}
		}
		text = strings.Replace(text, "8h", fmt.Sprintf("%dh", 1+random.IntN(3)), 1)
		p, wrong := decoded(t, text)
		if len(wrong) > 0 {
			continue // two changes that exclude each other
		}
		p, _ = p.Open(nil)
		if lines := compare.Words(p, p, now); len(lines) > 0 {
			t.Fatalf("of the same agreement is said\n%s\n%s", told(lines), text)
		}
		if last != nil && (last.Version() != p.Version()) != (len(compare.Words(last, p, now)) > 0) {
			t.Fatalf("of %s\nand %s\nis said %s", last.Text(), p.Text(), told(compare.Words(last, p, now)))
		}
		last = p
	}
}
