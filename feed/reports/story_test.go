package reports_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/rules"
	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/windows"
	"github.com/datelinehq/dateline/feed/windows/zones"
)

var update = flag.Bool("update", false, "write what is said into the stories")

// now is a Wednesday.
var now = at("2026-03-25 12:00")

// Each story is an agreement, the asks there are, and what is said of them: by a report, or by a backtest. The comment of a
// backtest's story is what is proposed, and that of a report's which rows are shown. An ask is a line:
//
//	2026-03-02 09:00 ana asks ben review #7, paused 2026-03-02 10:00..2026-03-02 11:00, answered 2026-03-02 15:00
func TestStories(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d stories, %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			story, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			agreed := open(t, story.Files[0].Data)
			asks := read(t, string(story.Files[1].Data), agreed)
			said := tell(t, strings.TrimSpace(string(story.Comment)), asks, agreed)
			if *update {
				story.Files[2].Data = []byte(said)
				if err := os.WriteFile(name, txtar.Format(story), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if diff := gocmp.Diff(string(story.Files[2].Data), said); diff != "" {
				t.Errorf("(-story +said):\n%s", diff)
			}
		})
	}
}

// tell is what is said of the asks: "report by kind, team of Ana since 2026-03-09" or "backtest review: 8wh in bd".
func tell(t *testing.T, task string, asks []feed.AskEntry, agreed *protocol.Protocol) string {
	t.Helper()
	if proposal, ok := strings.CutPrefix(task, "backtest "); ok {
		proposal, unit, _ := strings.Cut(proposal, " in ")
		p, err := reports.ParseProposal(proposal)
		if err != nil {
			t.Fatal(err)
		}
		if unit == "" {
			unit = string(reports.UnitOf(p.Within))
		}
		return backtest(asks, agreed, p, reports.Unit(unit)).Text()
	}
	words := strings.FieldsFunc(task, func(r rune) bool { return strings.ContainsRune(" ,", r) })
	o := reports.Options{Agreed: agreed, Now: now}
	if i := slices.Index(words, "since"); i > 0 {
		o.Since, words = at(words[i+1]+" 00:00"), words[:i]
	}
	if i := slices.Index(words, "of"); i > 0 {
		o.Of, words = words[i+1], words[:i]
	}
	var l reports.Ledger
	for _, a := range asks {
		l.Put(a)
	}
	result := l.Report(o)
	by := map[string][]reports.Row{
		"kind": result.Kinds, "tool": result.Tools, "team": result.Teams, "window": result.Windows, "week": result.Weeks,
	}
	rows := []reports.Row{result.All}
	for _, name := range words[2:] {
		rows = append(rows, by[name]...)
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(reports.Headings(), "\t"))
	for _, row := range rows {
		fmt.Fprintln(w, strings.Join(row.Cells(), "\t"))
	}
	_ = w.Flush()
	return b.String()
}

func backtest(asks []feed.AskEntry, agreed *protocol.Protocol, p reports.Proposal, unit reports.Unit) reports.Outcome {
	b := reports.Try(reports.Trial{Proposed: agreed, Unit: unit, Now: now})
	for _, a := range asks {
		if a.Kind == p.Kind {
			b.Add(a, reports.Under(a, windows.Term{Within: p.Within}, agreed, now))
		}
	}
	return b.Outcome()
}

func open(t testing.TB, text []byte) *protocol.Protocol {
	t.Helper()
	p := &protocol.Protocol{}
	if err := yaml.Unmarshal(text, p); err != nil {
		t.Fatal(err)
	}
	data, err := zones.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if wrong := p.Check(protocol.Surroundings{Zone: data.Zone}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	opened, _ := p.Open(nil)
	return opened
}

const minute = "2006-01-02 15:04"

func at(s string) time.Time {
	when, err := time.Parse(minute, s)
	if err != nil {
		panic(err)
	}
	return when
}

// read reads asks, and says until when they are due by the windows that are agreed on.
func read(t *testing.T, text string, agreed *protocol.Protocol) []feed.AskEntry {
	t.Helper()
	var asks []feed.AskEntry
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		parts := strings.Split(line, ", ")
		words := strings.Fields(parts[0])
		if len(words) != 7 {
			t.Fatalf("line %d: %q is not an ask", i+1, line)
		}
		a := feed.AskEntry{Tool: "github", Read: now}
		a.ID, a.Source, a.Item, a.Kind, a.State = fmt.Sprint(i), "api", words[6], feed.AskKind(words[5]), feed.AskOpen
		a.Asker, a.Responder = who(words[2]), who(words[4])
		a.Opened = at(words[0] + " " + words[1])
		for _, p := range parts[1:] {
			what, when, _ := strings.Cut(p, " ")
			switch what {
			case "answered":
				a.State, a.Ended = feed.AskAnswered, at(when)
			case "withdrawn":
				a.State, a.Ended = feed.AskWithdrawn, at(when)
			case "handed":
				a.State, a.Ended = feed.AskHandedOff, at(strings.TrimPrefix(when, "off "))
			case "paused":
				from, until, ends := strings.Cut(when, "..")
				pause := feed.Pause{From: at(from)}
				if ends {
					pause.Until = at(until)
				}
				a.Paused = append(a.Paused, pause)
			case "promised":
				a.Promised = at(when)
			case "flagged":
				a.Flagged = at(when)
			case "read":
				a.Read = at(when)
			case "by":
				a.EndedBy = who(when)
			case "in":
				a.Tool = when
			case "possibly":
				a.Confidence = feed.Possible
			default:
				t.Fatalf("line %d: what is %q?", i+1, p)
			}
		}
		due(&a, agreed)
		asks = append(asks, a)
	}
	return first(asks, agreed)
}

// first marks the asks that are the first between two on an item.
func first(asks []feed.AskEntry, agreed *protocol.Protocol) []feed.AskEntry {
	firsts := map[string]*feed.AskEntry{}
	for i := range asks {
		a := &asks[i]
		name := func(who feed.Account) string { return cmp.Or(agreed.Person(a.Tool, who.ID), a.Tool+"/"+who.ID) }
		two := name(a.Asker) + " " + name(a.Responder) + " " + a.Item
		if is := firsts[two]; a.Confidence != feed.Possible && (is == nil || a.Opened.Before(is.Opened)) {
			firsts[two] = a
		}
	}
	for _, a := range firsts {
		a.First = true
	}
	return asks
}

// due says until when an ask is due by what is agreed.
func due(a *feed.AskEntry, agreed *protocol.Protocol) {
	w, _ := agreed.Window(rules.Facts{Kind: string(a.Kind), Tool: a.Tool})
	promised := a.Promised
	*a = reports.Under(*a, w.Term(), agreed, now)
	a.Window = w.Name
	if !promised.IsZero() {
		a.Agreed, a.Due, a.Promised = a.Due, promised, promised
	}
}

func who(name string) feed.Account {
	return feed.Account{ID: name, Group: strings.Contains(name, "/")}
}
