package windows_test

import (
	"errors"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

func length(t *testing.T, s string) windows.Length {
	t.Helper()
	l, err := windows.ParseLength(s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Who has no calendar can owe a response in elapsed time, and in no other.
func TestTermWithoutCalendar(t *testing.T) {
	asked := time.Date(2026, 3, 6, 17, 0, 0, 0, time.UTC)
	times, err := windows.Term{Within: length(t, "24h")}.Start(windows.Clock{}, asked)
	if want := (windows.Times{Due: asked.Add(24 * time.Hour), Warn: asked.Add(18 * time.Hour)}); err != nil || times != want {
		t.Errorf("24h: %v, %v; want %v", times, err, want)
	}
	pause := windows.Span{Start: asked.Add(time.Hour), End: asked.Add(3 * time.Hour)}
	times, err = windows.Term{Within: length(t, "24h")}.Start(windows.Clock{Paused: windows.Pauses(pause)}, asked)
	if want := asked.Add(26 * time.Hour); err != nil || !times.Due.Equal(want) {
		t.Errorf("24h with a pause of two: %v, %v; want %v", times.Due, err, want)
	}
	for _, s := range []string{"8wh", "1bd"} {
		if _, err := (windows.Term{Within: length(t, s)}).Start(windows.Clock{}, asked); !errors.Is(err, windows.ErrNoCalendar) {
			t.Errorf("%s: %v", s, err)
		}
	}
}

func TestShares(t *testing.T) {
	for s, want := range map[string]string{
		"75%": "75%", " 5 % ": "5%", "never": "never", "99%": "99%",
		"0%": "", "100%": "", "0.75": "", "75": "", "": "", "-5%": "",
	} {
		share, err := windows.ParseShare(s)
		if got := share.String(); (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("%q: %s, %v; want %q", s, got, err, want)
		}
	}
	if got := (windows.Share{}).String(); got != "75%" {
		t.Errorf("the usual share is %s", got)
	}
}
