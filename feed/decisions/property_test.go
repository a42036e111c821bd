package decisions_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions"
	"github.com/datelinehq/dateline/feed/protocol"
)

// phrases are what texts of the property tests are made of.
var phrases = []string{
	"/decide We build it", "/decide", "/propose A gate", "/propose", "/reject", "/reject A gate", "/supersede 0007 Rows go",
	"/supersede", "/supersede #7", "/supersede 3 with #12", "Decision: A gate", "Decision:", "> /decide quoted", "```",
	"<details>", "</details>", "<!--", "-->", "We agreed on it.", "Going with B?", "Options:", "- one", "1. two", "",
	"    indented", "## Decided: we build it", "`", "Text. More text.", "/decide\t\x00",
}

func anything(t *rapid.T) (feed.Item, []feed.Entry) {
	verbs := []feed.Verb{
		feed.Opened, feed.Edited, feed.Commented, feed.Commented, feed.Commented, feed.Proposed, feed.Decided, feed.Rejected,
		feed.Superseded, feed.Confirmed, feed.Closed, feed.Merged,
	}
	when := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var log []feed.Entry
	for i := range rapid.IntRange(0, 25).Draw(t, "events") {
		when = when.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "minutes")) * time.Minute)
		var text []string
		for range rapid.IntRange(0, 6).Draw(t, "lines") {
			text = append(text, rapid.SampledFrom(phrases).Draw(t, "line"))
		}
		log = append(log, feed.Entry{
			Event: feed.Event{
				Key: fmt.Sprintf("e%d", i), Item: "7", At: when, Verb: rapid.SampledFrom(verbs).Draw(t, "verb"),
				By: feed.Account{
					ID: rapid.SampledFrom([]string{"ana", "ben", "tidy", ""}).Draw(t, "by"), Bot: rapid.IntRange(0, 9).Draw(t, "bot") == 0,
				},
				Into: rapid.SampledFrom([]string{"", "Decided"}).Draw(t, "into"), Text: strings.Join(text, "\n"),
			},
			Seq: int64(i + 1), Changed: int64(i + 1), Source: "api", Tool: "github", Gone: rapid.IntRange(0, 9).Draw(t, "gone") == 0,
		})
	}
	kind := rapid.SampledFrom([]string{"issue", "decision_record"}).Draw(t, "kind")
	return feed.Item{ID: "7", Kind: kind, Key: "acme/api#7", Title: "A gate", Labels: []string{"architecture"}}, log
}

// Whatever happens, and in whatever order and pages it is read, decisions keep their promises.
func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		item, log := anything(t)
		derived := decisions.Derive(item, log, agreed())
		again := rapid.Permutation(slices.Concat(log, log)).Draw(t, "order")
		for i := range again { // numbers are given when something is stored
			again[i].Seq = int64(i)
		}
		if diff := cmp.Diff(derived, decisions.Derive(item, again, agreed())); diff != "" {
			t.Fatalf("read in another order:\n%s", diff)
		}
		ids := map[string]bool{}
		for _, d := range derived {
			switch decided := !d.Decided.IsZero(); {
			case ids[d.ID]:
				t.Fatalf("two decisions are named %s", d.ID)
			case d.Title == "" || d.Source != "api" || d.Item != "7" || len(d.Evidence) == 0 || d.At().IsZero():
				t.Fatalf("something is missing: %+v", d)
			case d.State == feed.DecisionDecided && !decided, d.State == feed.DecisionProposed && decided:
				t.Fatalf("it is decided if and only if it was: %+v", d)
			case (d.State == feed.DecisionRejected || d.State == feed.DecisionSuperseded) == d.Ended.IsZero():
				t.Fatalf("it has an end if and only if it ended: %+v", d)
			case d.State == feed.DecisionSuggested && d.Trust != feed.Suggested, d.Trust == "":
				t.Fatalf("a suggestion is trusted: %+v", d)
			case d.Misplaced == "":
				t.Fatalf("in the wrong place, and not said so: %+v", d)
			case d.Decider.Bot || d.Proposer.Bot || d.Decider.ID == "tidy" || d.Proposer.ID == "tidy":
				t.Fatalf("a program decided: %+v", d)
			}
			ids[d.ID] = true
			for _, key := range d.Evidence {
				if i := slices.IndexFunc(log, func(e feed.Entry) bool { return e.Key == key }); log[i].Gone {
					t.Fatalf("it rests on what is gone: %+v", d)
				}
			}
		}
	})
}

// A text of any size is read in a time that grows with it.
func TestHostile(t *testing.T) {
	for _, part := range []string{
		"/decide x\n", "`", "``` ", "<details>", "<", "<!--", "we decided. ", "we decided ", "Options:\n- x\n", "> ",
		"Decision: ", "**", "/supersede #1 with ", "#1 ", "https://x/](", "\n", "- ", "Decision:\n", "/supersede 1 x\n",
	} {
		item := feed.Item{ID: "7", Title: "x", Key: "acme/api#7"}
		e := feed.Entry{Event: feed.Event{Key: "e", Item: "7", Verb: feed.Commented, At: time.Unix(1, 0)}}
		e.Text = strings.Repeat(part, feed.MaxText/len(part))
		begin := time.Now()
		list := decisions.Derive(item, []feed.Entry{e}, &protocol.Protocol{})
		if took := time.Since(begin); took > 2*time.Second {
			t.Errorf("%q took %v", part, took)
		}
		if len(list) > 20 {
			t.Errorf("%q made %d decisions", part, len(list))
		}
	}
}

func FuzzDerive(f *testing.F) {
	for _, p := range phrases {
		f.Add(p + "\n" + phrases[0])
	}
	f.Add(strings.Join(phrases, "\n"))
	f.Fuzz(func(t *testing.T, text string) {
		text = feed.Text(text, feed.MaxText)
		item := feed.Item{ID: "7", Title: "A gate", Key: "acme/api#7"}
		e := feed.Entry{Event: feed.Event{Key: "e", Item: "7", Verb: feed.Commented, At: time.Unix(1, 0), Text: text}}
		for _, d := range decisions.Derive(item, []feed.Entry{e}, &protocol.Protocol{}) {
			if d.Title == "" || strings.ContainsAny(d.Title, "\n\r") || len([]rune(d.Title)) > feed.MaxTitle || d.ID == "" {
				t.Errorf("%+v", d)
			}
		}
		quoted := e
		quoted.Text = "> " + strings.ReplaceAll(text, "\n", "\n> ")
		if list := decisions.Derive(item, []feed.Entry{quoted}, &protocol.Protocol{}); len(list) > 0 {
			t.Errorf("a quote decides: %+v", list)
		}
	})
}

func BenchmarkDerive(b *testing.B) {
	item := feed.Item{ID: "7", Title: "A gate", Key: "acme/api#7"}
	var log []feed.Entry
	for i := range 100 {
		log = append(log, feed.Entry{Event: feed.Event{
			Key: fmt.Sprint(i), Item: "7", Verb: feed.Commented, At: time.Unix(int64(i), 0), By: feed.Account{ID: "ana"},
			Text: "I have looked at it, and it works here. One thing: the list has no end.\n\nSee #12 for more.",
		}})
	}
	p := agreed()
	for b.Loop() {
		decisions.Derive(item, log, p)
	}
}
