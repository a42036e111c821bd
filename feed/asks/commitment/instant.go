package commitment

import (
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// latest is the last instant at which a clock in a zone shows a time of a date. Where none does, because clocks skip it, it is
// the later of those that can be meant: as much time after midnight as if they had not been changed yet.
func latest(date windows.Date, seconds int, zone *time.Location) time.Time {
	wall := time.Unix(int64(date)*24*60*60+int64(seconds), 0).UTC()
	var shown, meant time.Time
	for _, near := range []time.Duration{-24 * time.Hour, 0, 24 * time.Hour} {
		_, offset := wall.Add(near).In(zone).Zone()
		t := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if t.After(meant) {
			meant = t
		}
		if _, is := t.Zone(); is == offset && t.After(shown) {
			shown = t
		}
	}
	if shown.IsZero() {
		return meant
	}
	return shown
}

// Closes says when a calendar closes: when the last of its intervals that begin on the date is over, and at midnight where
// it is open for longer than a day. The date is one in the calendar's zone.
func Closes(c *windows.Calendar) Closing {
	return func(date windows.Date) (until time.Time, ok bool) {
		midnight, end := latest(date, 0, c.Zone()), latest(date+1, 0, c.Zone())
		for s := range c.Spans(midnight.Add(-time.Second), end.AddDate(0, 0, 1)) {
			begun := s.Start.Before(midnight)
			switch {
			case !s.Start.Before(end):
				return until, ok
			case begun && s.End.Before(end): // what is left of the night before
			case begun || s.End.After(s.Start.AddDate(0, 0, 1)):
				until, ok = end, true
			default:
				until, ok = s.End, true
			}
		}
		return until, ok
	}
}
