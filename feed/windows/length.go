package windows

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Length is how long a response may take, in one of three units. The zero Length is not valid.
//
//   - 24h, 90m, 1h30m are elapsed time, counted through nights and weekends. What would be due outside working time is
//     due when it opens next.
//   - 8wh, 7.5wh are working hours.
//   - 1bd is a business day: due when the next working day closes, 2bd when the one after that does.
type Length struct {
	elapsed, working time.Duration
	days             int
	written          string
}

var (
	workingForm = regexp.MustCompile(`^([0-9]{1,5}(?:\.[0-9]{1,3})?) ?wh$`)
	daysForm    = regexp.MustCompile(`^([0-9]{1,4}) ?bd$`)
)

// ParseLength reads a length as people write it. It refuses zero and negative lengths, and longer ones than calendars know.
func ParseLength(s string) (Length, error) {
	s = strings.TrimSpace(s)
	l := Length{written: s}
	if m := workingForm.FindStringSubmatch(s); m != nil {
		hours, _ := strconv.ParseFloat(m[1], 64)
		l.working = time.Duration(hours * float64(time.Hour)).Round(time.Second)
	} else if m := daysForm.FindStringSubmatch(s); m != nil {
		l.days, _ = strconv.Atoi(m[1])
	} else {
		d, err := time.ParseDuration(s)
		if err != nil {
			return Length{}, fmt.Errorf("%q is not a length of time; write elapsed time as 24h, working hours as 8wh, business days as 1bd", s)
		}
		l.elapsed = d
	}
	switch {
	case l.elapsed <= 0 && l.working <= 0 && l.days <= 0:
		return Length{}, fmt.Errorf("%q is no time at all; a window must be longer than zero", s)
	case l.elapsed > deadlineAtMost*time.Second:
		return Length{}, fmt.Errorf("%q is longer than ten years; nobody waits that long", s)
	}
	return l, nil
}

// Due is when a response is late that was asked for at start. It reports false where the clock's calendar does not have
// as much within ten years.
func (l Length) Due(c Clock, start time.Time) (time.Time, bool) {
	switch {
	case l.days > 0 && len(c.Paused) > 0:
		return c.Calendar.Without(c.Paused...).BusinessDays(start, l.days)
	case l.days > 0:
		return c.Calendar.BusinessDays(start, l.days)
	case l.working > 0 || l.elapsed == 0:
		return c.Deadline(start, l.working)
	}
	due, _ := Clock{Always(time.UTC), c.Paused}.Deadline(start, l.elapsed)
	return c.Next(due)
}

// Used is how much of a length is used from one instant to another, in elapsed or working time as the length is. Nothing is of
// business days, nor of working hours on a clock without a calendar.
func (l Length) Used(c Clock, from, to time.Time) time.Duration {
	switch {
	case l.elapsed > 0:
		c.Calendar = everyHour
	case l.working == 0 || c.Calendar == nil:
		return 0
	}
	return c.Elapsed(from, to)
}

// Less is what is left of a length when some of it was used: nothing at the least. Business days are left as they are.
func (l Length) Less(spent time.Duration) Length {
	switch {
	case l.working > 0:
		l.working = max(l.working-spent, 0)
	case l.elapsed > 0:
		l.elapsed = max(l.elapsed-spent, 0)
	}
	return l
}

// AtLeast moves a deadline so that it is not earlier than so much elapsed time after start, and then into working time.
func AtLeast(c Clock, start, due time.Time, floor time.Duration) (time.Time, bool) {
	if earliest := start.Add(floor); due.Before(earliest) {
		return c.Next(earliest)
	}
	return due, true
}

// NeedsCalendar reports whether the length cannot be counted without one: all but elapsed time.
func (l Length) NeedsCalendar() bool { return l.working > 0 || l.days > 0 }

// Working is how much working time the length is, 0 if it is none.
func (l Length) Working() time.Duration { return l.working }

// Days is how many business days the length is, 0 if it is none of those.
func (l Length) Days() int { return l.days }

// Deadline is when a length of elapsed time is used up, for those who have no calendar.
func (l Length) Deadline(start time.Time) time.Time { return start.Add(l.elapsed) }

// String is the length as it was written.
func (l Length) String() string { return l.written }

// UnmarshalText reads a length from a configuration; see ParseLength.
func (l *Length) UnmarshalText(text []byte) error {
	parsed, err := ParseLength(string(text))
	if err != nil {
		return err
	}
	*l = parsed
	return nil
}

// MarshalText writes the length as it was written.
func (l Length) MarshalText() ([]byte, error) { return []byte(l.written), nil }
