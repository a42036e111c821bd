package receipt_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks/receipt"
	"github.com/datelinehq/dateline/feed/windows"
)

const many = `
calendars:
  berlin: {location: Europe/Berlin, hours: {"monday:friday": ["09:00-12:30", "13:30-18:00"]}, holidays: [{country: DE-BE}]}
  night: {location: America/St_Johns, hours: {"monday:thursday": ["22:00-06:00"]}, exceptions: [{date: 2026-03-10, closed: ["00:00-03:00"]}]}
  always: {always: true}
  both: {intersection: [berlin, always]}
people:
  - {name: Ana, calendar: berlin, away: [2026-03-05, "2026-03-24 10:00-15:00", "2026-10-20..2026-10-23"]}
  - {name: Ben, calendar: night, away: [2026-04-01]}
  - {name: Kim, calendar: always}
  - {name: Lou, calendar: both}
teams: {core: [Ana, Ben]}
windows:
`

// The lines tell all time, each minute once, and those that counted add up to what the clock says.
func TestLinesPartitionTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		within := rapid.SampledFrom([]string{"24h", "3h", "8wh", "40wh", "1bd", "3bd"}).Draw(rt, "within")
		floor := rapid.SampledFrom([]string{"", ", at_least: 24h", ", at_least: 90h"}).Draw(rt, "floor")
		agreed := agreement(t, []byte(many+fmt.Sprintf("  - {name: w, within: %s%s}\n", within, floor)))
		window := agreed.Windows[0]
		hours := agreed.HoursOf(rapid.SampledFrom([]string{"Ana", "Ben", "Kim", "Lou"}).Draw(rt, "who"))
		if rapid.Bool().Draw(rt, "group") {
			hours = agreed.Hours("github", feed.Account{ID: "acme/core", Group: true})
		}
		// Around the changes of clocks in spring and autumn, to the second.
		opened := time.Unix(1_772_000_000+rapid.Int64Range(0, 5_000_000).Draw(rt, "opened"), 0).UTC()
		if rapid.Bool().Draw(rt, "autumn") {
			opened = opened.AddDate(0, 7, 0)
		}
		later := func(name string) time.Time {
			return opened.Add(time.Duration(rapid.Int64Range(-3600, 14*24*3600).Draw(rt, name)) * time.Second)
		}
		ask := feed.AskEntry{Ask: feed.Ask{Opened: opened, Within: within, Window: "w", State: feed.AskOpen}}
		var spans []windows.Span
		for i := range rapid.IntRange(0, 3).Draw(rt, "pauses") {
			p := feed.Pause{From: later("from"), Until: later("until"), Why: fmt.Sprintf("pause %d", i)}
			if p.From.Before(p.Until) {
				ask.Paused = append(ask.Paused, p)
				spans = append(spans, windows.Span{Start: p.From, End: p.Until})
			}
		}
		clock := windows.Clock{Calendar: hours.Calendar, Paused: windows.Pauses(spans...)}
		times, err := window.Term().Start(clock, opened)
		if err != nil {
			rt.Fatal(err)
		}
		ask.Due, ask.Warn = times.Due, times.Warn
		if rapid.Bool().Draw(rt, "ends") {
			ask.Ended, ask.State = later("ended"), feed.AskAnswered
		}
		now := later("now")
		r := receipt.Explain(receipt.Input{Ask: ask, Window: window, Windows: 1, Calendar: hours, Now: now})
		until := now
		for _, end := range []time.Time{ask.Ended, ask.Due} {
			if !end.IsZero() && end.Before(until) {
				until = end
			}
		}
		if until.Before(opened) {
			until = opened
		}
		check(rt, r, opened, until)
		counting := clock
		if !window.Within.NeedsCalendar() {
			counting.Calendar = windows.Always(time.UTC)
		}
		stop := until
		if r.UsedUp.Before(stop) {
			stop = r.UsedUp
		}
		if want := counting.Elapsed(opened, stop); time.Duration(r.Used) != want {
			rt.Fatalf("%v counted, but the clock says %v\n%s", r.Used, want, r.Text(nil))
		}
		for _, n := range r.Notes {
			if strings.Contains(n, "counted today") {
				rt.Fatal(n)
			}
		}
		if _, err := json.Marshal(r); err != nil {
			rt.Fatal(err)
		}
	})
}

// check checks that lines follow each other from one instant to another, without a gap, and are as long as they say.
func check(rt *rapid.T, r receipt.Receipt, from, until time.Time) {
	all := slices.Concat(r.Counted, r.Uncounted)
	slices.SortFunc(all, func(a, b receipt.Line) int { return cmp.Or(a.From.Compare(b.From), a.Until.Compare(b.Until)) })
	at := from
	for _, l := range all {
		if !l.From.Equal(at) || !l.From.Before(l.Until) || l.Until.Sub(l.From) != time.Duration(l.Length) {
			rt.Fatalf("a line from %v until %v for %v follows %v\n%s", l.From, l.Until, l.Length, at, r.Text(nil))
		}
		at = l.Until
	}
	if !at.Equal(until) || !r.Until.Equal(until) {
		rt.Fatalf("the lines end %v, and should %v\n%s", at, until, r.Text(nil))
	}
	for _, l := range r.Uncounted {
		if l.Why == "" || strings.Contains(l.Why, "another calendar") {
			rt.Fatalf("why did it not count from %v on? %q", l.From, l.Why)
		}
	}
}
