package windows

import (
	"cmp"
	"slices"
	"time"
)

// A Span is the time from Start until just before End.
type Span struct{ Start, End time.Time }

func sortSpans(all []Span) {
	slices.SortFunc(all, func(a, b Span) int { return a.Start.Compare(b.Start) })
}

// A stretch is a span in seconds: since 1970 in UTC, or since the midnight on which 1970 began on the wall.
type stretch struct{ start, end int64 }

// normal sorts stretches and joins those that touch or overlap. Empty ones are left out.
func normal(all []stretch) []stretch {
	byStart := func(a, b stretch) int { return cmp.Compare(a.start, b.start) }
	if !slices.IsSortedFunc(all, byStart) {
		slices.SortFunc(all, byStart)
	}
	joined := all[:0]
	for _, s := range all {
		switch last := len(joined) - 1; {
		case s.start >= s.end:
		case last >= 0 && s.start <= joined[last].end:
			joined[last].end = max(joined[last].end, s.end)
		default:
			joined = append(joined, s)
		}
	}
	return joined
}

// common is what lies in both of two lists of stretches that are normal.
func common(a, b []stretch) []stretch {
	var both []stretch
	for len(a) > 0 && len(b) > 0 {
		if s := (stretch{max(a[0].start, b[0].start), min(a[0].end, b[0].end)}); s.start < s.end {
			both = append(both, s)
		}
		if a[0].end < b[0].end {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return both
}

// without is what lies in a and not in b, both normal.
func without(a, b []stretch) []stretch {
	if len(b) == 0 {
		return a
	}
	left := make([]stretch, 0, len(a)+len(b))
	for _, s := range a {
		for len(b) > 0 && b[0].end <= s.start {
			b = b[1:]
		}
		for i := 0; i < len(b) && b[i].start < s.end; i++ {
			if b[i].start > s.start {
				left = append(left, stretch{s.start, b[i].start})
			}
			s.start = max(s.start, b[i].end)
		}
		if s.start < s.end {
			left = append(left, s)
		}
	}
	return left
}
