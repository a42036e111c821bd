package calendars

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/datelinehq/dateline/feed/windows"
)

var months = []string{
	"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
}

// rule reads one of Alertmanager's intervals, and refuses what Alertmanager does.
func (r *reader) rule(at place, w TimeInterval) rule {
	read := rule{
		times:    r.times(at.key("times"), w.Times),
		weekdays: r.spans(at.key("weekdays"), w.Weekdays, fullWeekday, inOrder("Alertmanager's week begins with sunday")),
		days:     r.spans(at.key("days_of_month"), w.DaysOfMonth, dayOfMonth, daysInOrder),
		months:   r.spans(at.key("months"), w.Months, month, inOrder("write the months of each year on their own")),
		years:    r.spans(at.key("years"), w.Years, year, inOrder("write the earlier year first")),
	}
	if w.Times == nil {
		read.times = []windows.Interval{{Start: 0, End: 24 * 60 * 60}}
	}
	return read
}

var timeForm = regexp.MustCompile(`^(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)$`)

func (r *reader) times(at place, written []TimeRange) []windows.Interval {
	var all []windows.Interval
	if written != nil && len(written) == 0 {
		r.mistake(at, "a list of no times is never met; leave it out to mean the whole day")
	}
	for i, w := range written {
		from, err := timeOfDay(w.StartTime)
		if err != nil {
			r.mistake(at.item(i).key("start_time"), "%v", err)
		}
		to, also := timeOfDay(w.EndTime)
		if also != nil {
			r.mistake(at.item(i).key("end_time"), "%v", also)
		}
		if err == nil && also == nil && from >= to {
			r.mistake(at.item(i), "%s is not before %s; write a time over midnight as two, until 24:00 and from 00:00",
				w.StartTime, w.EndTime)
		}
		all = append(all, windows.Interval{Start: from, End: to})
	}
	return all
}

// timeOfDay reads a time in seconds since midnight.
func timeOfDay(s string) (int32, error) {
	m := timeForm.FindStringSubmatch(s)
	switch {
	case s == "":
		return 0, errors.New("a time range needs start_time and end_time")
	case m == nil:
		return 0, fmt.Errorf("%q is no time of a day; write it as 09:00", s)
	case m[1] == "":
		return 24 * 60 * 60, nil
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	return int32(hour*60*60 + minute*60), nil //nolint:gosec // two digits each
}

// spans reads a field: numbers or names and ranges of them, which have to be in order.
func (r *reader) spans(at place, written []string, member func(string) (int, error), ordered func(span, string) error) []span {
	var all []span
	if written != nil && len(written) == 0 {
		r.mistake(at, "a list of nothing is never met; leave it out to mean any")
	}
	for i, s := range written {
		from, to, isRange := strings.Cut(strings.ToLower(s), ":")
		if !isRange {
			to = from
		}
		first, err := member(from)
		last, also := member(to)
		if err = cmp.Or(err, also); err == nil {
			err = ordered(span{first, last}, s)
		}
		if err != nil {
			r.mistake(at.item(i), "%v", err)
		}
		all = append(all, span{first, last})
	}
	return all
}

func fullWeekday(s string) (int, error) {
	if day := slices.Index(weekdays, s); day >= 0 {
		return day, nil
	}
	if day, ok := weekday(s); ok {
		return 0, fmt.Errorf("%q is no day of the week; did you mean %s?", s, weekdays[day])
	}
	return 0, noWeekday(s)
}

func month(s string) (int, error) {
	if i := slices.Index(months, s); i >= 0 {
		return i + 1, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 12 {
		return 0, fmt.Errorf("%q is no month%s", s, cmp.Or(meant(s, months), "; write january or 1"))
	}
	return n, nil
}

func year(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 9999 {
		return 0, fmt.Errorf("%q is no year; write 2026, or 2026:2028", s)
	}
	return n, nil
}

func dayOfMonth(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n == 0 || n < -31 || n > 31 {
		return 0, fmt.Errorf("%q is no day of a month; write 1 to 31, or -1 for the last", s)
	}
	return n, nil
}

// inOrder refuses ranges that run backwards, with advice.
func inOrder(advice string) func(span, string) error {
	return func(s span, written string) error {
		if s.first > s.last {
			return fmt.Errorf("%q runs backwards; %s", written, advice)
		}
		return nil
	}
}

// daysInOrder refuses what runs backwards in every month, of which the shortest has 28 days.
func daysInOrder(s span, written string) error {
	if s.first < 0 && s.last > 0 {
		return fmt.Errorf("%q goes over the end of a month; write its days on both sides on their own", written)
	}
	shortest := s
	if s.first < 0 {
		shortest.first += 28
	}
	if s.last < 0 {
		shortest.last += 28
	}
	return inOrder("write the earlier day first")(shortest, written)
}
