package calendars

import (
	"fmt"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed/windows"
)

// An Absence is time off of one person, by the clock on the wall: whole days, or a part of one.
type Absence struct {
	From, To windows.Date // both included
	// Part, if it is not empty, is when the person is away on each of the days.
	Part windows.Interval
}

// ParseAbsence reads days off, as 2026-12-01 or 2026-12-01..2026-12-05, or a part of one, as 2026-12-01 12:00-18:00.
func ParseAbsence(s string) (Absence, error) {
	s = strings.TrimSpace(s)
	written, part, isPart := strings.Cut(s, " ")
	d, err := parseDates(written)
	if err != nil {
		return Absence{}, err
	}
	a := Absence{From: d.from, To: d.to}
	if !isPart {
		return a, nil
	}
	if strings.Contains(written, "..") {
		return Absence{}, fmt.Errorf("%q has hours for several days; write one absence for each day", s)
	}
	if a.Part, err = windows.ParseInterval(strings.TrimSpace(part)); err != nil {
		return Absence{}, err
	}
	if a.Part.End <= a.Part.Start {
		return Absence{}, fmt.Errorf("%q is over before it begins; write one absence for each day, the first until 24:00", s)
	}
	return a, nil
}

// String is the absence as it is written.
func (a Absence) String() string {
	text := a.From.String()
	if a.To != a.From {
		text += ".." + a.To.String()
	}
	return strings.TrimSpace(text + " " + a.hours())
}

// hours are those of an absence for a part of the day.
func (a Absence) hours() string {
	if a.Part == (windows.Interval{}) {
		return ""
	}
	return a.Part.String()
}

// UnmarshalText reads an absence from a configuration; see ParseAbsence.
func (a *Absence) UnmarshalText(text []byte) error {
	parsed, err := ParseAbsence(string(text))
	if err != nil {
		return err
	}
	*a = parsed
	return nil
}

// MarshalText writes the absence as it is read.
func (a Absence) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// Away is the calendar without a person's time off, in days of the calendar's zone. It is the calendar itself if there is none.
func (c *Calendar) Away(off ...Absence) *Calendar {
	if len(off) == 0 {
		return c
	}
	present := windows.Hours{Zone: c.Zone()}
	for day := range present.Week {
		present.Week[day] = []windows.Interval{{Start: 0, End: 24 * 60 * 60}}
	}
	for _, a := range off {
		e := windows.Exception{From: a.From, To: a.To}
		if a.Part != (windows.Interval{}) {
			e.Closed = []windows.Interval{a.Part}
		}
		present.Exceptions = append(present.Exceptions, e)
	}
	clock, err := windows.New(present)
	if err != nil {
		panic(err) // a week of whole days has hours, and a calendar a zone
	}
	lacking := *c
	lacking.Calendar = windows.Intersection(c.Calendar, clock)
	lacking.away = slices.Concat(c.away, off)
	lacking.remember()
	return &lacking
}

// Absent reports whether the person whose calendar this is has the whole of a day off.
func (c *Calendar) Absent(d windows.Date) bool {
	return slices.ContainsFunc(c.away, func(a Absence) bool {
		return a.Part == (windows.Interval{}) && a.From <= d && d <= a.To
	})
}
