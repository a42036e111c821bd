package windows

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// An Interval is a piece of a day by the clock on the wall, in seconds since midnight: from Start until just before End. One
// that ends before it starts runs into the next day and belongs to the day it starts on; one that ends where it starts is
// empty. End may be 24:00, the end of the day.
type Interval struct{ Start, End int32 }

var intervalForm = regexp.MustCompile(`^([01]?[0-9]|2[0-4]):([0-5][0-9]) ?[-–] ?([01]?[0-9]|2[0-4]):([0-5][0-9])$`)

// ParseInterval reads an interval in the form 09:00-17:30.
func ParseInterval(s string) (Interval, error) {
	m := intervalForm.FindStringSubmatch(s)
	if m == nil {
		return Interval{}, fmt.Errorf("%q is no interval of a day; write it as 09:00-17:30", s)
	}
	at := func(hour, minute string) int32 {
		h, _ := strconv.Atoi(hour)
		min, _ := strconv.Atoi(minute)
		return int32(h*60*60 + min*60) //nolint:gosec // two digits each
	}
	i := Interval{at(m[1], m[2]), at(m[3], m[4])}
	switch {
	case i.Start > daySeconds || i.End > daySeconds:
		return Interval{}, fmt.Errorf("%q is no interval of a day, which ends at 24:00", s)
	case i.Start == daySeconds:
		return Interval{}, fmt.Errorf("%q begins where its day ends; let it begin at 00:00 of the next", s)
	}
	return i, nil
}

// String is the interval in the form 09:00-17:30.
func (i Interval) String() string { return clock(i.Start) + "-" + clock(i.End) }

func clock(seconds int32) string { return fmt.Sprintf("%02d:%02d", seconds/3600, seconds/60%60) }

// end is where the interval ends, counted from the midnight before it.
func (i Interval) end() int64 {
	if i.End < i.Start {
		return int64(i.End) + daySeconds
	}
	return int64(i.End)
}

// A Week has the intervals of each weekday, from Sunday on as [time.Weekday] counts. They may touch and overlap: nothing
// counts twice.
type Week [7][]Interval

// An Exception is what holds on some dates in place of the week.
type Exception struct {
	// From and To are the first and the last of the dates.
	From, To Date
	// Hours, if not nil, stand in place of the hours of each of the dates, and may open one that is closed. Otherwise, and
	// without Closed, the dates are closed.
	Hours []Interval
	// Closed are taken away from whatever holds on the dates.
	Closed []Interval
	// Name says why, for people: a holiday's name, say.
	Name string
}

// Hours are working hours by the clock on the wall of one zone. Where several exceptions are for one date, the last one
// that closes it or gives it hours holds; all that take something away do.
type Hours struct {
	Zone *time.Location
	Week Week
	// Daily, if not nil, stands in place of the week: it tells the intervals that begin on a date, for hours that a week
	// cannot say, such as those of the last days of a month. It must always tell the same, and may be asked by many
	// goroutines. What it returns is not changed.
	Daily      func(Date) []Interval
	Exceptions []Exception
}

// day are the intervals that begin on a date, exceptions left aside.
func (h *Hours) day(d Date) []Interval {
	if h.Daily != nil {
		return h.Daily(d)
	}
	return h.Week[d.Weekday()]
}
