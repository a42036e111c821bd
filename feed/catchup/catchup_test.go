package catchup_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/catchup"
)

// Each story is what happened, and how it is told. An event is a line, the oldest first: who, what was done, the kind and the
// name of the item, and where it went; what was said stands behind a colon.
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
			var log []*feed.Entry
			for line := range strings.Lines(string(archive.Files[0].Data)) {
				log = append(log, event(t, len(log), line))
			}
			slices.Reverse(log)
			if diff := cmp.Diff(string(archive.Files[1].Data), tell(catchup.Tell(log, names, nil))); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
		})
	}
}

func names(_, id string) string { return strings.ToUpper(id[:1]) + id[1:] }

func event(t *testing.T, n int, line string) *feed.Entry {
	t.Helper()
	line, said, _ := strings.Cut(strings.TrimSpace(line), ": ")
	f := strings.Fields(line)
	if len(f) < 4 || feed.Verb(f[1]).Kind() == "" {
		t.Fatalf("%q is no event", line)
	}
	e := &feed.Entry{
		Event: feed.Event{
			Key: fmt.Sprint("e", n), Item: f[3], Verb: feed.Verb(f[1]), Kind: feed.Verb(f[1]).Kind(), Into: strings.Join(f[4:], " "), Text: said,
			At: time.Date(2026, 3, 2, 9, n, 0, 0, time.UTC), By: feed.Account{ID: f[0], Bot: strings.HasSuffix(f[0], "[bot]")},
		},
		Seq: int64(n + 1), Source: "api", Tool: "github", On: feed.Item{ID: f[3], Kind: f[2], Key: f[3]},
	}
	if strings.HasPrefix(said, "/decide") {
		e.Kind = feed.Decision
	}
	return e
}

func tell(s catchup.Summary) string {
	var b strings.Builder
	for _, e := range s.Decisions {
		fmt.Fprintf(&b, "decision: %s %s %s %s\n", names("", e.By.ID), e.Verb, e.Item, e.Text)
	}
	for _, c := range s.Changes {
		fmt.Fprintf(&b, "%s, up to %d\n", c.Last.On.Key, c.Seq)
		fmt.Fprintf(&b, "\t%s\n", strings.Join(c.Told(), "; "))
		if c.Said != nil {
			fmt.Fprintf(&b, "\t%q\n", c.Said.Text)
		}
	}
	if s.QuietItems > 0 {
		fmt.Fprintf(&b, "and quietly, on %d items\n", s.QuietItems)
	}
	for _, d := range s.Quiet {
		fmt.Fprintf(&b, "\t%s %s\n", d.Who(), d.DidAll())
	}
	return b.String()
}

// Every event is told in exactly one place, and none is invented.
func TestNothingIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var log []*feed.Entry
		told := 0
		for i := range rapid.IntRange(0, 40).Draw(t, "events") {
			verb := rapid.SampledFrom(feed.Verbs()).Draw(t, "verb")
			e := &feed.Entry{
				Event: feed.Event{
					Key: fmt.Sprint(i), Item: rapid.SampledFrom([]string{"", "1", "2", "3"}).Draw(t, "item"), Verb: verb, Kind: verb.Kind(),
					By: feed.Account{ID: rapid.SampledFrom([]string{"ana", "ben", "kim"}).Draw(t, "by"), Bot: rapid.Bool().Draw(t, "bot")},
					At: time.Unix(int64(1000-i), 0),
				},
				Seq: int64(1000 - i), Source: "api", Tool: "github",
			}
			log = append(log, e)
			if k := verb.Kind(); k == feed.Flag || slices.Contains([]feed.Verb{feed.Met, feed.Missed, feed.Promised, feed.Snoozed, feed.Waived, feed.Confirmed}, verb) {
				continue
			}
			told++
		}
		s := catchup.Tell(log, nil, nil)
		got := len(s.Decisions)
		for _, d := range s.Quiet {
			got += d.Events
		}
		for _, c := range s.Changes {
			for _, d := range c.Deeds() {
				got += d.Events
			}
		}
		if got != told {
			t.Fatalf("%d events are told of %d", got, told)
		}
	})
}
