package windows_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/rickar/cal/v2"

	"github.com/datelinehq/dateline/feed/windows"
)

// office is Monday to Friday, in two parts.
func office(tb testing.TB, zone string) windows.Hours {
	tb.Helper()
	h := windows.Hours{Zone: location(tb, zone)}
	for day := time.Monday; day <= time.Friday; day++ {
		h.Week[day] = []windows.Interval{interval(tb, "09:00-12:30"), interval(tb, "13:30-18:00")}
	}
	return h
}

func calendar(tb testing.TB, h windows.Hours) *windows.Calendar {
	tb.Helper()
	c, err := windows.New(h)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func location(tb testing.TB, name string) *time.Location {
	tb.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

func interval(tb testing.TB, s string) windows.Interval {
	tb.Helper()
	i, err := windows.ParseInterval(s)
	if err != nil {
		tb.Fatal(err)
	}
	return i
}

// instants are some of two years, by chance but always the same.
func instants(n int) []time.Time {
	dice := rand.New(rand.NewPCG(1, 2))
	all := make([]time.Time, n)
	for i := range all {
		all[i] = noon.Add(time.Duration(dice.Int64N(int64(2 * 365 * 24 * time.Hour))))
	}
	return all
}

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

func BenchmarkDeadline(b *testing.B) {
	c, starts := calendar(b, office(b, "Europe/Berlin")), instants(1024)
	c.Elapsed(starts[0], starts[1])
	for i := 0; b.Loop(); i++ {
		c.Deadline(starts[i%1024], 8*time.Hour)
	}
}

func BenchmarkElapsed(b *testing.B) {
	c, starts := calendar(b, office(b, "Europe/Berlin")), instants(1024)
	end := noon.AddDate(2, 0, 0)
	for i := 0; b.Loop(); i++ {
		c.Elapsed(starts[i%1024], end)
	}
}

// A pause of a year costs what none costs.
func BenchmarkPaused(b *testing.B) {
	c, starts := calendar(b, office(b, "Europe/Berlin")), instants(1024)
	clock := windows.Clock{Calendar: c, Paused: windows.Pauses(windows.Span{Start: noon, End: noon.AddDate(1, 0, 0)})}
	for i := 0; b.Loop(); i++ {
		clock.Deadline(starts[i%1024], 8*time.Hour)
	}
}

// Six years of one calendar are compiled, with the holidays of these years.
func BenchmarkCompile(b *testing.B) {
	h := office(b, "America/New_York")
	for year := 2023; year < 2031; year++ {
		for month := time.January; month <= time.December; month++ {
			h.Exceptions = append(h.Exceptions, windows.Exception{From: windows.NewDate(year, month, 25), To: windows.NewDate(year, month, 26)})
		}
	}
	for b.Loop() {
		calendar(b, h).Elapsed(noon, noon.Add(1))
	}
}

// A million asks over 500 calendars are asked how much of their window is used and when it is over.
func BenchmarkMillion(b *testing.B) {
	zones := []string{"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo"}
	var calendars []*windows.Calendar
	for i := range 500 {
		h := office(b, zones[i%len(zones)])
		h.Exceptions = []windows.Exception{{From: windows.NewDate(2026, 1, 1+i), To: windows.NewDate(2026, 1, 3+i)}}
		calendars = append(calendars, calendar(b, h))
	}
	starts := instants(1 << 20)
	now := noon.AddDate(2, 0, 0)
	for _, c := range calendars {
		c.Elapsed(noon, now)
	}
	for b.Loop() {
		late := 0
		for i, start := range starts[:1_000_000] { // as they lie in a table, sorted by who owes
			if due, _ := calendars[i/2000].Deadline(start, 8*time.Hour); due.Before(now) {
				late++
			}
		}
		if late < 900_000 {
			b.Fatal(fmt.Sprint(late, " are late"))
		}
	}
}

// BenchmarkYardstick answers the question of BenchmarkDeadline with another library, for an office without a lunch break.
func BenchmarkYardstick(b *testing.B) {
	c := cal.NewBusinessCalendar()
	c.SetWorkHours(9*time.Hour, 17*time.Hour)
	starts := instants(1024)
	for i := 0; b.Loop(); i++ {
		c.AddWorkHours(starts[i%1024], 8*time.Hour)
	}
}
