package windows

import "time"

// An era is a stretch of time in which a zone keeps one offset from UTC, in seconds.
type era struct {
	stretch
	offset int64
}

// eras are those of a zone that cover the time from start until end, cut at both.
func eras(zone *time.Location, start, end int64) []era {
	var all []era
	for at := start; at < end; {
		t := time.Unix(at, 0).In(zone)
		_, offset := t.Zone()
		until := end
		if _, bound := t.ZoneBounds(); !bound.IsZero() {
			until = bound.Unix()
		}
		if until <= at {
			until = nextDay(zone, at, offset)
		}
		until = min(until, end)
		if last := len(all) - 1; last >= 0 && all[last].offset == int64(offset) {
			all[last].end = until
		} else {
			all = append(all, era{stretch{at, until}, int64(offset)})
		}
		at = until
	}
	return all
}

// nextDay goes on where the bounds of a zone do not: they stand still on the last day of leap years once a zone follows
// its rule for the future (golang/go issue 81583). Should the offset change within a day from there, it is the second on
// which it does.
func nextDay(zone *time.Location, at int64, offset int) int64 {
	same := func(t int64) bool {
		_, other := time.Unix(t, 0).In(zone).Zone()
		return other == offset
	}
	until := at + daySeconds
	if same(until) {
		return until
	}
	for low := at; until-low > 1; {
		if middle := low + (until-low)/2; same(middle) {
			low = middle
		} else {
			until = middle
		}
	}
	return until
}

// NextChange is when the clocks of a zone change next after an instant, and by how much they then go forward. It reports
// false where they do not within five years.
func NextChange(zone *time.Location, after time.Time) (at time.Time, by time.Duration, ok bool) {
	second, _ := within(after)
	changes := eras(zone, second, min(second+5*yearSeconds, latest))
	if len(changes) < 2 {
		return time.Time{}, 0, false
	}
	return time.Unix(changes[1].start, 0).In(zone), time.Duration(changes[1].offset-changes[0].offset) * time.Second, true
}
