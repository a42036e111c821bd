package windows_test

import (
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

func TestParseLength(t *testing.T) {
	start := time.Date(2026, 3, 28, 18, 0, 0, 0, time.UTC)
	for written, want := range map[string]time.Duration{
		"24h": 24 * time.Hour, "90m": 90 * time.Minute, " 1h30m ": 90 * time.Minute,
	} {
		l, err := windows.ParseLength(written)
		if err != nil {
			t.Errorf("%q: %v", written, err)
			continue
		}
		if got := l.Deadline(start).Sub(start); got != want {
			t.Errorf("%q after %s is %s later, want %s", written, start, got, want)
		}
		if l.String() != strings.TrimSpace(written) {
			t.Errorf("%q is shown as %q", written, l)
		}
	}
	for written, reason := range map[string]string{
		"8wh": "calendar", "1bd": "calendar", "0h": "longer than zero", "-1h": "longer than zero", "a day": "not a length", "": "not a length", "24": "not a length",
	} {
		if _, err := windows.ParseLength(written); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%q: %v; want an error about %q", written, err, reason)
		}
	}
}

// Elapsed time is elapsed time: a night in which the clocks change is an hour shorter on the wall, not in the window.
func TestDeadlineOverAClockChange(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	l, err := windows.ParseLength("24h")
	if err != nil {
		t.Fatal(err)
	}
	asked := time.Date(2026, 3, 28, 18, 0, 0, 0, berlin)
	if got := l.Deadline(asked).In(berlin).Format("2006-01-02 15:04"); got != "2026-03-29 19:00" {
		t.Errorf("24 hours after %s are over at %s", asked, got)
	}
}
