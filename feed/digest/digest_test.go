package digest_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/digest"
)

var update = flag.Bool("update", false, "write the golden files anew")

const team = `
calendars:
  lisbon: {location: Europe/Lisbon, hours: {"monday:friday": ["09:00-17:00"]}}
  berlin: {location: Europe/Berlin, hours: {"monday:friday": ["10:00-18:00"]}}
people:
  - {name: Ana, calendar: lisbon, accounts: {github: ana, trello: ana-t}}
  - {name: Ben, calendar: berlin, accounts: {github: ben}}
  - {name: Chen, calendar: berlin, accounts: {github: chen}}
teams: {core: [Ana, Chen]}
bots: {github: [renovate]}
`

// monday is the moment of the week that is told of, at nine in Lisbon.
var monday = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)

func item(id int, title string) feed.Item {
	return feed.Item{
		ID: fmt.Sprint(id), Kind: "pull_request", Key: fmt.Sprintf("acme/api#%d", id), Title: title, URL: fmt.Sprintf("https://github.com/acme/api/pull/%d", id),
		State: feed.StateOpen, Updated: monday.Add(-time.Hour),
	}
}

var (
	rooms   = item(12, "Paginate /rooms by key")
	clocks  = item(15, "The clock is wrong on Tuesdays")
	export  = item(19, "Move the nightly export")
	hostile = item(21, "\u202ehcae eno\u202c <script>alert(1)</script>\n\n> [click](javascript:alert(1)) & \"quote\"")
)

// entries makes a log of who did what to what, an hour apart and newest first, ending two hours before the moment.
func entries(lines ...feed.Entry) []feed.Entry {
	for i := range lines {
		e := &lines[i]
		e.Key, e.Seq, e.At = fmt.Sprint("e", len(lines)-i), int64(len(lines)-i), monday.Add(-time.Duration(i+2)*time.Hour)
		e.Source, e.Tool, e.Kind, e.Item = "api", "github", e.Verb.Kind(), e.On.ID
	}
	return lines
}

func did(who string, verb feed.Verb, on feed.Item) feed.Entry {
	return feed.Entry{Event: feed.Event{Verb: verb, By: feed.Account{ID: who}, Text: "Words."}, On: on}
}

func ask(on feed.Item, kind feed.AskKind, asker, responder string, opened, due time.Duration) feed.AskEntry {
	return feed.AskEntry{Tool: "github", On: on, Ask: feed.Ask{
		ID: "ask/" + on.ID + "/" + responder, Source: "api", Item: on.ID, Kind: kind, Confidence: feed.Sure, State: feed.AskOpen, Within: "1bd",
		Asker: feed.Account{ID: asker}, Responder: feed.Account{ID: responder}, Opened: monday.Add(opened), Due: monday.Add(due),
	}}
}

// story is a week in which everything happened.
func story(t *testing.T, rhythm digest.Rhythm) digest.Input {
	late := ask(rooms, feed.Review, "ben", "ana", -90*time.Hour, -64*time.Hour)
	late.Flagged = monday.Add(-60 * time.Hour)
	group := ask(clocks, feed.Triage, "visitor", "acme/core", -3*time.Hour, 30*time.Hour)
	group.Responder.Group = true
	own := ask(export, feed.Review, "ana", "acme/core", -2*time.Hour, 30*time.Hour)
	own.Responder.Group = true
	nobody := ask(clocks, feed.Checklist, "", "ana", -2*time.Hour, 40*time.Hour)
	low := ask(export, feed.Question, "ben", "ana", -30*time.Hour, time.Hour)
	low.Confidence = feed.Possible
	unread := ask(export, feed.Mention, "ana", "chen", -80*time.Hour, -time.Hour)
	paused := ask(clocks, feed.Assignment, "ana", "ben", -50*time.Hour, 0)
	paused.State, paused.Due = feed.AskPaused, time.Time{}
	others := ask(export, feed.Changes, "chen", "ben", -200*time.Hour, -170*time.Hour)
	others.Flagged = monday.Add(-170 * time.Hour)
	answered := ask(rooms, feed.Reply, "ben", "chen", -40*time.Hour, -30*time.Hour)
	answered.State, answered.Ended = feed.AskAnswered, monday.Add(-35*time.Hour)
	period, _ := digest.Subscriber{Rhythm: rhythm}.Latest(agreed(t, team).HoursOf("Ana").Calendar, monday)
	rest := did("chen", feed.Paused, export)
	rest.Source, rest.Tool, rest.Item, rest.At = "api", "github", export.ID, monday.Add(-220*time.Hour)
	return digest.Input{
		Person: "Ana", Rhythm: rhythm, Period: period, Agreed: agreed(t, team), PublicURL: "https://dateline.example.com", Now: monday,
		Entries: entries(
			did("ben", feed.Merged, rooms), did("ana", feed.Commented, rooms), did("ben", feed.Commented, rooms), did("ana", feed.Commented, rooms),
			did("ben", feed.ChangesRequested, rooms), did("ana", feed.Commented, rooms), did("renovate", feed.Labeled, clocks), did("chen", feed.Opened, hostile),
		),
		Open:  []feed.AskEntry{group, low, late, unread, paused, others, own, nobody},
		Ended: []feed.AskEntry{answered},
		Rests: []feed.Entry{rest},
		Decisions: []feed.DecisionEntry{
			{Tool: "github", On: rooms, Matter: feed.Matter{
				ID: "d1", Source: "api", Item: "12", Title: "Page by key, not by offset", State: feed.DecisionDecided, Decider: feed.Account{ID: "ben"}, Decided: monday.Add(-20 * time.Hour),
			}},
			{Tool: "github", On: export, Matter: feed.Matter{
				ID: "d2", Source: "api", Item: "19", Title: "Write the export to object storage", State: feed.DecisionProposed, Proposer: feed.Account{ID: "chen"}, Proposed: monday.Add(-30 * time.Hour),
			}},
			{Tool: "github", On: export, Matter: feed.Matter{ID: "d3", State: feed.DecisionSuggested, Title: "It only sounds like it"}},
		},
	}
}

// What is told is in testdata, to be read by people.
func TestWritten(t *testing.T) {
	daily, weekly := digest.New(story(t, digest.Daily)), digest.New(story(t, digest.Weekly))
	daily.Unsubscribe = "https://dateline.example.com/unsubscribe?subscriber=ana&sign=abc"
	calm := story(t, digest.Weekly)
	calm.Entries, calm.Open, calm.Ended, calm.Rests, calm.Decisions = nil, nil, nil, nil, nil
	for name, d := range map[string]digest.Digest{"daily": daily, "weekly": weekly, "calm": digest.New(calm)} {
		var text, html bytes.Buffer
		if err := digest.Text(&text, d); err != nil {
			t.Fatal(err)
		}
		if err := digest.HTML(&html, d); err != nil {
			t.Fatal(err)
		}
		golden(t, name+".txt", "Subject: "+d.Subject+"\n\n"+text.String())
		golden(t, name+".html", html.String())
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// A digest loads nothing, runs nothing, leads nowhere but to http and https, and a title has no say in what stands where.
func TestHostile(t *testing.T) {
	in := story(t, digest.Weekly)
	evil := hostile
	evil.Updated, evil.URL = time.Time{}, "javascript:alert(1)"
	in.Open = append(in.Open, ask(evil, feed.Review, "ben", "ana", -30*time.Hour, time.Hour))
	in.Person = "Ana"
	d := digest.New(in)
	var text, html bytes.Buffer
	if err := digest.Text(&text, d); err != nil {
		t.Fatal(err)
	}
	if err := digest.HTML(&html, d); err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"<script", "<img", "javascript:alert(1)\"", "href=\"javascript", "src=", "url(", "@import", "\u202e"} {
		if strings.Contains(html.String(), never) {
			t.Errorf("the HTML holds %q", never)
		}
	}
	if strings.Contains(text.String(), "\u202e") || strings.Contains(d.Subject, "\n") {
		t.Error("the text holds what turns it around, or the subject goes on")
	}
	for line := range strings.Lines(text.String()) {
		if strings.HasPrefix(line, ">") || strings.HasPrefix(line, "-- ") && line != "-- \n" {
			t.Errorf("a title begins a line: %q", line)
		}
		if strings.HasPrefix(line, "  javascript:") {
			t.Errorf("the text offers an address that is none: %q", line)
		}
	}
}

// A day on which nothing is to be read is not worth a message, a week is.
func TestEmpty(t *testing.T) {
	in := digest.Input{Person: "Ana", Rhythm: digest.Daily, Agreed: agreed(t, team), Now: monday, Entries: entries(did("renovate", feed.Labeled, clocks))}
	if d := digest.New(in); !d.Empty() || len(d.Quiet) == 0 {
		t.Errorf("a quiet day: %v, %q", d.Empty(), d.Quiet)
	}
	if digest.New(story(t, digest.Daily)).Empty() {
		t.Error("a day on which much happened is empty")
	}
	in.Rhythm = digest.Weekly
	if digest.New(in).Empty() {
		t.Error("a week is empty")
	}
}
