package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/web/texts"
)

// moment is an instant as a page shows it.
type moment struct {
	// ISO is for machines: RFC 3339 in UTC. Clock is the time of day, Full all of it, both in the reader's zone.
	ISO, Clock, Full string
	// Ago is how long before the page was made. The script keeps it fresh.
	Ago string
}

// times are the time at which a page is made, the reader's zone and their language.
type times struct {
	now  time.Time
	zone *time.Location
	*texts.Catalogue
}

// times are those of whoever asks.
func (s *server) times(r *http.Request) times { return times{s.Now(), zoneOf(r), s.language(r)} }

// forAll are those of what says the same to all who read it, as subscriptions do.
func (s *server) forAll() times { return times{s.Now(), time.UTC, s.Texts.First()} }

func (t times) moment(at time.Time) moment {
	local := at.In(t.zone)
	return moment{
		ISO:   at.UTC().Format(time.RFC3339),
		Clock: t.Date("date.clock", local),
		Full:  t.Date("date.full", local),
		Ago:   t.ago(at),
	}
}

// ago says how long at is past. The script says it with the same words.
func (t times) ago(at time.Time) string {
	d := t.now.Sub(at)
	if d < time.Minute {
		return t.Say("time.just-now")
	}
	return t.Say("time.ago", "span", t.span(d))
}

// between says from when to when something can have happened.
func (t times) between(from, until time.Time) string {
	from, until = from.In(t.zone), until.In(t.zone)
	layout := "date.day-comma-clock"
	if from.Format(time.DateOnly) == until.Format(time.DateOnly) {
		layout = "date.clock"
	}
	return t.Say("time.between", "from", t.Date(layout, from), "until", t.Date(layout, until))
}

// day is the name of a day and the day itself, for a heading.
func (t times) day(at time.Time) (name, date string) {
	local, today := at.In(t.zone), t.now.In(t.zone)
	layout := "date.long"
	if local.Year() != today.Year() {
		layout = "date.long-of-year"
	}
	date = t.Date(layout, local)
	switch local.Format(time.DateOnly) {
	case today.Format(time.DateOnly):
		return t.Say("time.today"), date
	case today.AddDate(0, 0, -1).Format(time.DateOnly):
		return t.Say("time.yesterday"), date
	}
	return "", date
}

// when is a time within a sentence, by the name of its day where it has one: yesterday 11:24, Thu 19 Nov 11:24.
func (t times) when(at time.Time) string {
	local, today := at.In(t.zone), t.now.In(t.zone)
	clock := t.Date("date.clock", local)
	switch local.Format(time.DateOnly) {
	case today.Format(time.DateOnly):
		return t.Say("time.today-at", "clock", clock)
	case today.AddDate(0, 0, -1).Format(time.DateOnly):
		return t.Say("time.yesterday-at", "clock", clock)
	}
	return t.closely(at)
}

// closely is a day and a time of day, with the year where it is another.
func (t times) closely(at time.Time) string {
	local := at.In(t.zone)
	if local.Year() != t.now.In(t.zone).Year() {
		return t.Date("date.moment", local)
	}
	return t.Date("date.day-clock", local)
}

// yesterday is when the day before this one began.
func (t times) yesterday() time.Time {
	year, month, day := t.now.In(t.zone).Date()
	return time.Date(year, month, day-1, 0, 0, 0, 0, t.zone)
}

// short is a day in as few words as tell it.
func (t times) short(at time.Time) string {
	local := at.In(t.zone)
	if local.Year() != t.now.In(t.zone).Year() {
		return t.Date("date.day-of-year", local)
	}
	return t.Date("date.day", local)
}

// week is a week by the day on which it begins, as 23 Nov is the one that ISO 8601 writes 2026-W48. What is no week stays as it is.
func (t times) week(iso string) string {
	var year, n int
	if _, err := fmt.Sscanf(iso, "%4d-W%2d", &year, &n); err != nil {
		return iso
	}
	fourth := time.Date(year, time.January, 4, 0, 0, 0, 0, time.UTC) // always in the first week
	begins := fourth.AddDate(0, 0, 7*(n-1)-int(fourth.Weekday()+6)%7)
	if begins.Year() != t.now.In(t.zone).Year() {
		return t.Date("date.day-of-year", begins)
	}
	return t.Date("date.week", begins)
}

// span is a length of time in the largest unit that says enough.
func (t times) span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return t.Say("time.under-a-minute")
	case d < time.Hour:
		return t.Count("time.minutes", int(d.Minutes()))
	case d < 48*time.Hour:
		return t.Count("time.hours", int(d.Hours()))
	}
	return t.Count("time.days", int(d.Hours()/24))
}

// brief is a length of time to the second where it is short.
func (t times) brief(d time.Duration) string {
	if d < 2*time.Minute && d != time.Minute {
		return t.Count("time.seconds", max(1, int(d.Seconds())))
	}
	return t.span(d)
}

// lasting is a length of time in hours, to the half hour where it is more than one hour.
func (t times) lasting(d time.Duration) string {
	if d < time.Hour {
		return t.span(d)
	}
	return t.exact(d.Truncate(30 * time.Minute))
}

// exact is a length of time in hours, minutes and, if there are, seconds.
func (t times) exact(d time.Duration) string {
	var parts []string
	for _, p := range []struct {
		key string
		n   time.Duration
	}{
		{"time.hours", d / time.Hour},
		{"time.minutes", d % time.Hour / time.Minute},
		{"time.seconds", d % time.Minute / time.Second},
	} {
		if p.n > 0 {
			parts = append(parts, t.Count(p.key, int(p.n)))
		}
	}
	if len(parts) == 0 {
		return t.Count("time.minutes", 0)
	}
	return strings.Join(parts, " ")
}

// long is a length of time in days where it is longer than two.
func (t times) long(d time.Duration) string {
	const day = 24 * time.Hour
	if d < 2*day {
		return t.exact(d)
	}
	days := t.Count("time.days", int(d/day))
	if d%day < time.Minute {
		return days
	}
	return days + " " + t.exact(d%day)
}

// length is how long a window is, in words: 8wh are 8 working hours. What cannot be read is told as it is written.
func (t times) length(within string) string {
	if hours, working := strings.CutSuffix(within, "wh"); working {
		hours = strings.TrimSpace(hours)
		if n, err := strconv.Atoi(hours); err == nil {
			return t.Count("time.working-hours", n)
		}
		return t.Say("time.decimal-working-hours", "hours", hours)
	}
	if days, business := strings.CutSuffix(within, "bd"); business {
		if n, err := strconv.Atoi(strings.TrimSpace(days)); err == nil {
			return t.Count("time.business-days", n)
		}
	}
	if d, err := time.ParseDuration(within); err == nil {
		return t.exact(d)
	}
	return within
}

// worked is a length of working time, as reports tell it: the longer it is, the less its minutes matter.
func (t times) worked(s reports.Seconds) string { return t.exact(s.Rounded()) }

// capital begins a line with a capital.
func capital(line string) string {
	first, size := utf8.DecodeRuneInString(line)
	return string(unicode.ToUpper(first)) + line[size:]
}

// sentence makes a sentence of what another package says.
func sentence(s string) string { return capital(s) + "." }

// stopped is what a server said, which another sentence can follow.
func stopped(said string) string {
	if said == "" || strings.ContainsAny(said[len(said)-1:], ".!?") {
		return said
	}
	return said + "."
}
