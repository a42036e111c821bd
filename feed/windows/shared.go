package windows

import (
	"slices"
	"time"
)

// Shared are the stretches between two instants in which all of several calendars are open, in their order and as long as
// they last, in the zone of the first. Without any calendar there is none. It looks only at the time between the instants,
// where [Intersection] compiles years of a calendar that is asked again and again.
func Shared(from, to time.Time, all ...*Calendar) []Span {
	if len(all) == 0 {
		return nil
	}
	shared := slices.Collect(all[0].Spans(from, to))
	for _, c := range all[1:] {
		if len(shared) == 0 {
			return nil
		}
		shared = Overlap(shared, slices.Collect(c.Spans(from, to)))
	}
	return shared
}

// Overlap is what lies in both of two lists of spans, each in order and without overlaps of its own. It is told in the zones
// of the first.
func Overlap(a, b []Span) []Span {
	var both []Span
	for len(a) > 0 && len(b) > 0 {
		zone := a[0].Start.Location()
		if s := (Span{later(a[0].Start, b[0].Start).In(zone), sooner(a[0].End, b[0].End).In(zone)}); s.Start.Before(s.End) {
			both = append(both, s)
		}
		if a[0].End.Before(b[0].End) {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return both
}

// Total is how long spans last together.
func Total(spans []Span) (sum time.Duration) {
	for _, s := range spans {
		sum += s.End.Sub(s.Start)
	}
	return sum
}

// FirstOf is the first of the spans, in their order, that lasts for so long at least. It reports false if none does.
func FirstOf(spans []Span, length time.Duration) (Span, bool) {
	i := slices.IndexFunc(spans, func(s Span) bool { return s.End.Sub(s.Start) >= length })
	if i < 0 {
		return Span{}, false
	}
	return spans[i], true
}
