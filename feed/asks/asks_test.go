package asks_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/derivedtest"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/windows/zones"
)

// usual is the agreement of stories that bring none: Ben, who has two accounts, and Kim are the team core, tidy is a
// program, and everything is owed within a day.
const usual = `
people:
  - {name: Ana, accounts: {github: ana, jira: ana, trello: ana, asana: ana, notion: ana}}
  - {name: Ben, accounts: {github: [ben, ben-at-work], jira: ben, trello: ben, asana: ben, notion: ben}}
  - {name: Kim, accounts: {github: kim, jira: kim, trello: kim, asana: kim, notion: kim}}
teams: {core: [Ben, Kim]}
triage: core
bots: {github: [tidy]}
windows: [{name: day, within: 24h}]
`

func agree(t testing.TB, text string) *protocol.Protocol {
	t.Helper()
	p := &protocol.Protocol{}
	if err := yaml.Unmarshal([]byte(text), p); err != nil {
		t.Fatal(err)
	}
	data, err := zones.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if wrong := p.Check(protocol.Surroundings{Zone: data.Zone}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	open, _ := p.Open(nil)
	return open
}

// Each story is an agreement and an item, where they matter, a history, a line an event, and the asks that come of it.
//
//	2026-03-02 09:00 ana requested ben
//	2026-03-02 09:30 ana commented ben saying "@ben please" in thread-1
//
// A name with a slash is a group, one that ends in [bot] a program, and ghost is somebody whose account is gone. The line
// "closed 2026-03-02 09:00" says that the tool shows the item as closed since then. Times are in UTC.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d stories: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := &story{item: feed.Item{ID: "7", Kind: "pull_request", State: feed.StateOpen, Author: who("ana")}, tool: "github"}
			agreement := usual
			for _, part := range archive.Files[:len(archive.Files)-1] {
				switch text := string(part.Data); part.Name {
				case "agreement":
					agreement = text
				case "item":
					s.about(t, text)
				case "history":
					s.history(t, text)
				}
			}
			p := agree(t, agreement)
			got := tell(asks.Derive(s.item, s.log, p))
			last := &archive.Files[len(archive.Files)-1]
			if *update {
				last.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(last.Data), got); diff != "" {
				t.Errorf("asks (-want +got):\n%s", diff)
			}
			slices.Reverse(s.log)
			if diff := cmp.Diff(got, tell(asks.Derive(s.item, s.log, p))); diff != "" {
				t.Errorf("the same events in another order give other asks:\n%s", diff)
			}
		})
	}
}

var update = flag.Bool("update", false, "write the asks into the stories")

const minute = "2006-01-02 15:04"

// A story is an item and what happened to it.
type story struct {
	item feed.Item
	tool string
	log  []feed.Entry
}

// about reads what a story says of its item: a word and its value a line.
func (s *story) about(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		word, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "tool":
			s.tool = value
		case "kind":
			s.item.Kind = value
		case "status":
			s.item.Status = value
		case "author":
			s.item.Author = who(value)
		case "owners":
			for name := range strings.FieldsSeq(value) {
				s.item.Owners = append(s.item.Owners, who(name))
			}
		case "reviewers":
			for name := range strings.FieldsSeq(value) {
				s.item.Reviewers = append(s.item.Reviewers, who(name))
			}
		case "labels":
			s.item.Labels = strings.Split(value, ", ")
		case "created":
			s.item.Created = at(t, value)
		default:
			t.Fatalf("an item has no %q", word)
		}
	}
}

var word = regexp.MustCompile(`"[^"]*"|\S+`)

func (s *story) history(t *testing.T, text string) {
	t.Helper()
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if since, ok := strings.CutPrefix(line, "closed "); ok {
			s.item.State, s.item.Closed = feed.StateClosed, at(t, since)
			continue
		}
		words := word.FindAllString(line, -1)
		if len(words) < 4 {
			t.Fatalf("line %d: %q is not an event", i+1, line)
		}
		e := feed.Entry{
			Event: feed.Event{
				Key: fmt.Sprintf("e%d", i+1), Item: s.item.ID,
				At: at(t, words[0]+" "+words[1]), By: who(words[2]), Verb: feed.Verb(words[3]),
			},
			Seq: int64(i + 1), Source: "api", Tool: s.tool,
		}
		if e.Verb.Kind() == "" {
			t.Fatalf("line %d: the verb %q does not exist", i+1, e.Verb)
		}
		for words = words[4:]; len(words) > 0; words = words[1:] {
			next := func() string {
				words = words[1:]
				return strings.ReplaceAll(strings.Trim(words[0], `"`), `\n`, "\n")
			}
			switch words[0] {
			case "saying":
				e.Text = next()
			case "in":
				e.Thread = next()
			case "from":
				e.From = next()
			case "into":
				e.Into = next()
			case "key":
				e.Key = next()
			case "gone":
				e.Gone = true
			case "joined": // the last one who was named, later
				e.Joined = map[string]time.Time{e.To[len(e.To)-1].ID: at(t, next()+" "+next())}
			case "since":
				e.NotBefore = at(t, next()+" "+next())
			default:
				e.To = append(e.To, who(words[0]))
			}
		}
		s.log = append(s.log, e)
	}
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
	return feed.Account{ID: name, Group: strings.Contains(name, "/") || name == "core", Bot: strings.HasSuffix(name, "[bot]")}
}

func tell(derived []feed.Ask) string {
	var b strings.Builder
	for _, a := range derived {
		fmt.Fprintf(&b, "%s owes %s %s since %s (%s)", a.Responder.ID, a.Asker.ID, a.Kind, a.Opened.Format(minute), a.Evidence)
		if !a.NotBefore.IsZero() {
			fmt.Fprintf(&b, ", perhaps since %s", a.NotBefore.Format(minute))
		}
		if a.Due.IsZero() {
			fmt.Fprintf(&b, ", never due because %s", a.Unclear)
		} else {
			fmt.Fprintf(&b, ", due %s", a.Due.Format(minute))
		}
		if a.Confidence == feed.Possible {
			b.WriteString(", perhaps")
		}
		if a.Urgency != "normal" {
			fmt.Fprintf(&b, ", %s", a.Urgency)
		}
		if !a.First && a.Confidence != feed.Possible {
			b.WriteString(", again")
		}
		fmt.Fprintf(&b, ": %s", a.State)
		if !a.Ended.IsZero() {
			fmt.Fprintf(&b, " %s", a.Ended.Format(minute))
			if a.End != "" {
				fmt.Fprintf(&b, " (%s)", a.End)
			}
			if a.State == feed.AskAnswered && a.EndedBy.ID != a.Responder.ID {
				fmt.Fprintf(&b, " by %s", a.EndedBy.ID)
			}
			if a.Why != "" {
				fmt.Fprintf(&b, ", %s", a.Why)
			}
		}
		if a.Nudges > 0 {
			fmt.Fprintf(&b, ", nudged %d times", a.Nudges)
		}
		for _, p := range a.Paused {
			until := "now"
			if !p.Until.IsZero() {
				until = p.Until.Format(minute)
			}
			fmt.Fprintf(&b, ", rested %s until %s (%s)", p.From.Format(minute), until, p.Why)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// Whatever happens, asks keep their promises.
func TestInvariants(t *testing.T) {
	names := []string{"ana", "ben", "kim", "eve", "acme/core", "acme/else", "ci[bot]", "ghost"}
	p := agree(t, strings.Replace(usual, "windows: [{name: day, within: 24h}]", `
waiting: {Review: reviewers, Blocked: author, Decide: core}
windows: [{name: day, when: 'kind != "merge"', within: 24h}, {name: slow, within: 48h}]`, 1))
	rapid.Check(t, func(t *rapid.T) {
		name := func(what string) feed.Account { return who(rapid.SampledFrom(names).Draw(t, what)) }
		when := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		tool := rapid.SampledFrom([]string{"github", "jira", "trello", "asana", "notion"}).Draw(t, "tool")
		item := feed.Item{
			ID: "7", State: feed.StateOpen, Kind: rapid.SampledFrom([]string{"issue", "pull_request", "approval"}).Draw(t, "kind"),
			Author: name("author"), Owners: []feed.Account{name("owner")}, Reviewers: []feed.Account{name("reviewer")}, Created: when,
		}
		var log []feed.Entry
		for i := range rapid.IntRange(0, 40).Draw(t, "events") {
			when = when.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "minutes")) * time.Minute)
			e := feed.Entry{
				Event: feed.Event{
					Key: fmt.Sprintf("e%d", i), Item: "7", At: when, By: name("by"), Verb: rapid.SampledFrom(feed.Verbs()).Draw(t, "verb"),
					To: []feed.Account{name("to")}, Thread: rapid.SampledFrom([]string{"", "", "t1", "t2"}).Draw(t, "thread"),
					From: rapid.SampledFrom([]string{"", "Review", "Doing"}).Draw(t, "from"),
					Into: rapid.SampledFrom([]string{"", "Review", "Blocked", "Decide", "waiting for: ben", "2026-03-04T10:00:00Z"}).Draw(t, "into"),
					Text: rapid.SampledFrom([]string{"", "why?", "/by tomorrow 15:00", "ok"}).Draw(t, "text"),
				},
				Seq: int64(i + 1), Source: "api", Tool: tool, Gone: rapid.IntRange(0, 9).Draw(t, "gone") == 0,
			}
			log = append(log, e)
		}
		derived := asks.Derive(item, log, p)
		if err := derivedtest.Asks(log, derived, nil); err != nil {
			t.Fatal(err)
		}
		shuffled := rapid.Permutation(log).Draw(t, "order")
		if diff := cmp.Diff(derived, asks.Derive(item, shuffled, p)); diff != "" {
			t.Fatalf("in another order (-first +other):\n%s", diff)
		}
		item.State, item.Closed = feed.StateClosed, when.Add(time.Hour)
		for _, a := range asks.Derive(item, log, p) {
			if a.Open() {
				t.Fatalf("somebody owes a response on a closed item: %+v", a)
			}
		}
	})
}
