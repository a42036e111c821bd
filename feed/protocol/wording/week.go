package wording

import (
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

// Closed is what a day has on which nobody works.
const Closed = "closed"

// weeks is from how many days on it is told what most of them have.
const weeks = 366

// Hours are what the clocks in the calendar's zone show on a date while it is open: 09:00–12:30 and 13:30–18:00, or closed.
func Hours(c *calendars.Calendar, d windows.Date) string {
	var all []string
	for s := range c.Spans(d.Begins(c.Zone()), (d + 1).Begins(c.Zone())) {
		until := s.End.Format("15:04")
		if until == "00:00" {
			until = "24:00"
		}
		all = append(all, s.Start.Format("15:04")+"–"+until)
	}
	if len(all) == 0 {
		return Closed
	}
	return And(all...)
}

// A Run is weekdays that follow each other and usually have the same.
type Run[T comparable] struct {
	First, Last time.Weekday
	Has         T
}

// Days are the weekdays of the run: Monday, or Monday to Friday.
func (r Run[T]) Days() string {
	if r.First == r.Last {
		return r.First.String()
	}
	return r.First.String() + " to " + r.Last.String()
}

// Usual is what most of the days of each weekday have, by the weekdays from Sunday on. The days are those from a date on.
func Usual[T comparable](first windows.Date, days []T) (usual [7]T) {
	var times [7]map[T]int
	for i, has := range days {
		weekday := (first + windows.Date(i)).Weekday()
		if times[weekday] == nil {
			times[weekday] = map[T]int{}
		}
		if times[weekday][has]++; times[weekday][has] > times[weekday][usual[weekday]] {
			usual[weekday] = has
		}
	}
	return usual
}

// Weekdays are the weekdays from Monday on and what they usually have.
func Weekdays[T comparable](first windows.Date, days []T) (runs []Run[T]) {
	usual := Usual(first, days)
	for i := range usual {
		weekday := time.Weekday((i + 1) % 7)
		if n := len(runs); n > 0 && runs[n-1].Has == usual[weekday] {
			runs[n-1].Last = weekday
			continue
		}
		runs = append(runs, Run[T]{weekday, weekday, usual[weekday]})
	}
	return runs
}

// Week is when a calendar is usually open in the year from an instant on, a line for each run of weekdays on which it is:
// Monday to Friday 09:00–17:00.
func Week(c *calendars.Calendar, now time.Time) (lines []string) {
	first := windows.DateOf(now.In(c.Zone()))
	days := make([]string, weeks)
	for i := range days {
		days[i] = shifts(c, first+windows.Date(i))
	}
	for _, run := range Weekdays(first, days) {
		if run.Has != Closed {
			lines = append(lines, run.Days()+" "+run.Has)
		}
	}
	if len(lines) == 0 {
		return []string{"on no usual days"}
	}
	return lines
}

// shifts are what begins on a date, and when it ends, be it on the next: 22:00–06:00. Where work goes on for longer than a
// day they are the hours of the date.
func shifts(c *calendars.Calendar, d windows.Date) string {
	const day = 24 * time.Hour
	var all []string
	begins := d.Begins(c.Zone())
	for s := range c.Spans(begins.Add(-time.Second), (d + 2).Begins(c.Zone())) {
		until := s.End.Format("15:04")
		switch {
		case s.End.Sub(s.Start) > day:
			return Hours(c, d)
		case s.Start.Before(begins), windows.DateOf(s.Start) != d:
			continue
		case until == "00:00":
			until = "24:00"
		}
		all = append(all, s.Start.Format("15:04")+"–"+until)
	}
	if len(all) == 0 {
		return Closed
	}
	return And(all...)
}

// And joins words as a sentence does: Ana, Ben and Kim.
func And(words ...string) string { return joined(words, " and ") }

// Or is And for what may be either.
func Or(words ...string) string { return joined(words, " or ") }

func joined(words []string, last string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n-1], ", ") + last + words[n-1]
}
