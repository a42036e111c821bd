package digest_test

import (
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed/digest"
	"github.com/datelinehq/dateline/feed/protocol"
)

// agreed reads an agreement.
func agreed(t *testing.T, text string) *protocol.Protocol {
	t.Helper()
	p := &protocol.Protocol{}
	if err := yaml.Unmarshal([]byte(text), p); err != nil {
		t.Fatal(err)
	}
	if wrong := p.Check(protocol.Surroundings{Zone: time.LoadLocation}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	open, _ := p.Open(nil)
	return open
}

const working = `
calendars:
  lisbon: {location: Europe/Lisbon, hours: {"monday:friday": ["09:00-17:00"]}, holidays: [{country: PT}]}
  nights: {location: Pacific/Auckland, hours: {"monday:thursday": ["22:00-06:00"]}}
people:
  - {name: Ana, calendar: lisbon, away: ["2026-03-05..2026-03-06", "2026-03-10 12:00-18:00"]}
  - {name: Ben, calendar: nights}
`

// In each row it is so late, this is the last period, and that is when the next digest comes; all by the clock of the person.
func TestMoments(t *testing.T) {
	people := agreed(t, working)
	const form = "Mon 2006-01-02 15:04"
	for _, tt := range []struct {
		what, person string
		rhythm       digest.Rhythm
		at           time.Duration
		now          string
		name         string
		from, until  string
		moment, next string
	}{
		{"before work begins at that time", "Ana", digest.Daily, 8*time.Hour + 30*time.Minute, "Mon 2026-03-02 08:59",
			"2026-02-27", "Thu 2026-02-26 09:00", "Fri 2026-02-27 09:00", "Fri 2026-02-27 09:00", "Mon 2026-03-02 09:00"},
		{"when work begins", "Ana", digest.Daily, 8*time.Hour + 30*time.Minute, "Mon 2026-03-02 09:00",
			"2026-03-02", "Fri 2026-02-27 09:00", "Mon 2026-03-02 09:00", "Mon 2026-03-02 09:00", "Tue 2026-03-03 09:00"},
		{"at a time of her own", "Ana", digest.Daily, 11 * time.Hour, "Tue 2026-03-03 10:59",
			"2026-03-02", "Fri 2026-02-27 11:00", "Mon 2026-03-02 11:00", "Mon 2026-03-02 11:00", "Tue 2026-03-03 11:00"},
		{"before two days off and a weekend", "Ana", digest.Daily, 0, "Wed 2026-03-04 18:00",
			"2026-03-04", "Tue 2026-03-03 09:00", "Wed 2026-03-04 09:00", "Wed 2026-03-04 09:00", "Mon 2026-03-09 09:00"},
		{"after them", "Ana", digest.Daily, 0, "Mon 2026-03-09 09:00",
			"2026-03-09", "Wed 2026-03-04 09:00", "Mon 2026-03-09 09:00", "Mon 2026-03-09 09:00", "Tue 2026-03-10 09:00"},
		{"a day that ends before that time", "Ana", digest.Daily, 14 * time.Hour, "Tue 2026-03-10 09:30",
			"2026-03-10", "Mon 2026-03-09 14:00", "Tue 2026-03-10 09:00", "Tue 2026-03-10 09:00", "Wed 2026-03-11 14:00"},
		{"Good Friday and the change of the clocks", "Ana", digest.Daily, 0, "Sun 2026-04-05 12:00",
			"2026-04-02", "Wed 2026-04-01 09:00", "Thu 2026-04-02 09:00", "Thu 2026-04-02 09:00", "Mon 2026-04-06 09:00"},
		{"a week", "Ana", digest.Weekly, 10 * time.Hour, "Mon 2026-03-02 10:00",
			"2026-W10", "Mon 2026-02-23 00:00", "Mon 2026-03-02 00:00", "Mon 2026-03-02 10:00", "Mon 2026-03-09 10:00"},
		{"not yet", "Ana", digest.Weekly, 10 * time.Hour, "Mon 2026-03-02 09:59",
			"2026-W09", "Mon 2026-02-16 00:00", "Mon 2026-02-23 00:00", "Mon 2026-02-23 10:00", "Mon 2026-03-02 10:00"},
		{"the week of New Year", "Ana", digest.Weekly, 0, "Fri 2027-01-01 12:00",
			"2026-W53", "Mon 2026-12-21 00:00", "Mon 2026-12-28 00:00", "Mon 2026-12-28 09:00", "Mon 2027-01-04 09:00"},
		{"a shift of the night before", "Ben", digest.Daily, 20 * time.Hour, "Fri 2026-03-06 07:00",
			"2026-03-06", "Thu 2026-03-05 22:00", "Fri 2026-03-06 00:00", "Fri 2026-03-06 00:00", "Mon 2026-03-09 22:00"},
	} {
		c := people.HoursOf(tt.person).Calendar
		now, err := time.ParseInLocation(form, tt.now, c.Zone())
		if err != nil {
			t.Fatal(err)
		}
		s := digest.Subscriber{Name: "x", Person: tt.person, Rhythm: tt.rhythm, At: tt.at}
		p, ok := s.Latest(c, now)
		next, more := s.Next(c, now)
		show := func(at time.Time) string { return at.In(c.Zone()).Format(form) }
		got := [5]string{p.Name, show(p.From), show(p.Until), show(p.Moment), show(next)}
		if want := [5]string{tt.name, tt.from, tt.until, tt.moment, tt.next}; got != want || !ok || !more {
			t.Errorf("%s:\n got %q\nwant %q", tt.what, got, want)
		}
	}
}

// Whoever works on no day at all has no moment.
func TestNoMoment(t *testing.T) {
	c := agreed(t, `
calendars: {shut: {location: UTC, hours: {monday: ["09:00-10:00"]}, exceptions: [{date: "2015-01-01..2040-01-01"}]}}
people: [{name: Ana, calendar: shut}]
`).HoursOf("Ana").Calendar
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, r := range digest.Rhythms() {
		s := digest.Subscriber{Rhythm: r}
		if p, ok := s.Latest(c, now); ok {
			t.Errorf("%s: there is a last period %v", r, p)
		}
		if at, ok := s.Next(c, now); ok {
			t.Errorf("%s: there is a next moment %v", r, at)
		}
	}
}

// What was missed is made good, but not for ever.
func TestSince(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 3, day, 9, 0, 0, 0, time.UTC) }
	p := digest.Period{Name: "2026-03-20", From: at(19), Until: at(20), Moment: at(20)}
	for _, tt := range []struct{ told, from time.Time }{
		{time.Time{}, at(19)}, {at(19), at(19)}, {at(16), at(16)}, {at(20), at(19)}, {at(-60), at(20).Add(-digest.Most)},
	} {
		if got := p.Since(tt.told); !got.From.Equal(tt.from) || got.Name != p.Name || !got.Until.Equal(p.Until) {
			t.Errorf("told until %v: %v", tt.told, got)
		}
	}
}
