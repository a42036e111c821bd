package reports

import (
	"fmt"
	"math"
	"time"
)

// A week is an ISO week, counted from that in which 1970 began.
type week int32

// noWeek is that of what has not ended.
const noWeek week = math.MinInt32

// weekOf is the week on the wall of a zone.
func weekOf(t time.Time, zone *time.Location) week {
	y, m, d := t.In(zone).Date()
	days := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60) // exact: midnights of UTC
	monday := days + 3                                                       // 1970 began on a Thursday
	if monday < 0 {
		monday -= 6
	}
	return week(monday / 7) //nolint:gosec // G115: the years that times have are not as many weeks
}

// String is the week as ISO 8601 writes it: 2026-W09.
func (w week) String() string {
	year, n := time.Date(1969, time.December, 29, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 7*int(w)).ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, n)
}
