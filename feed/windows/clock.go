package windows

import (
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A Clock counts the working time of a calendar, but for pauses: disjoint spans in the order of time, as [Pauses] makes them.
// The zero Clock is of no use.
type Clock struct {
	Calendar *Calendar
	Paused   []Span
}

// Pauses puts spans into order and joins those that touch or overlap.
func Pauses(spans ...Span) []Span {
	all := make([]Span, 0, len(spans))
	for _, s := range spans {
		if s.Start.Before(s.End) {
			all = append(all, s)
		}
	}
	sortSpans(all)
	joined := all[:0]
	for _, s := range all {
		if last := len(joined) - 1; last >= 0 && !s.Start.After(joined[last].End) {
			joined[last].End = later(joined[last].End, s.End)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// Resting are pauses of an ask as spans. One that goes on lasts longer than any window.
func Resting(pauses []feed.Pause) []Span {
	spans := make([]Span, 0, len(pauses))
	for _, p := range pauses {
		until := p.Until
		if until.IsZero() {
			until = p.From.AddDate(100, 0, 0)
		}
		spans = append(spans, Span{p.From, until})
	}
	return Pauses(spans...)
}

// Elapsed is how much working time lies between two instants, without what lies in pauses.
func (c Clock) Elapsed(from, to time.Time) time.Duration {
	all := c.Calendar.Elapsed(from, to)
	for _, p := range c.Paused {
		if !p.Start.Before(to) {
			break
		}
		all -= c.Calendar.Elapsed(later(p.Start, from), sooner(p.End, to))
	}
	return all
}

// Deadline is the earliest instant, not before start, until which so much working time has elapsed since start, without what
// lies in pauses; see [Calendar.Deadline].
func (c Clock) Deadline(start time.Time, d time.Duration) (time.Time, bool) {
	for _, p := range c.Paused {
		if d <= 0 {
			break
		}
		if !p.End.After(start) {
			continue
		}
		before := c.Calendar.Elapsed(start, p.Start)
		if before >= d {
			break
		}
		start, d = p.End, d-before
	}
	return c.Calendar.Deadline(start, d)
}

// Next is the earliest instant of working time that is not before t and in no pause.
func (c Clock) Next(t time.Time) (time.Time, bool) {
	next, ok := c.Calendar.Next(t)
	for _, p := range c.Paused {
		if ok && !next.Before(p.Start) && next.Before(p.End) {
			next, ok = c.Calendar.Next(p.End)
		}
	}
	return next, ok
}
