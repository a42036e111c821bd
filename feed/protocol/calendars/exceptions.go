package calendars

import (
	"cmp"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed/windows"
)

// exceptions reads the exceptions of a calendar.
func (r *reader) exceptions(at place, written []Exception, l *leaf) {
	type read struct {
		special
		number int
	}
	var before []read
	for i, w := range written {
		e, ok := r.exception(at.item(i), w)
		if !ok {
			continue
		}
		l.days = append(l.days, e)
		if !e.instead() {
			continue
		}
		for _, other := range before {
			if d := max(other.From, e.From); d <= min(other.To, e.To) && !sameHours(other.Hours, e.Hours) {
				r.mistake(at.item(i), "%s is %s here and %s in exceptions[%d]; write one exception for a date",
					d, e.says(), other.says(), other.number)
				break
			}
		}
		before = append(before, read{e, i})
	}
}

func (r *reader) exception(at place, w Exception) (special, bool) {
	before := len(r.found)
	e := special{Exception: windows.Exception{Name: w.Name}}
	switch d, err := parseDates(w.Date); {
	case w.Date == "":
		r.mistake(at, "the exception has no date; write date: 2026-12-23")
	case err != nil:
		r.mistake(at.key("date"), "%v", err)
	default:
		e.From, e.To = d.from, d.to
	}
	if w.Hours != nil {
		e.Hours = r.dayHours(at.key("hours"), w.Hours)
	}
	if w.Closed != nil {
		e.Closed = r.dayHours(at.key("closed"), w.Closed)
	}
	switch {
	case w.Hours != nil && w.Closed != nil:
		r.mistake(at, "the exception has both hours and closed; write the hours that are left, or what is taken away")
	case w.Closed != nil && len(w.Closed) == 0:
		r.mistake(at.key("closed"), "no time is taken away; leave it out to close the whole day")
	}
	return e, len(r.found) == before
}

// sameHours reports whether intervals are the same in another order.
func sameHours(a, b []windows.Interval) bool {
	order := func(x, y windows.Interval) int {
		return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End))
	}
	return slices.Equal(slices.SortedFunc(slices.Values(a), order), slices.SortedFunc(slices.Values(b), order))
}

// says is what the days are, without their name: closed, open 09:00-12:00, closed 12:00-14:00.
func (s special) says() string {
	switch {
	case len(s.Hours) > 0:
		return "open " + list(s.Hours)
	case len(s.Closed) > 0 && s.Hours == nil:
		return "closed " + list(s.Closed)
	}
	return "closed"
}

func list(intervals []windows.Interval) string {
	all := make([]string, len(intervals))
	for i, interval := range intervals {
		all[i] = interval.String()
	}
	return strings.Join(all, ", ")
}
