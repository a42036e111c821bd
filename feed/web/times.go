package web

import (
	"fmt"
	"time"
)

const justNow = "just now"

// moment is an instant as a page shows it.
type moment struct {
	// ISO is for machines: RFC 3339 in UTC. Clock is the time of day, Full all of it, both in the reader's zone.
	ISO, Clock, Full string
	// Ago is how long before the page was made. The script keeps it fresh.
	Ago string
}

// times are the reader's zone and the time at which a page is made.
type times struct {
	now  time.Time
	zone *time.Location
}

func (t times) moment(at time.Time) moment {
	local := at.In(t.zone)
	return moment{
		ISO:   at.UTC().Format(time.RFC3339),
		Clock: local.Format("15:04"),
		Full:  local.Format("Mon 2 Jan 2006, 15:04 MST"),
		Ago:   t.ago(at),
	}
}

// ago says how long at is past. The script says it with the same words.
func (t times) ago(at time.Time) string {
	d := t.now.Sub(at)
	if d < time.Minute {
		return justNow
	}
	return span(d) + " ago"
}

// between says from when to when something can have happened.
func (t times) between(from, until time.Time) string {
	from, until = from.In(t.zone), until.In(t.zone)
	const day, clock = "Mon 2 Jan", "15:04"
	if from.Format(time.DateOnly) == until.Format(time.DateOnly) {
		return "between " + from.Format(clock) + " and " + until.Format(clock)
	}
	return "between " + from.Format(day+", "+clock) + " and " + until.Format(day+", "+clock)
}

// day is the name of a day and the day itself, for a heading.
func (t times) day(at time.Time) (name, date string) {
	local, today := at.In(t.zone), t.now.In(t.zone)
	date = local.Format("Monday 2 January")
	if local.Year() != today.Year() {
		date = local.Format("Monday 2 January 2006")
	}
	switch local.Format(time.DateOnly) {
	case today.Format(time.DateOnly):
		return "Today", date
	case today.AddDate(0, 0, -1).Format(time.DateOnly):
		return "Yesterday", date
	}
	return "", date
}

// short is a day in as few words as tell it.
func (t times) short(at time.Time) string {
	local := at.In(t.zone)
	if local.Year() != t.now.In(t.zone).Year() {
		return local.Format("2 Jan 2006")
	}
	return local.Format("Mon 2 Jan")
}

// span is a length of time in the largest unit that says enough.
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "under a minute"
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d d", int(d.Hours()/24))
}

// lasting is a length of time in words, to the half hour where it is more than one hour.
func lasting(d time.Duration) string {
	if d < time.Hour {
		return span(d)
	}
	half := int(d / (30 * time.Minute))
	if half%2 == 1 {
		return fmt.Sprintf("%d½ h", half/2)
	}
	return fmt.Sprintf("%d h", half/2)
}

// plural counts things.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
