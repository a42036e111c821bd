package ics

import (
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// day is the length of a day on the wall clock, in seconds. Days are longer or shorter only as instants.
const day = 24 * 60 * 60

// midnight returns the reading with which a day begins.
func midnight(d windows.Date) Reading { return Reading(d) * day }

// A Reading is what a clock on the wall shows, date included and zone left out: seconds since it showed midnight of
// 1 January 1970, each day counted with 86,400 of them. Divided by 86,400 it is a [windows.Date] and the seconds since midnight.
type Reading int64

// Date returns the day on which the clock shows the reading.
func (r Reading) Date() windows.Date { return windows.DateOf(r.utc()) }

// String writes the reading as 2006-01-02 15:04, with seconds where there are some.
func (r Reading) String() string { return written(r.utc()) }

// utc is the instant at which a clock in Greenwich shows the reading.
func (r Reading) utc() time.Time { return time.Unix(int64(r), 0).UTC() }

func written(t time.Time) string {
	if t.Second() != 0 {
		return t.Format(time.DateTime)
	}
	return t.Format("2006-01-02 15:04")
}
