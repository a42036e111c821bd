package windows_test

import (
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

func TestNextChange(t *testing.T) {
	after := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	for name, want := range map[string]struct {
		at string
		by time.Duration
	}{
		"Europe/Berlin":       {"2027-03-28T03:00:00+02:00", time.Hour},
		"America/New_York":    {"2027-03-14T03:00:00-04:00", time.Hour},
		"Australia/Lord_Howe": {"2027-04-04T01:30:00+10:30", -30 * time.Minute},
		"Asia/Tokyo":          {},
		"UTC":                 {},
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		at, by, ok := windows.NextChange(zone, after)
		if ok != (want.at != "") || ok && (at.Format(time.RFC3339) != want.at || by != want.by) {
			t.Errorf("%s: %v by %v, %v; want %+v", name, at, by, ok, want)
		}
	}
}
