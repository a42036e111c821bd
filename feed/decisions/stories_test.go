package decisions_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions"
	"github.com/datelinehq/dateline/feed/protocol"
)

// agreed is the agreement of all stories: tidy is a program, and what is decided of the label architecture belongs into
// notion.
func agreed() *protocol.Protocol {
	p := &protocol.Protocol{
		Bots: map[string]protocol.IDs{"github": {"tidy"}},
		Purposes: []protocol.Purpose{
			{For: "architecture decisions", Tool: "notion", Kind: feed.Decision, Labels: []string{"architecture"}},
		},
	}
	if wrong := p.Check(protocol.Surroundings{}); len(wrong) > 0 {
		panic(fmt.Sprint(wrong))
	}
	return p
}

// Each story is a history and the decisions that come of it. An event is a line, and what was written is indented below it.
//
//	2026-03-02 09:00 ana commented
//		/decide We build it
//	2026-03-02 10:00 ben decided into Done
//
// A line that begins with "gone" is of an event that was deleted, one with "item" says the kind, the labels and the title of
// the item. "confirmed" and "waived" are followed by the title of what is.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			item, log := history(t, string(archive.Files[0].Data))
			got := tell(decisions.Derive(item, log, agreed()))
			if diff := cmp.Diff(string(archive.Files[1].Data), got); diff != "" {
				t.Errorf("decisions (-want +got):\n%s", diff)
			}
			slices.Reverse(log)
			if diff := cmp.Diff(got, tell(decisions.Derive(item, slices.Concat(log, log), agreed()))); diff != "" {
				t.Errorf("the same events in another order, and twice, give other decisions:\n%s", diff)
			}
		})
	}
}

const minute = "2006-01-02 15:04"

func history(t *testing.T, text string) (feed.Item, []feed.Entry) {
	t.Helper()
	item := feed.Item{ID: "7", Kind: "issue", Key: "acme/api#7", Title: "How do we build it?", State: feed.StateOpen}
	var log []feed.Entry
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if said, ok := strings.CutPrefix(line, "\t"); ok || line == "" {
			e := &log[len(log)-1]
			e.Text = strings.TrimPrefix(e.Text+"\n"+said, "\n")
			continue
		}
		words := strings.Fields(line)
		if words[0] == "item" {
			item.Kind, item.Labels, item.Title = words[1], strings.Split(words[2], ","), strings.Join(words[3:], " ")
			continue
		}
		gone := words[0] == "gone"
		if gone {
			words = words[1:]
		}
		when, err := time.Parse(minute, words[0]+" "+words[1])
		if err != nil || len(words) < 4 {
			t.Fatalf("line %d: %q is not an event: %v", i+1, line, err)
		}
		e := feed.Entry{
			Event: feed.Event{
				Key: fmt.Sprintf("e%d", len(log)+1), Item: item.ID, At: when, Verb: feed.Verb(words[3]),
				By: feed.Account{ID: words[2], Bot: strings.HasSuffix(words[2], "[bot]")},
			},
			Seq: int64(len(log) + 1), Source: "api", Tool: "github", Gone: gone,
		}
		if e.Verb.Kind() == "" {
			t.Fatalf("line %d: the verb %q does not exist", i+1, e.Verb)
		}
		switch rest := strings.Join(words[4:], " "); {
		case e.Verb == feed.Confirmed, e.Verb == feed.Waived:
			for _, d := range decisions.Derive(item, log, agreed()) {
				switch {
				case d.Title != rest:
				case e.Verb == feed.Confirmed:
					e.Event = decisions.Confirm(d, e.By, e.At)
				default:
					e.Event = decisions.Waive(d, e.By, "", e.At)
				}
			}
		case rest != "":
			e.Into = strings.TrimPrefix(rest, "into ")
		}
		log = append(log, e)
	}
	return item, log
}

func tell(list []feed.Matter) string {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "%s %s: %s\n", d.Trust, d.State, d.Title)
		line := func(what string, values ...string) {
			if s := strings.TrimSpace(strings.Join(values, " ")); s != "" {
				fmt.Fprintf(&b, "\t%s %s\n", what, s)
			}
		}
		stamp := func(at time.Time) string {
			if at.IsZero() {
				return ""
			}
			return at.Format(minute)
		}
		line("proposed", stamp(d.Proposed), d.Proposer.ID)
		line("decided", stamp(d.Decided), d.Decider.ID)
		line("ended", stamp(d.Ended))
		line("why:", strings.ReplaceAll(d.Rationale, "\n", " / "))
		line("options:", strings.Join(d.Options, " | "))
		line("evidence", d.Evidence...)
		line("supersedes", d.Supersedes...)
		line("superseded by", d.SupersededBy...)
		line("refers to", d.Refs...)
		line("belongs where there are", d.Misplaced)
	}
	return b.String()
}
