package windows

import (
	"cmp"
	"slices"
)

// open are the stretches of working time from start until end.
func (h *Hours) open(start, end int64) []stretch {
	// A zone is never more than a day and a half ahead or behind, and a shift never longer than two days.
	from, to := dateAt(start)-3, dateAt(end)+3
	wall := h.wall(from, to)
	var all []stretch
	for _, e := range eras(h.Zone, start, end) {
		first, _ := slices.BinarySearchFunc(wall, e.start+e.offset+1, func(s stretch, at int64) int { return cmp.Compare(s.end, at) })
		all = appendShifted(all, wall[first:], e)
	}
	return normal(all)
}

// appendShifted adds what of the wall is shown in an era, as instants.
func appendShifted(all, wall []stretch, e era) []stretch {
	for _, s := range wall {
		if s.start >= e.end+e.offset {
			break
		}
		if s = (stretch{max(s.start-e.offset, e.start), min(s.end-e.offset, e.end)}); s.start < s.end {
			all = append(all, s)
		}
	}
	return all
}

// wall are the readings of the set on the dates from until to, in seconds of the wall.
func (h *Hours) wall(from, to Date) []stretch {
	instead, closed := h.exceptions(from, to)
	all := make([]stretch, 0, int(to-from)*2)
	for d := from; d < to; d++ {
		intervals, special := instead[d]
		if !special {
			intervals = h.day(d)
		}
		_, cut := instead[d+1]
		midnight := int64(d) * daySeconds
		for _, i := range intervals {
			s := stretch{midnight + int64(i.Start), midnight + i.end()}
			if cut {
				s.end = min(s.end, midnight+daySeconds)
			}
			all = append(all, s)
		}
		if special { // a shift of the week reaches from a day with exceptions into the next, too
			all = appendSpill(all, h.day(d), midnight, cut)
		}
	}
	return without(normal(all), closed)
}

// appendSpill adds what of intervals lies behind the next midnight.
func appendSpill(all []stretch, intervals []Interval, midnight int64, cut bool) []stretch {
	for _, i := range intervals {
		if end := midnight + i.end(); end > midnight+daySeconds && !cut {
			all = append(all, stretch{midnight + daySeconds, end})
		}
	}
	return all
}

// exceptions are the hours of dates that do not have those of the week, and what is closed beside.
func (h *Hours) exceptions(from, to Date) (instead map[Date][]Interval, closed []stretch) {
	instead = map[Date][]Interval{}
	for _, e := range h.Exceptions {
		for d := max(e.From, from); d <= min(e.To, to); d++ {
			if e.Hours != nil || e.Closed == nil {
				instead[d] = e.Hours
			}
			for _, i := range e.Closed {
				closed = append(closed, stretch{int64(d)*daySeconds + int64(i.Start), int64(d)*daySeconds + i.end()})
			}
		}
	}
	return instead, normal(closed)
}

// The days on which hours that are told day by day are looked for: the years from 1970 to 2199.
const firstDay, lastDay Date = 0, 84_005

// empty reports whether there is no hour in the set at all: neither in the week nor by an exception.
func (h *Hours) empty() bool {
	for _, e := range h.Exceptions {
		if some(e.Hours) {
			return false
		}
	}
	if h.Daily == nil {
		return !slices.ContainsFunc(h.Week[:], some)
	}
	for d := firstDay; d <= lastDay; d++ {
		if some(h.Daily(d)) {
			return false
		}
	}
	return true
}

// some reports whether there is any time in the intervals.
func some(intervals []Interval) bool {
	return slices.ContainsFunc(intervals, func(i Interval) bool { return i.Start != i.End })
}
