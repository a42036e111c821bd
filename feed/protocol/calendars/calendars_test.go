package calendars_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
)

// Calendars that are written the same share one clock, and so do all who use one calendar.
func TestSharing(t *testing.T) {
	office := calendars.Written{Location: "Europe/Berlin", Hours: map[string][]string{"monday:friday": {"09:00-17:00"}}}
	all := map[string]calendars.Written{"a": office, "b": office, "both": {Union: []string{"a", "b"}}}
	opened, _ := calendars.Open(all, database(t), nil)
	if opened["a"].Calendar != opened["b"].Calendar {
		t.Error("the same hours have two clocks")
	}
	if opened["a"].Name != "a" || opened["b"].Name != "b" {
		t.Error("a calendar has the name of another")
	}
	if opened["a"].Away() != opened["a"] {
		t.Error("who is never away has another calendar")
	}
}

func TestBooks(t *testing.T) {
	of := func(books ...string) calendars.Written {
		var w calendars.Written
		for _, book := range books {
			w.Holidays = append(w.Holidays, calendars.Holidays{ICS: book})
		}
		return w
	}
	want := []string{"a.ics", "b.ics", "https://calendar.example.com/private/1.ics"}
	all := map[string]calendars.Written{"a": of("b.ics", "a.ics"), "b": of("b.ics"), "c": of("", want[2])}
	if diff := cmp.Diff(want, calendars.Books(all)); diff != "" {
		t.Error(diff)
	}
	for book, want := range map[string]string{
		"company.ics":                     "company.ics",
		want[2]:                           "https://calendar.example.com/…",
		"https://a:b@example.com/x?key=1": "https://example.com/…",
		"https://%zz":                     "an address that cannot be read",
	} {
		if got := calendars.Shown(book); got != want {
			t.Errorf("%s is shown as %s, want %s", book, got, want)
		}
	}
}

func TestParseAbsence(t *testing.T) {
	for s, want := range map[string]string{
		"2026-12-01":                         "2026-12-01",
		" 2026-12-01..2026-12-05 ":           "2026-12-01..2026-12-05",
		"2026-12-01..2026-12-01":             "2026-12-01",
		"2026-12-01 12:00-18:00":             "2026-12-01 12:00-18:00",
		"2026-12-01  9:00 - 24:00":           "2026-12-01 09:00-24:00",
		"":                                   "no date",
		"tomorrow":                           "no date",
		"2026-02-30":                         "there is no 2026-02-30",
		"2026-12-05..2026-12-01":             "runs backwards",
		"2026-12-01..":                       "no date",
		"2026-12-01 18:00-12:00":             "over before it begins",
		"2026-12-01 12:00-12:00":             "over before it begins",
		"2026-12-01 afternoon":               "no interval",
		"2026-12-01..12-05 9:00-10":          "no date",
		"2026-12-01..2026-12-05 12:00-18:00": "one absence for each day",
	} {
		var a calendars.Absence
		if err := a.UnmarshalText([]byte(s)); err != nil {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q: %v, want %s", s, err, want)
			}
			continue
		}
		text, err := a.MarshalText()
		if err != nil || string(text) != want {
			t.Errorf("%q is %s, %v; want %s", s, text, err, want)
		}
	}
}

// Who is away has the calendar without what the clock on the wall shows in that time.
func TestAway(t *testing.T) {
	all, _ := read(t, []byte(`calendars: {nights: {location: Europe/Berlin, hours: {"monday:saturday": ["20:00-06:00"]}}}`))
	opened, _ := calendars.Open(all, database(t), nil)
	c, start := opened["nights"], date(t, "2026-03-20")
	rapid.Check(t, func(t *rapid.T) {
		first := start + windows.Date(rapid.Int32Range(0, 20).Draw(t, "first"))
		a := calendars.Absence{From: first, To: first + windows.Date(rapid.Int32Range(0, 3).Draw(t, "days"))}
		if rapid.Bool().Draw(t, "part") {
			from := rapid.Int32Range(0, 23).Draw(t, "from")
			a.Part = windows.Interval{Start: from * 3600, End: rapid.Int32Range(from+1, 24).Draw(t, "to") * 3600}
		}
		off := func(at time.Time) bool {
			at = at.In(c.Zone())
			d, hour := windows.DateOf(at), int32(at.Hour())
			in := a.Part == windows.Interval{} || a.Part.Start <= hour*3600 && hour*3600 < a.Part.End
			return a.From <= d && d <= a.To && in
		}
		away := c.Away(a)
		for h := range 24 * 30 {
			at := time.Date(2026, time.March, 18, h, 0, 0, 0, time.UTC)
			want := c.Elapsed(at, at.Add(time.Hour))
			if off(at) {
				want = 0
			}
			if got := away.Elapsed(at, at.Add(time.Hour)); got != want {
				t.Fatalf("%s: of the hour of %s, %s is working time, want %s", a, at, got, want)
			}
			if why := away.Why(windows.DateOf(at.In(c.Zone()))); off(at) && !strings.HasPrefix(why, "away") {
				t.Fatalf("%s: at %s it is said %q", a, at, why)
			}
		}
	})
}

// What is written goes through JSON and back without a change of meaning, so that a hash of it is one of the agreement.
func TestJSON(t *testing.T) {
	for name, files := range stories(t, "testdata/open/*.txtar", 5) {
		all, _ := read(t, files["config.yaml"])
		text, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		var back map[string]calendars.Written
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if mistakes := calendars.Check(back, database(t)); len(mistakes) > 0 {
			t.Fatal(name, mistakes)
		}
		first, _ := calendars.Open(all, database(t), nil)
		second, _ := calendars.Open(back, database(t), nil)
		for name := range first {
			if first[name].Version() != second[name].Version() {
				t.Errorf("%s: after JSON %s means something else", files["config.yaml"], name)
			}
		}
	}
}

// Whatever is written, the check tells of it and does not fail, and what it lets pass opens.
func TestAnything(t *testing.T) {
	zone := database(t)
	word := rapid.SampledFrom([]string{
		"", "a", "b", "c.d", "monday", "mon:fri", "09:00-17:00", "22:00-06:00", "2026-12-24", "2026-12-24..2027-01-01", "Europe/Berlin", "UTC",
		"CET", "DE", "company.ics", "https://x.example/y", "http://[", "1:5", "-1", "\x00\xff", "ä:ö", "9999-12-31", "0000-01-01..9999-12-31",
	})
	words := rapid.SliceOfN(word, 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		all := map[string]calendars.Written{}
		for range rapid.IntRange(1, 4).Draw(t, "calendars") {
			w := calendars.Written{Location: word.Draw(t, "location")}
			switch rapid.IntRange(0, 4).Draw(t, "way") {
			case 0:
				w.Hours = rapid.MapOfN(word, words, 0, 3).Draw(t, "hours")
			case 1:
				w.Hours = map[string][]string{"monday:friday": {"09:00-17:00"}}
			case 2:
				w.Union, w.Location = words.Draw(t, "union"), ""
			case 3:
				w.Intersection, w.Location = []string{"a", "b"}, ""
			case 4:
				w.TimeIntervals = []calendars.TimeInterval{{Weekdays: words.Draw(t, "weekdays"), DaysOfMonth: words.Draw(t, "days")}}
			}
			if rapid.Bool().Draw(t, "holidays") {
				w.Holidays = []calendars.Holidays{{Country: word.Draw(t, "country")}, {ICS: word.Draw(t, "ics")}, {Dates: words.Draw(t, "dates")}}
				w.Exceptions = []calendars.Exception{{Date: word.Draw(t, "date"), Hours: words.Draw(t, "hours")}, {Date: "2026-12-24", Closed: words.Draw(t, "closed")}}
			}
			all[word.Draw(t, "name")] = w
		}
		mistakes := calendars.Check(all, zone)
		for _, m := range mistakes {
			if !strings.HasPrefix(m.Path, "calendars") || m.Text == "" || strings.Contains(m.Text, "\n") {
				t.Errorf("%+v", m)
			}
		}
		if len(mistakes) > 0 {
			return
		}
		opened, _ := calendars.Open(all, zone, nil)
		for _, c := range opened {
			opens := slices.ContainsFunc([]int{2020, 2030, 2040, 2050}, func(year int) bool {
				_, ok := c.Next(time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC))
				return ok
			})
			if !opens {
				t.Errorf("%s is never open", c.Name)
			}
		}
	})
}

// offices are a hundred calendars in ten places.
func offices() map[string]calendars.Written {
	dice := rand.New(rand.NewPCG(1, 2))
	places := []struct{ zone, country string }{
		{"Europe/Berlin", "DE-BE"}, {"Europe/Berlin", "DE-BY"}, {"America/Toronto", "CA-ON"}, {"America/New_York", "US"}, {"Europe/London", "GB-ENG"},
		{"Asia/Tokyo", "JP"}, {"Asia/Kolkata", "IN"}, {"Australia/Sydney", "AU-NSW"}, {"Europe/Paris", "FR"}, {"America/Sao_Paulo", "BR"},
	}
	all := map[string]calendars.Written{}
	for i := range 100 {
		place := places[i%len(places)]
		all[fmt.Sprint("office", i)] = calendars.Written{
			Location: place.zone,
			Hours: map[string][]string{
				"monday:thursday": {fmt.Sprintf("%02d:00-12:30", 7+i/10%3), fmt.Sprintf("13:30-%02d:%02d", 16+i/30, i%60)},
				"friday":          {"09:00-15:00"},
			},
			Holidays:   []calendars.Holidays{{Country: place.country}, {Dates: []string{"2026-12-24..2027-01-01"}}},
			Exceptions: []calendars.Exception{{Date: windows.Date(20_500 + dice.Int32N(300)).String()}},
		}
	}
	return all
}

func BenchmarkCheck(b *testing.B) {
	all, zone := offices(), database(b)
	for b.Loop() {
		if mistakes := calendars.Check(all, zone); len(mistakes) > 0 {
			b.Fatal(mistakes)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	all, zone := offices(), database(b)
	b.ReportAllocs()
	for b.Loop() {
		if opened, _ := calendars.Open(all, zone, nil); len(opened) != 100 {
			b.Fatal(len(opened))
		}
	}
}

func BenchmarkVersion(b *testing.B) {
	opened, _ := calendars.Open(offices(), database(b), nil)
	a, err := calendars.ParseAbsence("2026-12-01")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("hours", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			opened, _ := calendars.Open(map[string]calendars.Written{"a": offices()["office0"]}, database(b), nil)
			b.StartTimer()
			opened["a"].Version()
		}
	})
	b.Run("away", func(b *testing.B) {
		for b.Loop() {
			opened["office0"].Away(a).Version()
		}
	})
}

func BenchmarkWhy(b *testing.B) {
	opened, _ := calendars.Open(offices(), database(b), nil)
	days := slices.Collect(func(yield func(windows.Date) bool) {
		for d := date(b, "2026-01-01"); d < date(b, "2027-01-01") && yield(d); d++ {
		}
	})
	for b.Loop() {
		for _, d := range days {
			opened["office0"].Why(d)
		}
	}
}
