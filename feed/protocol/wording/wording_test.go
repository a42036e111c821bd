package wording_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/wording"
	"github.com/datelinehq/dateline/feed/windows"
)

// now is a Thursday.
var now = time.Date(2026, time.November, 26, 16, 9, 0, 0, time.UTC)

const agreement = `
calendars:
  berlin:
    location: Europe/Berlin
    hours: {"monday:thursday": ["09:00-12:30", "13:30-18:00"], friday: ["09:00-15:00"]}
    holidays: [{country: DE-BE}, {dates: ["2026-12-28..2027-01-01"], name: Company closed}]
  night: {location: America/Havana, hours: {"saturday:sunday": ["22:00-06:00"]}}
  always: {always: true}
people:
  - {name: Ana, calendar: berlin}
  - {name: Ben, calendar: night}
  - {name: Kim, calendar: always}
windows:
  - {name: review, when: 'kind == "review"', within: 8wh, warn: 50%}
  - {name: hour, when: 'kind == "mention"', within: 1wh, warn: never}
  - {name: soon, when: 'kind == "question"', within: 90m}
  - {name: slow, when: 'kind == "decision"', within: 3bd}
  - {name: normal, within: 1bd, at_least: 24h}
escalation: [{after: 4wh, to: team}, {after: 1bd, to: lead}, {after: 24h, to: Ana}]
`

func opened(t *testing.T) *protocol.Protocol {
	t.Helper()
	p := &protocol.Protocol{}
	if err := yaml.Unmarshal([]byte(agreement), p); err != nil {
		t.Fatal(err)
	}
	if wrong := p.Check(protocol.Surroundings{Zone: time.LoadLocation}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	open, _ := p.Open(nil)
	return open
}

// TestWords says everything of an agreement.
func TestWords(t *testing.T) {
	p := opened(t)
	var said []string
	for _, person := range p.People {
		c := p.HoursOf(person.Name)
		said = append(said, person.Name+": "+strings.Join(wording.Week(c, now), ", "), wording.Standing(c, now), "clocks "+wording.Clocks(c.Zone(), now),
			"opens "+strings.Join(wording.Openings(c, now, 2), "; "))
	}
	today := windows.DateOf(now)
	for _, rest := range wording.Holidays(p.HoursOf("Ana"), today, today+60) {
		said = append(said, rest.String())
	}
	for i := range p.Windows {
		w := &p.Windows[i]
		asked := wording.Asked(w, p.HoursOf("Ana"), now)
		said = append(said, wording.Window(w), "  "+asked.Due.UTC().Format(wording.DayAndTime)+asked.Never)
	}
	said = append(said, "without a calendar: "+wording.Asked(&p.Windows[0], nil, now).Never)
	for _, step := range p.Escalation {
		said = append(said, wording.Step(step))
	}
	said = append(said, wording.HandOff(""), wording.HandOff(protocol.Remainder), wording.Whom(protocol.RoleOwners), wording.Whom("Ana"))
	want := strings.TrimSpace(`
Ana: Monday to Thursday 09:00–12:30 and 13:30–18:00, Friday 09:00–15:00
open until Thu 26 Nov 18:00
clocks go forward by 1h on Sun 28 Mar 2027
opens Fri 27 Nov 09:00–15:00; Mon 30 Nov 09:00–12:30
Ben: Saturday to Sunday 22:00–06:00
closed until Sat 28 Nov 22:00
clocks go forward by 1h on Sat 13 Mar 2027
opens Sat 28 Nov 22:00–Sun 29 Nov 06:00; Sun 29 Nov 22:00–Mon 30 Nov 06:00
Kim: Monday to Sunday 00:00–24:00
open for longer than a year
clocks do not change
opens not again within ten years
2026-12-25 1. Weihnachtstag
2026-12-26 2. Weihnachtstag
2026-12-28..2027-01-01 Company closed
2027-01-01 Neujahr
Reviews: within 8 working hours, with a warning after 50 % of that.
  Mon 30 Nov 09:09
Mentions: within 1 working hour, without a warning.
  Fri 27 Nov 08:09
Questions: within 1 h 30 min by the clock, with a warning after 75 % of that.
  Fri 27 Nov 08:00
Proposals to decide: within 3 business days, with a warning after 75 % of that.
  Tue 1 Dec 17:00
Every response: within 1 business day, though never before 24 h have passed, with a warning after 75 % of that.
  Mon 30 Nov 08:00
without a calendar: it is counted on a calendar, and whoever owes it has none
4 working hours later the team of whoever owes it is told.
1 business day later the lead of that team is told.
24 h by the clock later Ana is told.
Who takes over has a window of their own.
Who takes over has what is left of the window.
its owners
Ana`)
	if diff := cmp.Diff(strings.Split(want, "\n"), said); diff != "" {
		t.Errorf("(-want +said):\n%s", diff)
	}
}

// TestWeekdays joins weekdays that have the same, and takes what most have.
func TestWeekdays(t *testing.T) {
	monday := windows.NewDate(2026, time.November, 23)
	for name, c := range map[string]struct{ days, want string }{
		"one week":          {"aaaaabb", "Monday to Friday a, Saturday to Sunday b"},
		"all the same":      {"aaaaaaa", "Monday to Sunday a"},
		"most of three":     {"aaaaabb" + "caaaabb" + "aaaaacb", "Monday to Friday a, Saturday to Sunday b"},
		"the first of even": {"aaaaabb" + "ccccccc", "Monday to Friday a, Saturday to Sunday b"},
	} {
		var said []string
		for _, run := range wording.Weekdays(monday, []rune(c.days)) {
			said = append(said, run.Days()+" "+string(run.Has))
		}
		if got := strings.Join(said, ", "); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
