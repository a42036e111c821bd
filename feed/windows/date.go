package windows

import (
	"fmt"
	"sort"
	"time"
)

// A Date is a day on the wall, without a zone: the number of days since 1 January 1970.
type Date int32

// DateOf is the date that a clock in the instant's own location shows.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return NewDate(year, month, day)
}

// NewDate is the date of a year, month and day. Days beyond the end of a month run into the next one, as with [time.Date].
func NewDate(year int, month time.Month, day int) Date {
	return dateAt(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix())
}

// dateAt is the date on which so many seconds have passed on the wall since 1970 began.
func dateAt(seconds int64) Date { return Date(floorDiv(seconds, daySeconds)) } //nolint:gosec // a year has four digits

// ParseDate reads a date in the form 2026-12-24.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is no date; write it as 2026-12-24", s)
	}
	return DateOf(t), nil
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(((int64(d)+4)%7 + 7) % 7) }

// String is the date in the form 2026-12-24.
func (d Date) String() string { return time.Unix(int64(d)*daySeconds, 0).UTC().Format(time.DateOnly) }

// Begins is the first instant of the date in a zone: midnight, or where the clocks skip that, the moment after. Of a date that
// the zone never had it is the first instant of the next.
func (d Date) Begins(zone *time.Location) time.Time {
	begun := func(t time.Time) bool { return DateOf(t.In(zone)) >= d }
	year, month, day := time.Unix(int64(d)*daySeconds, 0).UTC().Date()
	if t := time.Date(year, month, day, 0, 0, 0, 0, zone); begun(t) && !begun(t.Add(-time.Second)) {
		return t
	}
	const margin = 26 * 60 * 60 // no zone is further from UTC
	start := int64(d)*daySeconds - margin
	seconds := sort.Search(2*margin, func(i int) bool { return begun(time.Unix(start+int64(i), 0)) })
	return time.Unix(start+int64(seconds), 0).In(zone)
}

const daySeconds = 24 * 60 * 60

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
