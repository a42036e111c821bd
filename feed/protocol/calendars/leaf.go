package calendars

import (
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// A leaf is a calendar that is not made of others, understood.
type leaf struct {
	always *time.Location  // its zone, if it never closes
	hours  []windows.Hours // of each of its zones; exceptions are in days
	days   []special
	books  []reference
	known  known
}

// A special day, or a run of them, is not like others. Holidays come before exceptions, which hold over them.
type special struct {
	windows.Exception
	holiday, tentative bool
}

// on reports whether a date is among the days.
func (s special) on(d windows.Date) bool { return s.From <= d && d <= s.To }

// instead reports whether the days lose what they otherwise have.
func (s special) instead() bool { return s.Hours != nil || s.Closed == nil }

// A reference names a book, and is written somewhere.
type reference struct {
	book string
	at   place
}

// leaf reads a calendar that is not made of others.
func (r *reader) leaf(at place, w Written) leaf {
	var l leaf
	switch {
	case w.Always:
		l.always = time.UTC
		if w.Location != "" {
			l.always = r.location(at.key("location"), w.Location)
		}
	case w.TimeIntervals != nil:
		l.hours = r.intervals(at, w)
	default:
		week := r.week(at.key("hours"), w.Hours)
		if w.Location == "" {
			r.mistake(at.key("hours"), "the hours have no location; write the zone that they are read in, such as location: Europe/Berlin")
		} else if zone := r.location(at.key("location"), w.Location); zone != nil {
			l.hours = []windows.Hours{{Zone: zone, Week: week}}
		}
	}
	r.holidays(at.key("holidays"), w.Holidays, &l)
	r.exceptions(at.key("exceptions"), w.Exceptions, &l)
	return l
}

// open makes the calendar. There is no error but that it has no hours.
func (l leaf) open() (*windows.Calendar, error) {
	if l.always != nil {
		return windows.Always(l.always), nil
	}
	var exceptions []windows.Exception
	for _, s := range l.days {
		exceptions = append(exceptions, s.Exception)
	}
	var all []*windows.Calendar
	for _, h := range l.hours {
		h.Exceptions = exceptions
		if c, err := windows.New(h); err == nil {
			all = append(all, c)
		}
	}
	switch len(all) {
	case 0:
		return nil, windows.ErrNoHours
	case 1:
		return all[0], nil
	}
	return windows.Union(all[0], all[1:]...), nil
}
