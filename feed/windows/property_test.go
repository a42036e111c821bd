package windows_test

import (
	"archive/zip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed/windows"
)

// zonesTried are zones that do everything a zone can do: half hours, quarter hours, double summer time, clocks that change at
// midnight, a day that never was, summer time that goes backwards, none at all.
var zonesTried = []string{
	"UTC", "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/St_Johns", "America/Havana", "America/Sao_Paulo", "Asia/Kathmandu", "Asia/Tehran",
	"Asia/Beirut", "Africa/Casablanca", "Antarctica/Troll", "Australia/Lord_Howe", "Australia/Eucla", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati",
}

func someInterval(t *rapid.T) windows.Interval {
	quarter := rapid.Int32Range(0, 95)
	i := windows.Interval{Start: quarter.Draw(t, "from") * 900, End: rapid.Int32Range(0, 96).Draw(t, "to") * 900}
	return i
}

// someHours are hours in quarters of an hour, as offsets of zones are.
func someHours(t *rapid.T) windows.Hours {
	zone, err := time.LoadLocation(rapid.SampledFrom(zonesTried).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	h := windows.Hours{Zone: zone}
	some := rapid.SliceOfN(rapid.Custom(someInterval), 0, 3)
	for day := range h.Week {
		h.Week[day] = some.Draw(t, "day")
	}
	h.Week[1] = append(h.Week[1], windows.Interval{Start: 9 * 3600, End: 17 * 3600})
	if every := windows.Date(rapid.Int32Range(0, 4).Draw(t, "every so many days")); every > 0 {
		week, others := h.Week, some.Draw(t, "hours of the others")
		h.Week = windows.Week{}
		h.Daily = func(d windows.Date) []windows.Interval {
			if d%every == 0 {
				return week[d.Weekday()]
			}
			return others
		}
	}
	for range rapid.IntRange(0, 6).Draw(t, "exceptions") {
		e := windows.Exception{From: windows.DateOf(someInstant(t))}
		e.To = e.From + windows.Date(rapid.IntRange(0, 3).Draw(t, "days"))
		switch rapid.IntRange(0, 2).Draw(t, "what") {
		case 0:
			e.Hours = append([]windows.Interval{}, some.Draw(t, "hours")...)
		case 1:
			e.Closed = append([]windows.Interval{}, some.Draw(t, "closed")...)
		}
		h.Exceptions = append(h.Exceptions, e)
	}
	return h
}

func someInstant(t *rapid.T) time.Time {
	return time.Unix(rapid.Int64Range(1_320_000_000, 1_330_000_000).Draw(t, "at")/900*900, 0).UTC() // with Samoa's day that never was
}

func drawn(t *rapid.T) *windows.Calendar {
	c, err := windows.New(someHours(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// shown reports whether the clock on the wall shows working time: what is meant, written down as slowly as it is said.
func shown(h windows.Hours, at time.Time) bool {
	at = at.In(h.Zone)
	today := windows.DateOf(at)
	second := int32(at.Hour()*3600 + at.Minute()*60 + at.Second())
	in := func(intervals []windows.Interval, yesterday bool) bool {
		for _, i := range intervals {
			over := i.End < i.Start
			switch {
			case yesterday && over && second < i.End, !yesterday && over && second >= i.Start, !yesterday && !over && i.Start <= second && second < i.End:
				return true
			}
		}
		return false
	}
	instead := func(d windows.Date) (hours []windows.Interval, special bool) {
		for _, e := range h.Exceptions {
			if e.From <= d && d <= e.To && (e.Hours != nil || e.Closed == nil) {
				hours, special = e.Hours, true
			}
		}
		return hours, special
	}
	for _, e := range h.Exceptions {
		if e.From <= today && today <= e.To && in(e.Closed, false) || e.From <= today-1 && today-1 <= e.To && in(e.Closed, true) {
			return false
		}
	}
	if hours, special := instead(today); special {
		return in(hours, false)
	}
	if hours, special := instead(today - 1); special && in(hours, true) {
		return true
	}
	day := func(d windows.Date) []windows.Interval {
		if h.Daily != nil {
			return h.Daily(d)
		}
		return h.Week[d.Weekday()]
	}
	return in(day(today), false) || in(day(today-1), true)
}

// Working time is what the clock on the wall shows, quarter by quarter.
func TestWallClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := someHours(t)
		c, err := windows.New(h)
		if err != nil {
			t.Fatal(err)
		}
		from := someInstant(t)
		for q := range 500 {
			at := from.Add(time.Duration(q) * 15 * time.Minute)
			want := time.Duration(0)
			if shown(h, at) {
				want = 15 * time.Minute
			}
			if got := c.Elapsed(at, at.Add(15*time.Minute)); got != want {
				t.Fatalf("of the quarter of %s, %s is working time, want %s", at.In(h.Zone), got, want)
			}
		}
	})
}

func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawn(t)
		a := someInstant(t)
		b := a.Add(time.Duration(rapid.Int64Range(0, int64(400*24*time.Hour)).Draw(t, "then")))
		z := b.Add(time.Duration(rapid.Int64Range(0, int64(400*24*time.Hour)).Draw(t, "at last")))
		if got, want := c.Elapsed(a, b)+c.Elapsed(b, z), c.Elapsed(a, z); got != want {
			t.Errorf("the parts are %s, the whole is %s", got, want)
		}
		if c.Elapsed(b, a) != 0 && !a.Equal(b) {
			t.Error("time ran backwards")
		}
		d := time.Duration(rapid.Int64Range(1, int64(300*time.Hour)).Draw(t, "length"))
		due, ok := c.Deadline(a, d)
		if !ok {
			t.Fatal("a calendar with a Monday offers some hundred hours")
		}
		if got := c.Elapsed(a, due); got != d {
			t.Errorf("until the deadline %s has elapsed, not %s", got, d)
		}
		if c.Elapsed(due.Add(-1), due) != 1 {
			t.Error("there is an earlier deadline")
		}
		if later, _ := c.Deadline(a, d+1); later.Before(due) {
			t.Error("a longer window is over earlier")
		}
		if later, _ := c.Deadline(b, d); later.Before(due) {
			t.Error("who began later is due earlier")
		}
		sum := time.Duration(0)
		for s := range c.Spans(a, z) {
			sum += s.End.Sub(s.Start)
		}
		if sum != c.Elapsed(a, z) {
			t.Errorf("the spans last for %s, and %s has elapsed", sum, c.Elapsed(a, z))
		}
		if next, _ := c.Next(a); c.Elapsed(a, next) != 0 || c.Elapsed(next, next.Add(1)) != 1 || next.Before(a) {
			t.Errorf("after %s the calendar opens at %s", a, next)
		}
	})
}

func TestSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, d := drawn(t), drawn(t)
		a := someInstant(t)
		z := a.Add(time.Duration(rapid.Int64Range(1, int64(100*24*time.Hour)).Draw(t, "range")))
		both, either := windows.Intersection(c, d).Elapsed(a, z), windows.Union(c, d).Elapsed(a, z)
		if both+either != c.Elapsed(a, z)+d.Elapsed(a, z) {
			t.Errorf("%s are common and %s are either's, of %s and %s", both, either, c.Elapsed(a, z), d.Elapsed(a, z))
		}
		if all := windows.Union(windows.Always(time.UTC), c).Elapsed(a, z); all != z.Sub(a) {
			t.Errorf("of always there is %s in %s", all, z.Sub(a))
		}
		p := a.Add(time.Duration(rapid.Int64Range(-int64(50*24*time.Hour), int64(100*24*time.Hour)).Draw(t, "pause")).Truncate(time.Second))
		pause := windows.Span{Start: p, End: p.Add(time.Duration(rapid.Int64Range(1, 40*24*3600).Draw(t, "long")) * time.Second)}
		clock := windows.Clock{Calendar: c, Paused: windows.Pauses(pause)}
		lacking := c.Without(pause)
		if got, want := clock.Elapsed(a, z), lacking.Elapsed(a, z); got != want {
			t.Errorf("without the pause %s has elapsed, want %s", got, want)
		}
		got, _ := clock.Deadline(a, 20*time.Hour)
		want, _ := lacking.Deadline(a, 20*time.Hour)
		if !got.Equal(want) {
			t.Errorf("with the pause the deadline is %s, want %s", got, want)
		}
	})
}

// Every zone there is ends: those of the machine and those that Go brings along.
func TestEveryZone(t *testing.T) {
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	tried := 0
	for _, f := range archive.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		goes, err := time.LoadLocationFromTZData(f.Name, data)
		if err != nil {
			t.Fatal(err)
		}
		zones := []*time.Location{goes}
		if data, err := os.ReadFile(filepath.Join("/usr/share/zoneinfo", f.Name)); err == nil {
			machine, err := time.LoadLocationFromTZData(f.Name, data)
			if err != nil {
				t.Fatal(err)
			}
			zones = append(zones, machine)
		}
		for _, zone := range zones {
			h := windows.Hours{Zone: zone}
			for day := range h.Week {
				h.Week[day] = []windows.Interval{{Start: 0, End: 24 * 3600}}
			}
			c := calendar(t, h)
			from, to := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2041, 1, 1, 0, 0, 0, 0, time.UTC)
			if got := c.Elapsed(from, to); got != to.Sub(from) {
				t.Errorf("in %s %s of %s are shown", zone, got, to.Sub(from))
			}
			tried++
		}
	}
	if tried < 600 {
		t.Errorf("only %d zones were tried", tried)
	}
}
