package receipt

import (
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

// A sheet is what lines are made of: all that begins or ends within them.
type sheet struct {
	clock    *windows.Calendar // what counts
	hours    *calendars.Calendar
	pauses   []feed.Pause
	closures []calendars.Closure
	usedUp   time.Time // from when on nothing counts any more; zero: never
	waits    string    // what it then waits for
	zone     *time.Location
}

// A piece is time in which nothing begins or ends. Without a why it counts; that of usual hours is told later.
type piece struct {
	windows.Span
	counts, usual bool
	why           string
}

// lines tell all time of a span.
func (s *sheet) lines(from, to time.Time) (counted, uncounted []Line) {
	counted, uncounted = []Line{}, []Line{}
	if s.hours != nil {
		s.closures = s.hours.Closures(from, to)
	}
	for _, p := range s.pieces(from, to) {
		why := p.why
		if p.usual {
			why = s.usual(p.Span)
		}
		line := Line{p.Start.UTC(), p.End.UTC(), Duration(p.End.Sub(p.Start)), why}
		if p.counts {
			counted = append(counted, line)
		} else {
			uncounted = append(uncounted, line)
		}
	}
	return counted, uncounted
}

func (s *sheet) pieces(from, to time.Time) []piece {
	if !from.Before(to) {
		return nil
	}
	at := []time.Time{from, to, s.usedUp}
	open := slices.Collect(s.clock.Spans(from, to))
	for _, o := range open {
		at = append(at, o.Start, o.End)
	}
	for _, p := range s.pauses {
		at = append(at, p.From, p.Until)
	}
	for _, c := range s.closures {
		at = append(at, c.Start, c.End)
	}
	slices.SortFunc(at, time.Time.Compare)
	var all []piece
	for i := 1; i < len(at); i++ {
		if at[i-1].Before(from) || at[i].After(to) || !at[i-1].Before(at[i]) {
			continue
		}
		p := s.piece(windows.Span{Start: at[i-1], End: at[i]}, open)
		if last := len(all) - 1; last >= 0 && all[last].counts == p.counts && all[last].usual == p.usual && all[last].why == p.why {
			all[last].End = p.End
			continue
		}
		all = append(all, p)
	}
	return all
}

func (s *sheet) piece(span windows.Span, open []windows.Span) piece {
	at := span.Start
	if !s.usedUp.IsZero() && !at.Before(s.usedUp) {
		return piece{Span: span, why: s.waits}
	}
	for _, p := range s.pauses {
		if !at.Before(p.From) && (p.Until.IsZero() || at.Before(p.Until)) {
			return piece{Span: span, why: p.Why}
		}
	}
	for _, o := range open {
		if !at.Before(o.Start) && at.Before(o.End) {
			return piece{Span: span, counts: true}
		}
	}
	for _, c := range s.closures {
		if !at.Before(c.Start) && at.Before(c.End) {
			return piece{Span: span, why: c.Why}
		}
	}
	return piece{Span: span, usual: true}
}

// breakAtMost is how long a break within a day can be.
const breakAtMost = 3 * time.Hour

// usual says why a calendar is closed in its usual hours.
func (s *sheet) usual(gap windows.Span) string {
	first, last := windows.DateOf(gap.Start.In(s.zone)), windows.DateOf(gap.End.Add(-time.Nanosecond).In(s.zone))
	free, weekend := false, true
	for d := first; d <= last; d++ {
		start, end := s.midnight(d), s.midnight(d+1)
		if s.clock.Elapsed(start, end) == 0 && s.mostlyUsual(start, end) {
			free = true
			weekend = weekend && (d.Weekday() == time.Saturday || d.Weekday() == time.Sunday)
		}
	}
	switch {
	case free && weekend:
		return "weekend"
	case free:
		return "no working day"
	case first != last:
		return "night"
	}
	before := s.clock.Elapsed(s.midnight(first), gap.Start) > 0
	after := s.clock.Elapsed(gap.End, s.midnight(first+1)) > 0
	switch {
	case !before:
		return "before opening"
	case !after:
		return "after closing"
	case gap.End.Sub(gap.Start) <= breakAtMost:
		return "break"
	}
	return "outside working hours"
}

// mostlyUsual reports whether no closure is in a day: one on which somebody is away is no free day.
func (s *sheet) mostlyUsual(start, end time.Time) bool {
	return !slices.ContainsFunc(s.closures, func(c calendars.Closure) bool { return c.Start.Before(end) && start.Before(c.End) })
}

// midnight is about when a date begins.
func (s *sheet) midnight(d windows.Date) time.Time {
	t, _ := time.Parse(time.DateOnly, d.String())
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, s.zone)
}
