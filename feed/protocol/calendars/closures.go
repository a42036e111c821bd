package calendars

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// A Closure is time at which a calendar is closed for a reason of its own, beside its usual hours: a holiday, an exception,
// time off.
type Closure struct {
	windows.Span
	Why string
}

// Closures are what closes the calendar between two instants beside its usual hours, whether it would be open then or not, in
// their order and without overlaps: of several reasons the strongest is told, time off before exceptions before holidays.
// What is made of others is closed for a reason where it needs them all and one is, or where any would do and all are.
func (c *Calendar) Closures(from, to time.Time) []Closure {
	own := c.reasons(from, to)
	layers := [][]Closure{own}
	for _, part := range c.parts {
		layers = append(layers, part.Closures(from, to))
	}
	var all []Closure
	for _, piece := range cuts(from, to, layers) {
		why := whyAt(own, piece.Start)
		if why == "" {
			why = c.composed(layers[1:], piece.Start)
		}
		last := len(all) - 1
		switch {
		case why == "":
		case last >= 0 && all[last].Why == why && all[last].End.Equal(piece.Start):
			all[last].End = piece.End
		default:
			all = append(all, Closure{piece, why})
		}
	}
	return all
}

// composed is why what is made of others is closed at an instant.
func (c *Calendar) composed(parts [][]Closure, at time.Time) string {
	var whys []string
	for _, part := range parts {
		why := whyAt(part, at)
		if why == "" && !c.every {
			return ""
		}
		if why != "" {
			whys = append(whys, why)
		}
	}
	return strings.Join(unique(whys), ", ")
}

func whyAt(all []Closure, at time.Time) string {
	for _, c := range all {
		if !at.Before(c.Start) && at.Before(c.End) {
			return c.Why
		}
	}
	return ""
}

// cuts are the pieces of a span within which no closure begins or ends.
func cuts(from, to time.Time, layers [][]Closure) []windows.Span {
	at := []time.Time{from, to}
	for _, layer := range layers {
		for _, c := range layer {
			at = append(at, c.Start, c.End)
		}
	}
	slices.SortFunc(at, time.Time.Compare)
	var all []windows.Span
	for i := 1; i < len(at); i++ {
		if at[i-1].Before(at[i]) {
			all = append(all, windows.Span{Start: at[i-1], End: at[i]})
		}
	}
	return all
}

// reasons are the closures that are the calendar's own, the strongest first. They may overlap.
func (c *Calendar) reasons(from, to time.Time) []Closure {
	var strong, exceptions, holidays []special
	for _, a := range c.away {
		off := special{Exception: windows.Exception{From: a.From, To: a.To, Name: "away"}}
		if a.Part != (windows.Interval{}) {
			off.Closed = []windows.Interval{a.Part}
		}
		strong = append(strong, off)
	}
	first, last := windows.DateOf(from.In(c.Zone())), windows.DateOf(to.In(c.Zone()))
	for _, s := range c.days {
		switch {
		case s.To < first || s.From > last:
		case !s.holiday:
			exceptions = append(exceptions, s)
		default:
			holidays = append(holidays, c.kept(s, first, last)...)
		}
	}
	var all []Closure
	for _, s := range slices.Concat(strong, exceptions, holidays) {
		for span := range s.closed(c.Zone()).Spans(from, to) {
			all = append(all, Closure{span, cmp.Or(s.Name, s.says())})
		}
	}
	for _, closed := range c.closings {
		if start, end := latest(closed.Start, from), earliest(closed.End, to); start.Before(end) {
			all = append(all, Closure{windows.Span{Start: start, End: end}, cmp.Or(closed.name, "closed")})
		}
	}
	return all
}

// kept are the days of a holiday, from one date to another, in whose place no exception stands.
func (c *Calendar) kept(holiday special, first, last windows.Date) []special {
	var runs []special
	for d := max(holiday.From, first); d <= min(holiday.To, last); d++ {
		if slices.ContainsFunc(c.days, func(s special) bool { return !s.holiday && s.instead() && s.on(d) }) {
			continue
		}
		if n := len(runs) - 1; n >= 0 && runs[n].To == d-1 {
			runs[n].To = d
			continue
		}
		run := holiday
		run.From, run.To = d, d
		runs = append(runs, run)
	}
	return runs
}

// closed is the time that the days take away, as a calendar.
func (s special) closed(zone *time.Location) *windows.Calendar {
	day := []windows.Interval{{Start: 0, End: 24 * 60 * 60}}
	h := windows.Hours{Zone: zone, Exceptions: []windows.Exception{{From: s.From, To: s.To, Hours: day}}}
	switch {
	case !s.instead():
		h.Exceptions[0].Hours = s.Closed
	case len(s.Hours) > 0:
		h.Exceptions = append(h.Exceptions, windows.Exception{From: s.From, To: s.To, Closed: s.Hours})
	}
	clock, err := windows.New(h)
	if err != nil { // hours that leave nothing of the day take nothing away
		all := windows.Span{Start: time.Unix(0, 0).AddDate(-200, 0, 0), End: time.Unix(0, 0).AddDate(400, 0, 0)}
		return windows.Always(zone).Without(all)
	}
	return clock
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
