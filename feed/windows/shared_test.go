package windows_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed/windows"
)

// What several share is what their intersection has.
func TestShared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := make([]*windows.Calendar, rapid.IntRange(1, 4).Draw(t, "calendars"))
		for i := range all {
			all[i] = drawn(t)
		}
		from := someInstant(t).Add(time.Duration(rapid.IntRange(0, 3600).Draw(t, "seconds")) * time.Second)
		to := from.Add(time.Duration(rapid.Int64Range(-1, int64(40*24*time.Hour)).Draw(t, "range")))
		shared := windows.Shared(from, to, all...)
		if got, want := windows.Total(shared), windows.Intersection(all[0], all[1:]...).Elapsed(from, to); got != want {
			t.Errorf("%s are shared, want %s", got, want)
		}
		last := from.Add(-1)
		for _, s := range shared {
			if !s.Start.After(last) || !s.Start.Before(s.End) || s.End.After(to) {
				t.Errorf("%v stands behind what ends at %s", s, last)
			}
			for _, c := range all {
				if open := c.Elapsed(s.Start, s.End); open != s.End.Sub(s.Start) {
					t.Errorf("of %v somebody works %s", s, open)
				}
			}
			last = s.End
		}
		long := func(s windows.Span) bool { return s.End.Sub(s.Start) >= time.Hour }
		fullest, open := windows.Fullest(from, to, time.Hour, all...)
		if i := slices.IndexFunc(shared, long); i >= 0 && (len(open) != len(all) || !fullest.Start.Equal(shared[i].Start) || !fullest.End.Equal(shared[i].End)) {
			t.Errorf("all share %v, and most of them %v", shared[i], fullest)
		}
		if len(open) > 0 && !long(fullest) {
			t.Errorf("%v is no hour", fullest)
		}
		for _, i := range open {
			if works := all[i].Elapsed(fullest.Start, fullest.End); works != fullest.End.Sub(fullest.Start) {
				t.Errorf("of %v one works %s", fullest, works)
			}
		}
		at := from.Add(time.Duration(rapid.Int64Range(0, int64(40*24*time.Hour)).Draw(t, "an hour")))
		if n := openFor(at, at.Add(time.Hour), all); !at.Add(time.Hour).After(to) && n > len(open) {
			t.Errorf("for an hour from %s on %d are open, more than %d", at, n, len(open))
		}
	})
}

// openFor counts the calendars that are open all along between two instants.
func openFor(from, to time.Time, all []*windows.Calendar) (n int) {
	for _, c := range all {
		if c.Elapsed(from, to) == to.Sub(from) {
			n++
		}
	}
	return n
}

// TestSharedDays tells what people far from each other share around the days on which clocks change.
func TestSharedDays(t *testing.T) {
	at := func(s string) time.Time {
		t.Helper()
		when, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	works := func(zone string, from, to int32) *windows.Calendar {
		t.Helper()
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		h := windows.Hours{Zone: location}
		for day := range h.Week {
			h.Week[day] = []windows.Interval{{Start: from * 3600, End: to * 3600}}
		}
		c, err := windows.New(h)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	berlin, york, night := works("Europe/Berlin", 9, 17), works("America/New_York", 9, 17), works("Asia/Tokyo", 22, 6)
	for name, c := range map[string]struct {
		day  string
		all  []*windows.Calendar
		want string
	}{
		"nobody":                               {"2026-03-10", nil, ""},
		"one alone":                            {"2026-03-10", []*windows.Calendar{berlin}, "08:00–16:00 "},
		"only New York has changed its clocks": {"2026-03-10", []*windows.Calendar{berlin, york}, "13:00–16:00 "},
		"both have":                            {"2026-04-10", []*windows.Calendar{berlin, york}, "13:00–15:00 "},
		"only Berlin has changed them back":    {"2026-10-27", []*windows.Calendar{berlin, york}, "13:00–16:00 "},
		"a night shift":                        {"2026-03-10", []*windows.Calendar{york, night}, "13:00–21:00 "},
		"a night shift and a day far away":     {"2026-03-10", []*windows.Calendar{berlin, york, night}, "13:00–16:00 "},
		"nothing in common":                    {"2026-03-10", []*windows.Calendar{berlin, works("Pacific/Auckland", 9, 17)}, ""},
	} {
		from := at(c.day + " 00:00")
		got := ""
		for _, s := range windows.Shared(from, from.Add(24*time.Hour), c.all...) {
			got += s.Start.UTC().Format("15:04") + "–" + s.End.UTC().Format("15:04") + " "
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// A date begins when the clocks show it first.
func TestBegins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zonesTried).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		d := windows.DateOf(someInstant(t)) + windows.Date(rapid.IntRange(0, 6000).Draw(t, "days"))
		begins := d.Begins(zone)
		if shown := windows.DateOf(begins.In(zone)); shown < d || shown > d+1 {
			t.Errorf("%s begins at %s", d, begins)
		}
		if before := windows.DateOf(begins.Add(-time.Second).In(zone)); before >= d {
			t.Errorf("before %s begins the clocks show %s", d, before)
		}
	})
}

// Seven days of twelve people, as a page asks for them.
func BenchmarkShared(b *testing.B) {
	all := make([]*windows.Calendar, 12)
	for i := range all {
		h := windows.Hours{Zone: time.FixedZone("", i*1800)}
		for day := range h.Week {
			h.Week[day] = []windows.Interval{{Start: 9 * 3600, End: 12 * 3600}, {Start: 13 * 3600, End: 18 * 3600}}
		}
		all[i], _ = windows.New(h)
	}
	from := time.Date(2026, time.November, 24, 10, 12, 0, 0, time.UTC)
	windows.Shared(from, from.AddDate(0, 0, 7), all...)
	b.ReportAllocs()
	for b.Loop() {
		windows.Shared(from, from.AddDate(0, 0, 7), all...)
	}
}
