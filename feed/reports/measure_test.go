package reports_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/windows"
)

const lacking = `
calendars:
  utc: {location: UTC, hours: {"monday:friday": ["09:00-17:00"]}, holidays: [{ics: "https://calendar.example.com/key"}]}
calendar: utc
`

func TestMeasure(t *testing.T) {
	asked := feed.AskEntry{Tool: "github", Read: now}
	asked.ID, asked.Kind, asked.State, asked.Responder = "1", feed.Review, feed.AskOpen, who("ana")
	asked.Opened, asked.Due = at("2026-03-24 16:00"), at("2026-03-25 10:00")
	with := func(change func(*feed.AskEntry)) feed.AskEntry {
		a := asked
		change(&a)
		return a
	}
	answered := func(a *feed.AskEntry) { a.State, a.Ended = feed.AskAnswered, at("2026-03-25 09:30") }
	for name, c := range map[string]struct {
		ask    feed.AskEntry
		agreed string
		want   reports.Measured
	}{
		"open and late": {asked, team, reports.Measured{Elapsed: 20 * time.Hour, Working: 4 * time.Hour, Verdict: reports.Late}},
		"open": {with(func(a *feed.AskEntry) { a.Due = at("2026-03-25 12:00") }), team, reports.Measured{
			Elapsed: 20 * time.Hour, Working: 4 * time.Hour, Verdict: reports.CannotTell,
		}},
		"answered": {with(answered), team, reports.Measured{
			Elapsed: 17*time.Hour + 30*time.Minute, Working: 90 * time.Minute, Verdict: reports.InTime,
		}},
		"in the future": {with(func(a *feed.AskEntry) {
			a.Opened, a.Due = now.Add(time.Hour), time.Time{}
		}), team, reports.Measured{Verdict: reports.CannotTell}},
		"withdrawn": {with(func(a *feed.AskEntry) { a.State, a.Ended = feed.AskWithdrawn, now }), team, reports.Measured{
			Elapsed: 20 * time.Hour, Working: 4 * time.Hour,
		}},
		"paused twice at once, and still": {with(func(a *feed.AskEntry) {
			a.Paused = []feed.Pause{
				{From: at("2026-03-25 10:00")}, {From: at("2026-03-24 00:00"), Until: at("2026-03-24 16:30")}, {From: at("2026-03-25 11:00")},
			}
		}), team, reports.Measured{
			Elapsed: 20 * time.Hour, Held: 2*time.Hour + 30*time.Minute, Working: 90 * time.Minute, Verdict: reports.Late,
		}},
		"promised for later, and late by the window": {with(func(a *feed.AskEntry) {
			answered(a)
			a.Promised, a.Agreed, a.Due = now, at("2026-03-25 09:00"), now
		}), team, reports.Measured{Elapsed: 17*time.Hour + 30*time.Minute, Working: 90 * time.Minute, Verdict: reports.Late}},
		"without a calendar": {with(func(a *feed.AskEntry) { a.Responder = who("kim") }), team, reports.Measured{
			Elapsed: 20 * time.Hour, Unknown: "whoever owes it has no calendar", Verdict: reports.Late,
		}},
		"with a calendar that lacks holidays": {asked, lacking, reports.Measured{
			Elapsed: 20 * time.Hour, Unknown: "the calendar utc lacks holidays that could not be read yet", Verdict: reports.Late,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, reports.Measure(c.ask, open(t, []byte(c.agreed)), now)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Where holidays are missing or nobody has a calendar, nothing is due by another window either.
func TestUnderWhatCannotBeCounted(t *testing.T) {
	length, err := windows.ParseLength("8wh")
	if err != nil {
		t.Fatal(err)
	}
	ask := feed.AskEntry{Tool: "github"}
	ask.Opened, ask.Due, ask.Responder = at("2026-03-24 16:00"), now, who("kim")
	for text, want := range map[string]string{
		team:    "it is counted on a calendar, and whoever owes it has none",
		lacking: "the calendar utc lacks holidays that could not be read yet",
	} {
		would := reports.Under(ask, windows.Term{Within: length}, open(t, []byte(text)), now)
		if !would.Due.IsZero() || would.Unclear != want {
			t.Errorf("it is due %s, and unclear because %q, want %q", would.Due, would.Unclear, want)
		}
	}
}
