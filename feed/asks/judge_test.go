package asks_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
)

const judged = `
calendars:
  lisbon: {location: Europe/Lisbon, hours: {"monday:friday": ["09:00-17:00"]}}
  toronto: {location: America/Toronto, hours: {"monday:friday": ["09:00-17:00"]}}
people:
  - {name: Ana, accounts: {github: ana}}
  - {name: Ben, calendar: lisbon, accounts: {github: ben}}
  - {name: Kim, calendar: toronto, away: [2026-03-06], accounts: {github: kim}}
  - {name: Lou, calendar: lisbon, accounts: {github: lou}}
teams: {core: [Ben, Kim]}
leads: {core: Kim}
windows: [{name: usual, within: 8wh}]
escalation: [{after: 2wh, to: team}, {after: 4wh, to: lead}, {after: 6wh, to: Lou}]
`

// What is said of an ask, and when it is looked at again: on Tuesday 3 March it was due at noon, warned at ten.
func TestSay(t *testing.T) {
	p := agree(t, judged)
	tuesday := func(hour, minute int) time.Time { return time.Date(2026, 3, 3, hour, minute, 0, 0, time.UTC) }
	due, warn := tuesday(12, 0), tuesday(10, 0)
	for _, c := range []struct {
		name   string
		change func(*feed.AskEntry)
		now    time.Time
		want   string
		next   time.Time
	}{
		{"much time", nil, tuesday(9, 30), "", warn},
		{"time to warn", nil, tuesday(10, 1), "warn", due},
		{"warned already", func(a *feed.AskEntry) { a.Warned = tuesday(10, 1) }, tuesday(11, 0), "", due},
		{"time to warn, and not read since", func(a *feed.AskEntry) { a.Read = tuesday(9, 59) }, tuesday(10, 30), "", due},
		{"due this very instant", func(a *feed.AskEntry) { a.Warned = warn }, due, "", time.Time{}},
		{"past its window", func(a *feed.AskEntry) { a.Warned = warn }, tuesday(12, 1), "flag", tuesday(14, 0)},
		{"past its window, and not read since", func(a *feed.AskEntry) { a.Read = tuesday(11, 0) }, tuesday(12, 1), "", time.Time{}},
		{"never read", func(a *feed.AskEntry) { a.Read = time.Time{} }, tuesday(12, 1), "", time.Time{}},
		{"past its window in the evening", nil, tuesday(20, 0), "flag, escalate 0 core, escalate 1 kim", time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC)},
		{"flagged", func(a *feed.AskEntry) { a.Flagged = tuesday(12, 1) }, tuesday(13, 0), "", tuesday(14, 0)},
		{"late for two working hours", func(a *feed.AskEntry) { a.Flagged = tuesday(12, 1) }, tuesday(14, 1), "escalate 0 core", tuesday(18, 0)},
		{"late on the next day", func(a *feed.AskEntry) { a.Flagged = tuesday(12, 1) }, time.Date(2026, 3, 4, 15, 0, 0, 0, time.UTC),
			"escalate 0 core, escalate 1 kim, escalate 2 lou", time.Time{}},
		{"the lead is away", func(a *feed.AskEntry) { a.Flagged = tuesday(12, 1) }, time.Date(2026, 3, 6, 15, 0, 0, 0, time.UTC),
			"escalate 0 core, escalate 2 lou", time.Time{}},
		{"answered in time", func(a *feed.AskEntry) { a.State, a.Ended = feed.AskAnswered, tuesday(11, 0) }, tuesday(20, 0), "met", time.Time{}},
		{"answered at the deadline", func(a *feed.AskEntry) { a.State, a.Ended = feed.AskAnswered, due }, tuesday(20, 0), "met", time.Time{}},
		{"answered late", func(a *feed.AskEntry) { a.State, a.Ended = feed.AskAnswered, tuesday(12, 30) }, tuesday(20, 0), "missed", time.Time{}},
		{"answered in the midst of a reading", func(a *feed.AskEntry) {
			a.State, a.Ended, a.Read = feed.AskAnswered, tuesday(11, 0), tuesday(11, 0)
		}, tuesday(20, 0), "", time.Time{}},
		{"withdrawn", func(a *feed.AskEntry) { a.State, a.Ended = feed.AskWithdrawn, tuesday(13, 0) }, tuesday(20, 0), "", time.Time{}},
		{"only guessed", func(a *feed.AskEntry) { a.Confidence = feed.Possible }, tuesday(12, 1), "", time.Time{}},
		{"nobody can tell", func(a *feed.AskEntry) { a.Due = time.Time{} }, tuesday(12, 1), "", time.Time{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ask := feed.AskEntry{
				Ask: feed.Ask{
					ID: "a1", Source: "api", Item: "7", Kind: feed.Review, Asker: who("ana"), Responder: who("ben"),
					Opened: tuesday(9, 0).AddDate(0, 0, -1), Due: due, Warn: warn, Window: "usual", Within: "8wh", State: feed.AskOpen,
					Confidence: feed.Sure, Protocol: "p1", Calendar: "c1",
				},
				Tool: "github", Read: c.now, On: feed.Item{URL: "https://example.com/7"},
			}
			if c.change != nil {
				c.change(&ask)
			}
			events, next := asks.Say(ask, p, c.now)
			var said []string
			for _, e := range events {
				parts := strings.Split(e.Key, "/")
				text := parts[0]
				if len(parts) > 2 {
					text = fmt.Sprintf("%s %s %s", parts[0], parts[2], e.To[0].ID)
				}
				if parts[1] != "a1" || e.Item != "7" || e.Verb.Kind() == "" || e.At.After(c.now) {
					t.Errorf("it says %+v", e)
				}
				said = append(said, text)
			}
			if diff := cmp.Diff(c.want, strings.Join(said, ", ")); diff != "" || !next.Equal(c.next) {
				t.Errorf("says (-want +got):\n%s\nlooked at again %v, want %v", diff, next, c.next)
			}
		})
	}
}

// A flag says what it was judged by.
func TestFlag(t *testing.T) {
	due := time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)
	ask := feed.AskEntry{
		Ask: feed.Ask{
			ID: "a1", Item: "7", Kind: feed.Review, Asker: who("ana"), Responder: who("ben"), Opened: due.Add(-24 * time.Hour), Due: due,
			Window: "usual", Within: "8wh", State: feed.AskOpen, Confidence: feed.Sure, Protocol: "p1", Calendar: "c1",
		},
		Tool: "github", Read: due.Add(time.Hour), On: feed.Item{URL: "https://example.com/7"},
	}
	got, _ := asks.Say(ask, agree(t, judged), due.Add(time.Hour))
	want := []feed.Event{{
		Key: "flag/a1", Item: "7", Verb: feed.Flagged, At: due, To: []feed.Account{who("ben")}, From: "Ana", Into: "8wh",
		Text: `Ben owes Ana a review since 2026-03-02 12:00 UTC. The window "usual" allows 8wh, until 2026-03-03 12:00 UTC. ` +
			`Judged by the protocol p1 and the calendar c1.`,
		URL: "https://example.com/7",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("says (-want +got):\n%s", diff)
	}
}

// Of a window of working hours nothing is used overnight; one of elapsed hours goes on.
func TestUsed(t *testing.T) {
	agreed := agree(t, `
calendars: {berlin: {location: Europe/Berlin, hours: {"monday:friday": ["09:00-17:00"]}}}
people: [{name: Ben, calendar: berlin, accounts: {github: ben}}]
windows: [{name: all, within: 8wh}]
`)
	hours := agreed.HoursOf("Ben")
	at := func(s string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", s, hours.Zone())
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	working := feed.Ask{Within: "8wh", Opened: at("2026-03-02 13:00"), Due: at("2026-03-03 13:00")}
	rested := working
	rested.Due = at("2026-03-03 15:00")
	rested.Paused = []feed.Pause{{From: at("2026-03-02 14:00"), Until: at("2026-03-02 16:00")}}
	elapsed := feed.Ask{Within: "24h", Opened: working.Opened, Due: working.Due}
	for _, c := range []struct {
		name string
		ask  feed.Ask
		now  string
		want int
	}{
		{"asked", working, "2026-03-02 13:00", 0}, {"at work", working, "2026-03-02 15:00", 25}, {"in the evening", working, "2026-03-02 17:00", 50},
		{"at night", working, "2026-03-03 03:00", 50}, {"in the morning", working, "2026-03-03 11:00", 75}, {"late", working, "2026-03-04 11:00", 100},
		{"while it rested", rested, "2026-03-02 15:00", 12}, {"after that", rested, "2026-03-03 03:00", 25}, {"elapsed", elapsed, "2026-03-03 01:00", 50},
		{"without a deadline", feed.Ask{Opened: working.Opened}, "2026-03-03 01:00", 0},
	} {
		if got := asks.Used(c.ask, hours, at(c.now)); got != c.want {
			t.Errorf("%s: %d %%, want %d", c.name, got, c.want)
		}
	}
}
