package reports_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/windows"
)

const team = `
calendars:
  utc: {location: UTC, hours: {"monday:friday": ["09:00-17:00"]}}
  pune: {location: Asia/Kolkata, hours: {"monday:friday": ["10:00-13:00", "14:00-19:00"]}}
people:
  - {name: Ana, calendar: utc, accounts: {github: ana}}
  - {name: Ben, calendar: pune, accounts: {github: ben}}
  - {name: Kim, accounts: {github: kim}}
teams: {core: [Ana, Ben], web: [Ben, Kim]}
windows:
  - {name: review, when: 'kind == "review"', within: 4wh}
  - {name: normal, within: 24h}
`

func draw(t *rapid.T, agreed *protocol.Protocol) []feed.AskEntry {
	states := []feed.AskState{
		feed.AskAnswered, feed.AskAnswered, feed.AskAnswered, feed.AskOpen, feed.AskWithdrawn, feed.AskHandedOff,
	}
	name := rapid.SampledFrom([]string{"ana", "ben", "kim", "ghost", "acme/core"})
	minutes := func(label string, most int) time.Duration {
		return time.Duration(rapid.IntRange(0, most).Draw(t, label)) * time.Minute
	}
	asks := make([]feed.AskEntry, rapid.IntRange(0, 40).Draw(t, "asks"))
	for i := range asks {
		a := &asks[i]
		a.Tool, a.Source, a.ID, a.Read = "github", "api", fmt.Sprint(i), now
		a.Item = rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "item")
		a.Kind = rapid.SampledFrom(feed.AskKinds()[:4]).Draw(t, "kind")
		a.Asker, a.Responder = who(name.Draw(t, "asker")), who(name.Draw(t, "responder"))
		a.Opened = at("2026-01-01 00:00").Add(minutes("opened", 80*24*60))
		a.State = rapid.SampledFrom(states).Draw(t, "state")
		if a.State != feed.AskOpen {
			a.Ended = a.Opened.Add(minutes("took", 10*24*60))
		}
		if rapid.IntRange(0, 3).Draw(t, "paused") == 0 {
			from := a.Opened.Add(minutes("from", 24*60))
			a.Paused = []feed.Pause{{From: from, Until: from.Add(minutes("for", 3*24*60))}}
		}
		due(a, agreed)
	}
	return first(asks, agreed)
}

func result(o reports.Options, asks []feed.AskEntry) reports.Result { return entered(asks).Report(o) }

// entered is a ledger of the asks, after mistakes, corrections and questions of others.
func entered(asks []feed.AskEntry) *reports.Ledger {
	l := &reports.Ledger{}
	for i, a := range asks {
		if i%5 == 0 { // entered wrongly at first, and before another that is then struck out
			wrong, gone := asks[len(asks)-1-i], a
			wrong.ID, gone.ID = a.ID, "gone"
			l.Put(gone)
			l.Put(wrong)
		}
		l.Put(a)
		if i%7 == 0 {
			l.Report(reports.Options{Now: now}) // where nobody is in a team or works
		}
	}
	var ids reports.IDs
	for _, a := range asks {
		ids.Add(a.ID)
	}
	l.Keep(ids)
	return l
}

func TestReportsKeepTheirPromises(t *testing.T) {
	agreed := open(t, []byte(team))
	rapid.Check(t, func(t *rapid.T) {
		asks := draw(t, agreed)
		o := reports.Options{Agreed: agreed, Now: now}
		if rapid.Bool().Draw(t, "since") {
			o.Since = at("2026-02-01 00:00")
		}
		first := result(o, asks)
		if diff := cmp.Diff(first, result(o, rapid.Permutation(asks).Draw(t, "order"))); diff != "" {
			t.Fatalf("in another order it says something else:\n%s", diff)
		}
		sum := reports.Row{}
		for _, row := range first.Kinds {
			sum = plus(sum, row)
			o.Chosen = func(s reports.Subject) bool { return string(s.Kind) == row.Name }
			alone := result(o, asks).All
			alone.Name = row.Name
			if diff := cmp.Diff(row, alone); diff != "" {
				t.Fatalf("a kind is told otherwise if it is chosen:\n%s", diff)
			}
		}
		if diff := cmp.Diff(plus(reports.Row{}, first.All), sum); diff != "" {
			t.Fatalf("the kinds do not sum up to all:\n%s", diff)
		}
		every := slices.Concat(first.Kinds, first.Tools, first.Teams, first.Windows, first.Weeks)
		for _, row := range append(every, first.All) {
			if row.Share != nil && (*row.Share < 0 || *row.Share > 1) || row.Share == nil && row.Answered > row.Untold {
				t.Fatalf("a share that cannot be: %+v", row)
			}
			if row.First.Median > row.First.P90 || row.First.Count+row.Next.Count+row.Uncounted != row.Answered {
				t.Fatalf("percentiles that cannot be: %+v", row)
			}
		}
		for i := 1; i < len(first.Weeks); i++ {
			if first.Weeks[i-1].Name >= first.Weeks[i].Name {
				t.Fatalf("weeks out of order: %s, %s", first.Weeks[i-1].Name, first.Weeks[i].Name)
			}
		}
	})
}

// TestEarlier checks that what is compared with is all that a longer report would have told more.
func TestEarlier(t *testing.T) {
	agreed := open(t, []byte(team))
	rapid.Check(t, func(t *rapid.T) {
		asks := draw(t, agreed)
		o := reports.Options{Agreed: agreed, Now: now, Earlier: at("2026-01-20 00:00"), Since: at("2026-02-01 00:00")}
		both := result(o, asks)
		longer := result(reports.Options{Agreed: agreed, Now: now, Since: o.Earlier}, asks)
		if diff := cmp.Diff(plus(reports.Row{}, longer.All), plus(both.All, *both.Earlier)); diff != "" {
			t.Fatalf("the two do not sum up to a longer report:\n%s", diff)
		}
		if longer.Earlier != nil {
			t.Fatal("something is compared that nobody asked for")
		}
	})
}

// plus sums up what can be.
func plus(a, b reports.Row) reports.Row {
	return reports.Row{
		Asked: a.Asked + b.Asked, Answered: a.Answered + b.Answered, Withdrawn: a.Withdrawn + b.Withdrawn,
		HandedOff: a.HandedOff + b.HandedOff, Open: a.Open + b.Open, InTime: a.InTime + b.InTime, Untold: a.Untold + b.Untold,
		Flagged: a.Flagged + b.Flagged, Uncounted: a.Uncounted + b.Uncounted, Held: a.Held + b.Held,
		Approvals: a.Approvals + b.Approvals,
	}
}

// The window that is found has nine of ten in time when it is tried itself, and one step less has not.
func TestTheWindowThatIsFoundIsEnough(t *testing.T) {
	agreed := open(t, []byte(team))
	rapid.Check(t, func(t *rapid.T) {
		asks := draw(t, agreed)
		unit := rapid.SampledFrom(reports.Units()).Draw(t, "unit")
		p, err := reports.ParseProposal("review: 5wh")
		if err != nil {
			t.Fatal(err)
		}
		outcome := backtest(asks, agreed, p, unit)
		steps := unit.Steps()
		found := slices.IndexFunc(steps, func(l windows.Length) bool { return l.String() == outcome.All.Needed })
		if found < 0 {
			if outcome.All.Would.InTime > 0 && unit == reports.UnitOf(p.Within) {
				t.Fatalf("some are in time, and no window is enough: %+v", outcome.All)
			}
			return
		}
		p.Within = steps[found]
		if s := backtest(asks, agreed, p, unit).All.Would.Share; s == nil || *s < 0.9 {
			t.Fatalf("by %s there are %v in time", p, s)
		}
		if found > 0 {
			p.Within = steps[found-1]
			if s := backtest(asks, agreed, p, unit).All.Would.Share; s != nil && *s >= 0.9 {
				t.Fatalf("%s is already enough: %v", p, *s)
			}
		}
		shuffled := backtest(rapid.Permutation(asks).Draw(t, "order"), agreed, p, unit)
		if diff := cmp.Diff(backtest(asks, agreed, p, unit), shuffled); diff != "" {
			t.Fatalf("in another order it says something else:\n%s", diff)
		}
	})
}

func TestProposals(t *testing.T) {
	for text, want := range map[string]string{
		"review: 8wh": "review: 8wh", "mention:1bd": "mention: 1bd", " decision : 24h": "decision: 24h",
		"review": "", "revue: 8wh": "", "review: soon": "", "review: 0h": "",
	} {
		p, err := reports.ParseProposal(text)
		if got := p.String(); err == nil && got != want || err != nil && want != "" {
			t.Errorf("%q is read as %q, want %q: %v", text, got, want, err)
		}
	}
}

// No cell of a table is a formula to the program that opens it.
func TestCellsAreHarmless(t *testing.T) {
	var b bytes.Buffer
	rows := []reports.Row{{Name: "=1+1"}, {Name: "+49"}, {Name: "-"}, {Name: "@a"}, {Name: "a=b"}}
	if err := reports.WriteCSV(&b, rows); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, line := range lines {
		names = append(names, line[0])
	}
	if got, want := strings.Join(names, " "), "name '=1+1 '+49 '- '@a a=b"; got != want {
		t.Errorf("the names are %s, want %s", got, want)
	}
}

// benchAsk is the one of a number of asks that are opened one after another.
func benchAsk(i int, from time.Time, apart time.Duration) feed.AskEntry {
	kinds, names := feed.AskKinds(), []string{"ana", "ben", "kim", "acme/core"}
	a := feed.AskEntry{Tool: "github"}
	a.ID, a.Source, a.Item, a.Window = fmt.Sprintf("%016x", i*7919), "api", fmt.Sprint(i/3), "normal"
	a.Kind, a.Asker, a.Responder = kinds[i%len(kinds)], who(names[i%3]), who(names[(i+1)%4])
	a.Opened = from.Add(time.Duration(i) * apart)
	a.State, a.Ended = feed.AskAnswered, a.Opened.Add(time.Duration(i%4000)*time.Minute)
	a.Due = a.Opened.Add(24 * time.Hour)
	return a
}

func BenchmarkLedger(b *testing.B) {
	const many = 1_000_000
	agreed := open(b, []byte(team))
	asks := make([]feed.AskEntry, 10_000)
	for b.Loop() {
		var l reports.Ledger
		for i := range many {
			if i%len(asks) == 0 {
				b.StopTimer()
				for j := range asks {
					asks[j] = benchAsk(i+j, at("2025-03-25 12:00"), 31*time.Second)
				}
				b.StartTimer()
			}
			l.Put(asks[i%len(asks)])
		}
		if got := l.Report(reports.Options{Agreed: agreed, Now: now}).All.Asked; got != many {
			b.Fatal(got)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/many, "ns/ask")
}

// BenchmarkReport makes a report on the last 90 of 400 days, of a hundred thousand asks that are entered.
func BenchmarkReport(b *testing.B) {
	const many = 100_000
	agreed := open(b, []byte(team))
	var l reports.Ledger
	for i := range many {
		l.Put(benchAsk(i, now.AddDate(0, 0, -400), 400*24*time.Hour/many))
	}
	o := reports.Options{Agreed: agreed, Now: now, Since: now.AddDate(0, 0, -90), Earlier: now.AddDate(0, 0, -180)}
	asked := l.Report(o).All.Asked
	for b.Loop() {
		l.Report(o)
	}
	b.ReportMetric(float64(asked), "asks")
}

func BenchmarkBacktest(b *testing.B) {
	agreed := open(b, []byte(team))
	p, err := reports.ParseProposal("review: 8wh")
	if err != nil {
		b.Fatal(err)
	}
	asks := make([]feed.AskEntry, 10_000)
	for i := range asks {
		a := &asks[i]
		a.ID, a.Tool, a.Kind, a.Responder = fmt.Sprint(i), "github", feed.Review, who([]string{"ana", "ben"}[i%2])
		a.Opened = at("2025-12-25 12:00").Add(time.Duration(i) * 7 * time.Minute)
		a.State, a.Ended = feed.AskAnswered, a.Opened.Add(time.Duration(i%4000)*time.Minute)
	}
	for b.Loop() {
		backtest(asks, agreed, p, reports.WorkingHours)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(asks)), "ns/ask")
}
