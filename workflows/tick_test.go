package workflows_test

import (
	"context"
	"testing"
	"time"

	"go.temporal.io/sdk/testsuite"
	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/workflows"
)

// tick runs the activity Tick as a worker would.
func (b *bench) tick(t *testing.T) workflows.Round {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quiet{})
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(b.Activities)
	value, err := env.ExecuteActivity(b.Tick)
	if err != nil {
		t.Fatal(err)
	}
	var r workflows.Round
	if err := value.Get(&r); err != nil {
		t.Fatal(err)
	}
	return r
}

// agree makes a text the agreement.
func (b *bench) agree(t *testing.T, text string) {
	t.Helper()
	written := &protocol.Protocol{}
	if err := yaml.Unmarshal([]byte(text), written); err != nil {
		t.Fatal(err)
	}
	if wrong := written.Check(protocol.Surroundings{Zone: time.LoadLocation}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	open, _ := written.Open(nil)
	b.Agreed = func(context.Context) (*protocol.Protocol, error) { return open, nil }
}

// What is waited for is judged by the responder's calendar, says by which agreement and calendar, and is judged anew when
// either is another one; what is missing a calendar has no deadline, and is not flagged.
func TestTickJudgesAnew(t *testing.T) {
	ana, ben := feed.Account{ID: "ana"}, feed.Account{ID: "ben"}
	asked := start.Add(-12 * time.Hour) // on a Sunday evening
	b := newBench(t, map[string]*tool{"api": {pages: []feed.Page{{
		Items:  []feed.Item{{ID: "7", Kind: "pull_request", State: feed.StateOpen, Updated: asked}},
		Events: []feed.Event{{Key: "r", Item: "7", Verb: feed.Requested, At: asked, By: ana, To: []feed.Account{ben}}},
	}}}})
	b.agree(t, `
calendars: {lisbon: {location: Europe/Lisbon, hours: {"monday:friday": ["09:00-17:00"]}}}
people: [{name: Ben, calendar: lisbon, accounts: {test: ben}}]
windows: [{name: review, within: 4wh, warn: 50%}]
`)
	if _, err := b.poll(t, 1); err != nil {
		t.Fatal(err)
	}
	soonest := func(due, warn time.Time) time.Time {
		if warn.IsZero() {
			return due
		}
		return warn
	}
	var last feed.AskEntry
	check := func(what string, due, warn time.Time, unclear bool) {
		t.Helper()
		next := b.tick(t).Next
		list, err := b.Store.Asks(t.Context(), store.AskFilter{}, "", 10)
		if err != nil || len(list) != 1 {
			t.Fatalf("%s: asks %v, %v", what, list, err)
		}
		a := list[0]
		if !a.Due.Equal(due) || !a.Warn.Equal(warn) || (a.Unclear != "") != unclear || a.Protocol == "" || !next.Equal(soonest(due, warn)) {
			t.Errorf("%s: due %v, warned %v, unclear %q, protocol %q, next tick %v; want %v and %v", what, a.Due, a.Warn, a.Unclear, a.Protocol, next, due, warn)
		}
		if a.Protocol == last.Protocol || a.Calendar == last.Calendar && !unclear {
			t.Errorf("%s: judged by protocol %q and calendar %q as before", what, a.Protocol, a.Calendar)
		}
		last = a
	}
	monday := func(hour int) time.Time { return time.Date(2026, 3, 2, hour, 0, 0, 0, time.UTC) }
	check("on a calendar", monday(13), monday(11), false)
	b.agree(t, `
calendars: {lisbon: {location: Europe/Lisbon, hours: {"monday:friday": ["10:00-18:00"]}}}
people: [{name: Ben, calendar: lisbon, accounts: {test: ben}}]
windows: [{name: review, within: 4wh, warn: never}]
`)
	check("later hours", monday(14), time.Time{}, false)
	b.agree(t, `
calendars: {lisbon: {location: Europe/Lisbon, hours: {"monday:friday": ["09:00-17:00"]}, holidays: [{ics: "https://example.com/x.ics"}]}}
people: [{name: Ben, calendar: lisbon, accounts: {test: ben}}]
windows: [{name: review, within: 4wh}]
`)
	check("holidays that were never read", time.Time{}, time.Time{}, true)
	b.agree(t, `
calendars: {lisbon: {location: Europe/Lisbon, hours: {"monday:friday": ["09:00-17:00"]}}}
people: [{name: Ben, accounts: {test: ben}}]
windows: [{name: review, within: 4wh}]
`)
	check("without a calendar", time.Time{}, time.Time{}, true)
	agreements, err := b.Store.Agreements(t.Context())
	if err != nil || len(agreements) != 4 {
		t.Errorf("%d agreements were noted, %v", len(agreements), err)
	}
}

// What nobody waits on is judged anew too, when something else is agreed: here, by which word decisions are known.
func TestTickReadsTheLogAgain(t *testing.T) {
	said := start.Add(-time.Hour)
	b := newBench(t, map[string]*tool{"api": {pages: []feed.Page{{
		Items:  []feed.Item{{ID: "7", Kind: "issue", State: feed.StateOpen, Updated: said}},
		Events: []feed.Event{{Key: "c", Item: "7", Verb: feed.Commented, At: said, By: feed.Account{ID: "ana"}, Text: "Beschluss: by hand"}},
	}}}})
	if _, err := b.poll(t, 1); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		agreed string
		want   int
	}{{"windows: []", 0}, {"decisions: {headings: ['Beschluss:']}", 1}, {"windows: []", 0}} {
		b.agree(t, c.agreed)
		b.tick(t)
		b.tick(t)
		list, err := b.Store.Decisions(t.Context(), feed.DecisionFilter{}, "", 10)
		if err != nil || len(list) != c.want {
			t.Errorf("%s: decisions %v, %v, want %d", c.agreed, list, err, c.want)
		}
	}
}
