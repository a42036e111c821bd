package reports

import (
	"fmt"
	"testing"
	"time"
)

// Weeks begin on Mondays on the wall of the zone, and the first of a year is that of its first Thursday.
func TestWeeks(t *testing.T) {
	kolkata := time.FixedZone("", 5*60*60+30*60)
	for _, c := range []struct {
		at   time.Time
		zone *time.Location
		want string
	}{
		{time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC, "2026-W01"},
		{time.Date(2025, 12, 29, 0, 0, 0, 0, time.UTC), time.UTC, "2026-W01"},
		{time.Date(2025, 12, 28, 23, 59, 59, 0, time.UTC), time.UTC, "2025-W52"},
		{time.Date(2025, 12, 28, 23, 59, 59, 0, time.UTC), kolkata, "2026-W01"},
		{time.Date(2027, 1, 3, 12, 0, 0, 0, time.UTC), time.UTC, "2026-W53"},
		{time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC, "1970-W01"},
		{time.Date(1969, 12, 28, 0, 0, 0, 0, time.UTC), time.UTC, "1969-W52"},
	} {
		if got := weekOf(c.at, c.zone).String(); got != c.want {
			t.Errorf("%s is in %s, want %s", c.at, got, c.want)
		}
	}
	for day := range 40_000 {
		at := time.Date(1960, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, day)
		year, n := at.ISOWeek()
		if got, want := weekOf(at, time.UTC).String(), fmt.Sprintf("%d-W%02d", year, n); got != want {
			t.Fatalf("%s is in %s, want %s", at, got, want)
		}
	}
}
