package commitment_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones of these tests, wherever they run

	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed/asks/commitment"
	"github.com/datelinehq/dateline/feed/windows"
)

const minute = "2006-01-02 15:04"

func in(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func at(t testing.TB, s string, zone *time.Location) time.Time {
	t.Helper()
	when, err := time.ParseInLocation(minute, s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// Everything that can be written, on a Wednesday at half past ten by somebody who works from 9 to 17 on weekdays.
func TestUntil(t *testing.T) {
	berlin := in(t, "Europe/Berlin")
	closing := commitment.Closes(office(t, berlin))
	for written, want := range map[string]string{
		"15:00":                      "2026-11-25 15:00",
		"9:00":                       "2026-11-26 09:00",
		"10:30":                      "2026-11-26 10:30",
		"3pm":                        "2026-11-25 15:00",
		"3 pm":                       "2026-11-25 15:00",
		"3:30 p.m.":                  "2026-11-25 15:30",
		"12am":                       "2026-11-26 00:00",
		"12pm":                       "2026-11-25 12:00",
		"24:00":                      "2026-11-26 00:00",
		"noon":                       "2026-11-25 12:00",
		"Thu":                        "2026-11-26 17:00",
		"thursday 15:00":             "2026-11-26 15:00",
		"Thursday at 15:00":          "2026-11-26 15:00",
		"Wed":                        "2026-11-25 17:00",
		"Wed 10:00":                  "2026-12-02 10:00",
		"Wed 11:00":                  "2026-11-25 11:00",
		"Sat":                        "2026-11-28 18:00",
		"next Mon":                   "2026-11-30 17:00",
		"next Wednesday":             "2026-12-02 17:00",
		"next Thu 9am":               "2026-11-26 09:00",
		"today":                      "2026-11-25 17:00",
		"tomorrow":                   "2026-11-26 17:00",
		"tomorrow 12:00":             "2026-11-26 12:00",
		"tomorrow eod":               "2026-11-26 17:00",
		"eod":                        "2026-11-25 17:00",
		"end of day":                 "2026-11-25 17:00",
		"2026-12-01":                 "2026-12-01 17:00",
		"2026-12-01 15:00":           "2026-12-01 15:00",
		"1 Dec":                      "2026-12-01 17:00",
		"1st December, 15:00":        "2026-12-01 15:00",
		"Dec 1 15:00":                "2026-12-01 15:00",
		"24 Nov":                     "2027-11-24 17:00",
		"25 Nov 9:00":                "2027-11-25 09:00",
		"2 Jan 2027":                 "2027-01-02 18:00",
		"in 2h":                      "2026-11-25 12:30",
		"in 90 minutes":              "2026-11-25 12:00",
		"in 3 days":                  "2026-11-28 18:00",
		"in 5 days 9:00":             "2026-11-30 09:00",
		"in 2 weeks":                 "2026-12-09 17:00",
		"Thu 15:00, I travel before": "2026-11-26 15:00",
		"Thu 15:00 - sorry":          "2026-11-26 15:00",
		"Thu. Sorry!":                "2026-11-26 17:00",
		"tomorrow (before lunch)":    "2026-11-26 17:00",
	} {
		got, err := commitment.Until(written, at(t, "2026-11-25 10:30", berlin), berlin, closing)
		if err != nil || got.In(berlin).Format(minute) != want {
			t.Errorf("%q is %s, %v; want %s", written, got.In(berlin).Format(minute), err, want)
		}
	}
}

func office(t testing.TB, zone *time.Location) *windows.Calendar {
	t.Helper()
	h := windows.Hours{Zone: zone}
	for day := time.Monday; day <= time.Friday; day++ {
		h.Week[day] = []windows.Interval{{Start: 9 * 3600, End: 12 * 3600}, {Start: 13 * 3600, End: 17 * 3600}}
	}
	c, err := windows.New(h)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The same words mean other instants elsewhere, and on the days on which clocks change.
func TestZones(t *testing.T) {
	for _, c := range []struct{ zone, at, written, want string }{ // at and want in UTC
		{"America/Los_Angeles", "2026-11-25 02:00", "today 20:00", "2026-11-25 04:00"}, // it is Tuesday evening there
		{"Pacific/Auckland", "2026-11-25 12:00", "Thu 15:00", "2026-11-26 02:00"},
		{"Asia/Kolkata", "2026-11-25 12:00", "20:15", "2026-11-25 14:45"},
		{"Europe/Berlin", "2026-03-28 12:00", "tomorrow 02:30", "2026-03-29 01:30"}, // skipped
		{"Europe/Berlin", "2026-03-28 12:00", "tomorrow 12:00", "2026-03-29 10:00"},
		{"Europe/Berlin", "2026-10-24 12:00", "tomorrow 02:30", "2026-10-25 01:30"}, // repeated
		{"Europe/Berlin", "2026-10-25 00:45", "02:30", "2026-10-25 01:30"},          // between the two
		{"Europe/Berlin", "2026-10-24 12:00", "in 1 day 12:00", "2026-10-25 11:00"},
		{"Europe/Berlin", "2026-10-24 22:30", "in 3h", "2026-10-25 01:30"},
		{"America/New_York", "2026-03-08 05:00", "2:30 am", "2026-03-08 07:30"},
		{"Australia/Lord_Howe", "2026-10-03 12:00", "Sun 02:15", "2026-10-03 15:45"}, // half an hour is skipped
		{"Africa/Cairo", "2026-04-23 12:00", "Fri 0:30", "2026-04-23 22:30"},         // midnight is skipped
	} {
		zone := in(t, c.zone)
		got, err := commitment.Until(c.written, at(t, c.at, time.UTC), zone, nil)
		if err != nil || got.UTC().Format(minute) != c.want {
			t.Errorf("%s at %s: %q is %s, %v; want %s", c.zone, c.at, c.written, got.UTC().Format(minute), err, c.want)
		}
	}
}

func TestMistakes(t *testing.T) {
	for written, want := range map[string]string{
		"":                 "it does not say until when",
		"soon":             `"soon" is no time`,
		"Thursdy":          `"Thursdy" is no time`,
		"Thu or Fri":       `"Thu or Fri" is no time`,
		"next week":        "is no time",
		"25:00":            "is no time",
		"13pm":             "is no time",
		"12/01":            "is no time",
		"30 Feb":           "is no time",
		"in 0 days":        "is no time",
		"in 2 fortnights":  "is no time",
		"today 9:00":       `"today 9:00" is over by then`,
		"2026-11-24":       "is over",
		"1 Dec 2025":       "is over",
		"2126-12-01":       "more than a year ahead",
		"in 9999 weeks":    "more than a year ahead",
		"Thu 15:00 Berlin": "is no time",
	} {
		got, err := commitment.Until(written, at(t, "2026-11-25 10:30", time.UTC), time.UTC, nil)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q is %v, %v; want an error: %s", written, got, err, want)
		}
	}
}

// A command stands at the start of a line that its author says.
func TestRead(t *testing.T) {
	for text, found := range map[string]bool{
		"/by 15:00":                         true,
		"/BY 15:00\r\nThanks!\r\n":          true,
		"Thanks!\r\n\r\n  /by 15:00":        true,
		"/by: 15:00":                        true,
		"I do it /by 15:00":                 false,
		"/bypass 15:00":                     false,
		"> /by 15:00":                       false,
		"    /by 15:00":                     false,
		"`/by 15:00`":                       false,
		"```\n/by 15:00\n```":               false,
		"~~~~\n```\n/by 15:00\n~~~\n":       false,
		"```go\nx\n```\n/by 15:00":          true,
		"```x```\n/by 15:00":                true,
		"<details>\n/by 15:00\n</details>":  false,
		"<details>x</details>\n/by 15:00":   true,
		"<!--\n/by 15:00\n-->":              false,
		"/snooze 2d\n/by 15:00\n/by monday": true,
		"":                                  false,
	} {
		until, got, err := commitment.Read(text, at(t, "2026-11-25 10:30", time.UTC), time.UTC, nil)
		if got != found || err != nil || found && until.Format("15:04") != "15:00" {
			t.Errorf("%q: %v, %v, %v", text, until, got, err)
		}
	}
}

func TestCloses(t *testing.T) {
	zone := in(t, "Europe/Berlin")
	night := windows.Hours{Zone: zone}
	night.Week[time.Monday] = []windows.Interval{{Start: 22 * 3600, End: 6 * 3600}}
	shift, err := windows.New(night)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		of   *windows.Calendar
		date string
		want string
	}{
		{"two intervals", office(t, zone), "2026-03-02", "2026-03-02 17:00"},
		{"weekend", office(t, zone), "2026-03-01", ""},
		{"night shift", shift, "2026-03-02", "2026-03-03 06:00"},
		{"the morning after", shift, "2026-03-03", ""},
		{"always", windows.Always(zone), "2026-03-29", "2026-03-30 00:00"},
	} {
		date, _ := windows.ParseDate(c.date)
		got, ok := commitment.Closes(c.of)(date)
		if ok != (c.want != "") || ok && got.In(zone).Format(minute) != c.want {
			t.Errorf("%s closes %v, %v; want %q", c.name, got, ok, c.want)
		}
	}
}

// Whatever is understood is ahead, within a year, and the same when it is written out.
func TestProperties(t *testing.T) {
	zones := []string{"UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia", "Asia/Kolkata"}
	pick := func(all ...string) *rapid.Generator[string] { return rapid.SampledFrom(all) }
	days := pick("", "today", "tomorrow", "Mon", "next Sunday", "in 3 days", "29 Feb", "1 Apr", "Oct 25")
	clocks := pick("", "0:00", "0:30", "02:15", "2:30am", "3pm", "24:00", "eod", "23:59")
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		now := time.Unix(rapid.Int64Range(1_750_000_000, 1_850_000_000).Draw(t, "at"), 0)
		written := days.Draw(t, "day") + " " + clocks.Draw(t, "time")
		until, err := commitment.Until(written, now, zone, nil)
		if err != nil {
			return
		}
		if !until.After(now) || until.After(now.AddDate(1, 0, 1)) {
			t.Fatalf("%q at %v is %v", written, now.In(zone), until)
		}
		again, err := commitment.Until(until.In(zone).Format(minute), now, zone, nil)
		if err != nil || !again.Equal(until) {
			t.Fatalf("%q at %v is %v, and written out %v, %v", written, now.In(zone), until, again, err)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"/by Thu 15:00", "/by in 2h", "x\n/by 1 Dec", "```\n/by eod", "/by 2026-12-01 3pm"} {
		f.Add(s, int64(1_764_000_000))
	}
	zone := in(f, "Europe/Berlin")
	f.Fuzz(func(t *testing.T, text string, second int64) {
		now := time.Unix(second%4_000_000_000, 0)
		until, found, err := commitment.Read(text, now, zone, nil)
		switch {
		case found && err == nil && !until.After(now):
			t.Errorf("%q at %v is %v", text, now, until)
		case err != nil && strings.Contains(err.Error(), "\n"):
			t.Errorf("%q: the error is longer than a line: %v", text, err)
		}
	})
}
