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

// Fullest is the first stretch, at least so long, in which as many of several calendars are open all along as ever are between
// two instants, and which of them those are, by their places. The stretch lasts as long as they all are. It is about nobody
// where none is open for so long.
func Fullest(from, to time.Time, length time.Duration, all ...*Calendar) (s Span, open []int) {
	spans := make([][]Span, len(all))
	var starts []time.Time
	for i, c := range all {
		spans[i] = slices.Collect(c.Spans(from, to))
		for _, span := range spans[i] {
			starts = append(starts, span.Start)
		}
	}
	slices.SortFunc(starts, time.Time.Compare)
	for _, start := range starts {
		var who []int
		end := to
		for i := range spans {
			for len(spans[i]) > 0 && spans[i][0].End.Before(start.Add(length)) {
				spans[i] = spans[i][1:]
			}
			if len(spans[i]) > 0 && !spans[i][0].Start.After(start) {
				who, end = append(who, i), sooner(end, spans[i][0].End)
			}
		}
		if len(who) > len(open) {
			s, open = Span{start, end.In(start.Location())}, who
		}
	}
	return s, open
}
