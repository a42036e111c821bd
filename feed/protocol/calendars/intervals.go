package calendars

import (
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// A rule is one of Alertmanager's intervals, understood. A field without any span is always met.
type rule struct {
	times                         []windows.Interval // never none
	weekdays, days, months, years []span
}

// A span is a run of numbers, both ends included.
type span struct{ first, last int }

func (s span) has(n int) bool { return s.first <= n && n <= s.last }

// met reports whether a field is.
func met(field []span, n int) bool {
	return len(field) == 0 || slices.ContainsFunc(field, func(s span) bool { return s.has(n) })
}

// on reports whether the rule has its times on a date.
func (r rule) on(d windows.Date) bool {
	year, month, day := time.Unix(int64(d)*24*60*60, 0).UTC().Date()
	if !met(r.years, year) || !met(r.months, int(month)) || !met(r.weekdays, int(d.Weekday())) {
		return false
	}
	if len(r.days) == 0 {
		return true
	}
	length := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return slices.ContainsFunc(r.days, func(s span) bool { return s.in(length).has(day) })
}

// in is a run of days in a month of so many. Negative ones count from its end; what lies beyond it is cut off.
func (s span) in(length int) span {
	at := func(day int) int {
		if day < 0 {
			return length + day + 1
		}
		return day
	}
	return span{at(s.first), at(s.last)}
}

// daily are the intervals of rules of which any has to be met.
func daily(rules []rule) func(windows.Date) []windows.Interval {
	return func(d windows.Date) []windows.Interval {
		var all []windows.Interval
		for _, r := range rules {
			switch {
			case !r.on(d):
			case all == nil:
				all = slices.Clip(r.times)
			default:
				all = append(all, r.times...)
			}
		}
		return all
	}
}

// intervals reads Alertmanager's intervals as hours, those of each zone on their own, in the order in which zones are met.
func (r *reader) intervals(at place, w Written) []windows.Hours {
	var zones []*time.Location
	rules := map[*time.Location][]rule{}
	for i, written := range w.TimeIntervals {
		interval := at.key("time_intervals").item(i)
		rule := r.rule(interval, written)
		zone := r.intervalZone(at, interval, w.Location, written.Location)
		if zone == nil {
			continue
		}
		if same := slices.IndexFunc(zones, func(z *time.Location) bool { return z.String() == zone.String() }); same >= 0 {
			zone = zones[same]
		} else {
			zones = append(zones, zone)
		}
		rules[zone] = append(rules[zone], rule)
	}
	var all []windows.Hours
	for _, zone := range zones {
		all = append(all, windows.Hours{Zone: zone, Daily: daily(rules[zone])})
	}
	return all
}

// intervalZone is the zone of an interval: its own, or that of the calendar, or UTC.
func (r *reader) intervalZone(calendar, interval place, of, own string) *time.Location {
	switch {
	case own != "":
		return r.location(interval.key("location"), own)
	case of != "":
		return r.location(calendar.key("location"), of)
	}
	r.notice(interval, "the interval has no location; Alertmanager reads it as UTC, and so does Dateline; "+
		"write location: UTC to say so")
	return time.UTC
}
