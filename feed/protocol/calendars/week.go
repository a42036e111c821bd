package calendars

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// week reads the hours of a calendar.
func (r *reader) week(at place, hours map[string][]string) windows.Week {
	var week windows.Week
	given := map[time.Weekday]string{}
	for _, key := range slices.Sorted(maps.Keys(hours)) {
		intervals := r.dayHours(at.key(key), hours[key])
		days, err := daysOf(key)
		if err != nil {
			r.mistake(at.key(key), "%v", err)
			continue
		}
		for _, day := range days {
			if other, twice := given[day]; twice {
				r.mistake(at.key(key), "%s is in %q and in %q; give each day its hours once", weekdays[day], other, key)
				break
			}
			given[day] = key
			week[day] = intervals
		}
	}
	return week
}

// dayHours reads the intervals of a day.
func (r *reader) dayHours(at place, written []string) []windows.Interval {
	all := make([]windows.Interval, 0, len(written))
	for i, s := range written {
		interval, err := windows.ParseInterval(s)
		switch {
		case err != nil:
			r.mistake(at.item(i), "%v", err)
		case interval.Start == interval.End:
			r.mistake(at.item(i), "%q is no time at all; a whole day is 00:00-24:00", s)
		default:
			all = append(all, interval)
		}
	}
	return all
}

// daysOf reads a day of the week or a range of them, which may go over the end of the week.
func daysOf(key string) ([]time.Weekday, error) {
	from, to, isRange := strings.Cut(key, ":")
	if !isRange {
		to = from
	}
	first, ok := weekday(from)
	last, also := weekday(to)
	switch {
	case !ok && !isRange:
		return nil, cmp.Or(dashed(key), noWeekday(key))
	case !ok:
		return nil, noWeekday(from)
	case !also:
		return nil, noWeekday(to)
	}
	days := []time.Weekday{first}
	for day := first; day != last; {
		day = (day + 1) % 7
		days = append(days, day)
	}
	return days, nil
}

// dashed is the error for a range of days that is written with something else between them.
func dashed(key string) error {
	for _, dash := range []string{"-", "–", ".."} {
		from, to, _ := strings.Cut(key, dash)
		first, ok := weekday(from)
		last, also := weekday(to)
		if ok && also {
			return fmt.Errorf("%q is no range of days; did you mean %s:%s?", key, weekdays[first], weekdays[last])
		}
	}
	return nil
}

// weekday reads the name of a day, or its first three letters.
func weekday(s string) (time.Weekday, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	i := slices.IndexFunc(weekdays, func(name string) bool { return s == name || s == name[:3] })
	return time.Weekday(i), i >= 0
}

func noWeekday(s string) error {
	return fmt.Errorf("%q is no day of the week%s", s, cmp.Or(meant(s, weekdays), "; write monday, or monday:friday"))
}
