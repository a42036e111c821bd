package calendars_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed/protocol/calendars"
)

var (
	dayNames   = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
	monthNames = []string{
		"", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
	}
	zonesTried = []string{
		"UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "America/Santiago",
	}
)

// someField is a list of ranges that are in order, or no list at all.
func someField(t *rapid.T, label string, least, most int, name func(int) string) []string {
	var all []string
	for range rapid.IntRange(0, 3).Draw(t, label) {
		first := rapid.IntRange(least, most).Draw(t, "first")
		last := rapid.IntRange(first, most).Draw(t, "last")
		if first == last {
			all = append(all, name(first))
			continue
		}
		all = append(all, name(first)+":"+name(last))
	}
	return all
}

func someInterval(t *rapid.T) calendars.TimeInterval {
	i := calendars.TimeInterval{
		Weekdays: someField(t, "weekdays", 0, 6, func(n int) string { return dayNames[n] }),
		Months:   someField(t, "months", 1, 12, func(n int) string { return monthNames[n] }),
		Years:    someField(t, "years", 2024, 2029, strconv.Itoa),
		Location: rapid.SampledFrom(zonesTried).Draw(t, "location"),
	}
	if rapid.Bool().Draw(t, "months are numbers") {
		i.Months = someField(t, "months", 1, 12, strconv.Itoa)
	}
	for range rapid.IntRange(0, 2).Draw(t, "times") {
		from := rapid.IntRange(0, 95).Draw(t, "from")
		to := rapid.IntRange(from+1, 96).Draw(t, "to")
		i.Times = append(i.Times, calendars.TimeRange{StartTime: quarter(from), EndTime: quarter(to)})
	}
	for range rapid.IntRange(0, 2).Draw(t, "days of the month") {
		days := rapid.SampledFrom([]string{
			"1", "31", "-1", "1:5", "-3:-1", "5:-3", "10:-15", "29:31", "30", "-31:-28", "-31", "-30:-29", "28:31",
		})
		i.DaysOfMonth = append(i.DaysOfMonth, days.Draw(t, "days"))
	}
	return i
}

func quarter(n int) string { return fmt.Sprintf("%02d:%02d", n/4, n%4*15) }

// open reports whether an interval is, by what the clock on the wall shows: what is meant, written down as slowly as it is
// said.
func open(i calendars.TimeInterval, at time.Time, zone *time.Location) bool {
	at = at.In(zone)
	meets := func(field []string, is func(first, last string) bool) bool {
		return len(field) == 0 || slices.ContainsFunc(field, func(s string) bool {
			first, last, isRange := strings.Cut(s, ":")
			if !isRange {
				last = first
			}
			return is(first, last)
		})
	}
	within := func(names []string, n int) func(first, last string) bool {
		number := func(s string) int {
			if i := slices.Index(names, s); i >= 0 {
				return i
			}
			i, _ := strconv.Atoi(s)
			return i
		}
		return func(first, last string) bool { return number(first) <= n && n <= number(last) }
	}
	ofMonth := func(first, last string) bool {
		var days []int
		for day := at.AddDate(0, 0, 1-at.Day()); day.Month() == at.Month(); day = day.AddDate(0, 0, 1) {
			days = append(days, day.Day())
		}
		count := func(s string) int {
			n, _ := strconv.Atoi(s)
			if n < 0 {
				n += len(days) + 1
			}
			return n
		}
		return count(first) <= at.Day() && at.Day() <= count(last)
	}
	clock := at.Format("15:04")
	return meets(i.Weekdays, within(dayNames, int(at.Weekday()))) &&
		meets(i.Months, within(monthNames, int(at.Month()))) &&
		meets(i.Years, within(nil, at.Year())) &&
		meets(i.DaysOfMonth, ofMonth) &&
		(len(i.Times) == 0 || slices.ContainsFunc(i.Times, func(r calendars.TimeRange) bool {
			return r.StartTime <= clock && clock < r.EndTime
		}))
}

// A calendar of Alertmanager's intervals is open if, and only if, one of them is.
func TestAlertmanager(t *testing.T) {
	zone := database(t)
	rapid.Check(t, func(t *rapid.T) {
		written := func(i []calendars.TimeInterval) map[string]calendars.Written {
			return map[string]calendars.Written{"oncall": {TimeIntervals: i}}
		}
		days := func(i []calendars.TimeInterval) bool { // no 31st of February
			return len(calendars.Check(written(i), zone)) == 0
		}
		intervals := rapid.SliceOfN(rapid.Custom(someInterval), 1, 4).Filter(days).Draw(t, "intervals")
		all := written(intervals)
		opened, notices := calendars.Open(all, zone, nil)
		if len(notices) > 0 {
			t.Fatal(notices)
		}
		start := rapid.Int64Range(1_735_000_000, 1_860_000_000).Draw(t, "at")
		for q := range 140 { // a month, at all hours
			at := time.Unix(start+int64(q)*19_813, 0)
			want := slices.ContainsFunc(intervals, func(i calendars.TimeInterval) bool {
				in, err := zone(i.Location)
				return err == nil && open(i, at, in)
			})
			if got := opened["oncall"].Elapsed(at, at.Add(time.Second)) > 0; got != want {
				t.Fatalf("at %s it is open: %t, want %t", at.UTC(), got, want)
			}
		}
	})
}
