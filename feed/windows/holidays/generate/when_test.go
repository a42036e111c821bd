package main

import (
	"strings"
	"testing"
	"time"
)

// TestEaster compares with the dates that the churches publish.
func TestEaster(t *testing.T) {
	west := strings.Fields(`2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01
		2030-04-21 2031-04-13 2032-03-28 2033-04-17 2034-04-09 2035-03-25`)
	east := strings.Fields(`2024-05-05 2025-04-20 2026-04-12 2027-05-02 2028-04-16 2029-04-08
		2030-04-28 2031-04-13 2032-05-02 2033-04-24 2034-04-09 2035-04-29`)
	for i := range west {
		year := first + i
		if got := easter(year).Format(time.DateOnly); got != west[i] {
			t.Errorf("Easter of %d is %s, want %s", year, got, west[i])
		}
		if got := orthodox(year).Format(time.DateOnly); got != east[i] {
			t.Errorf("Orthodox Easter of %d is %s, want %s", year, got, east[i])
		}
	}
}

func TestWhen(t *testing.T) {
	series := map[string]when{"moon": mustDates(t, "2025-12-30 2026-01-02?")}
	tests := []struct {
		said string
		year int
		want string
	}{
		{"05-01", 2026, "2026-05-01"},
		{"05-01 -1", 2026, "2026-04-30"},
		{"easter +39", 2026, "2026-05-14"},
		{"orthodox -48", 2026, "2026-02-23"},
		{"1st mon of 09", 2026, "2026-09-07"},
		{"4th thu of 11 +1", 2026, "2026-11-27"},
		{"5th mon of 02", 2026, ""},
		{"5th sun of 02", 2032, "2032-02-29"},
		{"last mon of 05", 2026, "2026-05-25"},
		{"last thu of 12", 2026, "2026-12-31"},
		{"mon before 05-25", 2026, "2026-05-18"},
		{"mon on or before 05-25", 2026, "2026-05-25"},
		{"sat on or after 06-20", 2026, "2026-06-20"},
		{"sat after 06-20", 2026, "2026-06-27"},
		{"mon nearest 01-29", 2027, "2027-02-01"}, // a Friday: on
		{"mon nearest 01-29", 2026, "2026-01-26"}, // a Thursday: back
		{"2025-12-30 2026-01-02", 2026, "2026-01-02"},
		{"moon", 2026, "2026-01-02?"},
		{"moon +2", 2025, "2026-01-01"},
		{"moon", 2024, ""},
	}
	for _, tt := range tests {
		w, err := readWhen(tt.said, series)
		if err != nil {
			t.Errorf("%s: %v", tt.said, err)
			continue
		}
		var got []string
		for _, d := range w(tt.year) {
			mark := ""
			if d.tentative {
				mark = "?"
			}
			got = append(got, d.date.Format(time.DateOnly)+mark)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s in %d: got %q, want %q", tt.said, tt.year, got, tt.want)
		}
	}
	for _, wrong := range []string{
		"", "13-01", "02-29", "easter tomorrow", "6th mon of 01", "monday of 01", "2026-02-30", "2026-02-01 2026-01-01",
	} {
		if _, err := readWhen(wrong, series); err == nil {
			t.Errorf("%q is understood", wrong)
		}
	}
}

func mustDates(t *testing.T, said string) when {
	t.Helper()
	w, err := readDates(strings.Fields(said))
	if err != nil {
		t.Fatal(err)
	}
	return w
}
