package asks_test

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
	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/protocol"
)

// agreed is the agreement of all stories: Ben, who has two accounts, and Kim are the team core, tidy is a program, and a
// review is owed within a day.
func agreed() *protocol.Protocol {
	p := &protocol.Protocol{
		People: []protocol.Person{
			{Name: "Ana", Accounts: map[string]protocol.IDs{"github": {"ana"}}},
			{Name: "Ben", Accounts: map[string]protocol.IDs{"github": {"ben", "ben-at-work"}}},
			{Name: "Kim", Accounts: map[string]protocol.IDs{"github": {"kim"}}},
		},
		Teams: map[string][]string{"core": {"Ben", "Kim"}},
		Bots:  map[string]protocol.IDs{"github": {"tidy"}},
	}
	if wrong := p.Check(protocol.Surroundings{}); len(wrong) > 0 {
		panic(fmt.Sprint(wrong))
	}
	return p
}

// Each story is a history, a line an event, and the asks that come of it.
//
//	2026-03-02 09:00 ana requested ben
//
// A name with a slash is a group, one that ends in [bot] a program. The line "closed 2026-03-02 09:00" says that the tool
// shows the item as closed since then.
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
			got := tell(asks.Derive(item, log, agreed()))
			if diff := cmp.Diff(string(archive.Files[1].Data), got); diff != "" {
				t.Errorf("asks (-want +got):\n%s", diff)
			}
			slices.Reverse(log)
			if diff := cmp.Diff(got, tell(asks.Derive(item, log, agreed()))); diff != "" {
				t.Errorf("the same events in another order give other asks:\n%s", diff)
			}
		})
	}
}

const minute = "2006-01-02 15:04"

func history(t *testing.T, text string) (feed.Item, []feed.Entry) {
	t.Helper()
	item := feed.Item{ID: "7", State: feed.StateOpen}
	var log []feed.Entry
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if since, ok := strings.CutPrefix(line, "closed "); ok {
			item.State, item.Closed = feed.StateClosed, at(t, since)
			continue
		}
		words := strings.Fields(line)
		if len(words) < 4 {
			t.Fatalf("line %d: %q is not an event", i+1, line)
		}
		e := feed.Entry{
			Event: feed.Event{
				Key: fmt.Sprintf("e%d", i+1), Item: item.ID,
				At: at(t, words[0]+" "+words[1]), By: who(words[2]), Verb: feed.Verb(words[3]),
			},
			Seq: int64(i + 1), Source: "api", Tool: "github",
		}
		if e.Verb.Kind() == "" {
			t.Fatalf("line %d: the verb %q does not exist", i+1, e.Verb)
		}
		for _, name := range words[4:] {
			e.To = append(e.To, who(name))
		}
		log = append(log, e)
	}
	return item, log
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	when, err := time.Parse(minute, s)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func who(name string) feed.Account {
	if name == "ghost" {
		return feed.Account{}
	}
	return feed.Account{ID: name, Group: strings.Contains(name, "/"), Bot: strings.HasSuffix(name, "[bot]")}
}

func tell(derived []feed.Ask) string {
	var b strings.Builder
	for _, a := range derived {
		fmt.Fprintf(&b, "%s owes %s a %s since %s (%s), due %s: %s", a.Responder.ID, a.Asker.ID, a.Kind,
			a.Opened.Format(minute), a.Evidence, a.Due.Format(minute), a.State)
		if !a.Ended.IsZero() {
			fmt.Fprintf(&b, " %s", a.Ended.Format(minute))
			if a.End != "" {
				fmt.Fprintf(&b, " (%s)", a.End)
			}
		}
		if a.Nudges > 0 {
			fmt.Fprintf(&b, ", nudged %d times", a.Nudges)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// Whatever happens, asks keep their promises.
func TestInvariants(t *testing.T) {
	names := []string{"ana", "ben", "kim", "acme/core", "acme/else", "ci[bot]", "ghost"}
	verbs := []feed.Verb{
		feed.Requested, feed.Requested, feed.Unrequested, feed.Approved, feed.Reviewed, feed.ChangesRequested,
		feed.Closed, feed.Reopened, feed.Merged, feed.Commented,
	}
	rapid.Check(t, func(t *rapid.T) {
		when := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		var log []feed.Entry
		for i := range rapid.IntRange(0, 40).Draw(t, "events") {
			when = when.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "minutes")) * time.Minute)
			log = append(log, feed.Entry{
				Event: feed.Event{
					Key: fmt.Sprintf("e%d", i), Item: "7", At: when,
					Verb: rapid.SampledFrom(verbs).Draw(t, "verb"),
					By:   who(rapid.SampledFrom(names).Draw(t, "by")),
					To:   []feed.Account{who(rapid.SampledFrom(names).Draw(t, "to"))},
				},
				Seq: int64(i + 1), Source: "api", Tool: "github",
			})
		}
		item := feed.Item{ID: "7", State: feed.StateOpen}
		derived := asks.Derive(item, log, agreed())
		open, ids := map[string]bool{}, map[string]bool{}
		for _, a := range derived {
			i := slices.IndexFunc(log, func(e feed.Entry) bool { return e.Key == a.Evidence })
			switch {
			case i < 0 || !log[i].At.Equal(a.Opened):
				t.Fatalf("no evidence for %+v", a)
			case a.Responder.ID == "" || a.Responder.Bot || a.Asker.Bot || a.Responder.ID == a.Asker.ID:
				t.Fatalf("somebody who cannot owe a response does: %+v", a)
			case ids[a.ID]:
				t.Fatalf("two asks are named %s", a.ID)
			case (a.State == feed.AskOpen) != a.Ended.IsZero():
				t.Fatalf("an ask is open exactly while it has no end: %+v", a)
			case !a.Ended.IsZero() && a.Ended.Before(a.Opened):
				t.Fatalf("it ended before it began: %+v", a)
			case a.State == feed.AskOpen && open[a.Responder.ID]:
				t.Fatalf("%s owes the same twice", a.Responder.ID)
			}
			ids[a.ID] = true
			open[a.Responder.ID] = open[a.Responder.ID] || a.State == feed.AskOpen
		}
		item.State, item.Closed = feed.StateClosed, when.Add(time.Hour)
		for _, a := range asks.Derive(item, log, agreed()) {
			if a.State == feed.AskOpen {
				t.Fatalf("somebody owes a response on a closed item: %+v", a)
			}
		}
	})
}

func TestOverdue(t *testing.T) {
	due := time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)
	late := due.Add(2 * time.Hour)
	for name, c := range map[string]struct {
		change func(*feed.AskEntry)
		now    time.Time
		want   bool
	}{
		"past its window, and read since":     {func(*feed.AskEntry) {}, late, true},
		"not yet due":                         {func(*feed.AskEntry) {}, due.Add(-time.Minute), false},
		"due this very instant":               {func(*feed.AskEntry) {}, due, false},
		"the deadline passed with the source": {func(a *feed.AskEntry) { a.Read = due.Add(-time.Minute) }, late, false},
		"never read":                          {func(a *feed.AskEntry) { a.Read = time.Time{} }, late, false},
		"answered":                            {func(a *feed.AskEntry) { a.State = feed.AskAnswered }, late, false},
		"withdrawn":                           {func(a *feed.AskEntry) { a.State = feed.AskWithdrawn }, late, false},
		"flagged already":                     {func(a *feed.AskEntry) { a.Flagged = late }, late, false},
	} {
		t.Run(name, func(t *testing.T) {
			ask := feed.AskEntry{
				Ask: feed.Ask{
					ID: "a1", Source: "api", Item: "7", Kind: feed.Review, Asker: who("ana"), Responder: who("ben"),
					Opened: due.Add(-24 * time.Hour), Due: due, Window: "review", Within: "24h", State: feed.AskOpen,
				},
				Read: late, On: feed.Item{URL: "https://example.com/7"},
			}
			c.change(&ask)
			e, got := asks.Overdue(ask, c.now)
			if got != c.want {
				t.Fatalf("flagged: %v, want %v", got, c.want)
			}
			if !got {
				return
			}
			want := feed.Event{
				Key: "flag/a1", Item: "7", Verb: feed.Flagged, At: due, To: []feed.Account{who("ben")}, Into: "24h",
				Text: `ben owes ana a review since 2026-03-02 09:00 UTC. The window "review" allows 24h.`,
				URL:  "https://example.com/7",
			}
			if diff := cmp.Diff(want, e); diff != "" {
				t.Errorf("event (-want +got):\n%s", diff)
			}
		})
	}
}

func BenchmarkDerive(b *testing.B) {
	log := make([]feed.Entry, 100)
	when := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i := range log {
		verb := []feed.Verb{feed.Requested, feed.Commented, feed.Commented, feed.Reviewed}[i%4]
		log[i] = feed.Entry{
			Event: feed.Event{Key: fmt.Sprint(i), Item: "7", At: when.Add(time.Duration(i) * time.Hour), Verb: verb, By: who("ben"), To: []feed.Account{who("kim")}},
			Seq:   int64(i), Source: "api", Tool: "github",
		}
	}
	p := agreed()
	for b.Loop() {
		asks.Derive(feed.Item{ID: "7"}, log, p)
	}
}
