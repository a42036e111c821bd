package syndication

import (
	"bytes"
	"errors"
	"flag"
	"html"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"

	"github.com/datelinehq/dateline/feed"
)

var update = flag.Bool("update", false, "write the golden files anew")

func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// morning is what happened to one pull request, newest first.
func morning(t testing.TB) []feed.Entry {
	t.Helper()
	on := feed.Item{
		ID: "12", Kind: "pull_request", Key: "acme/api#12", Title: "Fix the <clock> & keep it", URL: "https://github.com/acme/api/pull/12",
	}
	ana, ben := feed.Account{ID: "ana"}, feed.Account{ID: "ben", Name: "Ben (he)"}
	entry := func(key string, verb feed.Verb, when string, by feed.Account) feed.Entry {
		return feed.Entry{
			Event:  feed.Event{Key: key, Item: "12", Verb: verb, Kind: verb.Kind(), At: at(t, when), Updated: at(t, when), By: by, URL: on.URL + "#" + strings.ReplaceAll(key, " ", "-")},
			Source: "api", Tool: "github", On: on,
		}
	}
	flagged := entry("flag/1", feed.Flagged, "2026-11-24T08:00:00Z", feed.Account{})
	flagged.To, flagged.From, flagged.Into, flagged.URL = []feed.Account{ben}, "Ana", "24h", ""
	flagged.Text = `Ben owes Ana a review since 2026-11-23 08:00 UTC. The window "review" allows 24h.`
	commented := entry("issue_comment/4711", feed.Commented, "2026-11-23T09:30:00+01:00", ana)
	commented.Text, commented.Updated = "Is **this** <really> needed?\n\nI think & hope so.", at(t, "2026-11-24T09:15:00Z")
	removed := entry("issue_comment/4712", feed.Commented, "2026-11-23T08:20:00Z", feed.Account{})
	removed.Gone = true
	requested := entry("event/2 Ana", feed.Requested, "2026-11-23T08:00:00Z", ana)
	requested.To = []feed.Account{ben, {ID: "cy"}, {ID: "core", Name: "the core team", Group: true}}
	released := feed.Entry{Event: feed.Event{
		Key: "release/1", Verb: feed.Released, Kind: feed.Progress, At: at(t, "2026-11-23T07:00:00Z"), By: feed.Account{ID: "ci[bot]", Bot: true},
	}, Source: "api", Tool: "github"}
	decided := entry("issue_comment/4710", feed.Commented, "2026-11-23T06:00:00Z", ana)
	decided.Kind, decided.Text = feed.Decision, "Both would do.\n\n/decide Keep the <clock>\n/supersede 0007 with #12\n/by Thu 15:00"
	return []feed.Entry{flagged, commented, removed, requested, released, decided}
}

func channel(t testing.TB) Channel {
	t.Helper()
	return Channel{
		Authority: "dateline.example.com", View: "kind=flag&q=a b", Title: "Dateline · acme", Self: "https://dateline.example.com/feed.atom?kind=flag",
		Page: "https://dateline.example.com/?kind=flag", Started: at(t, "2026-11-01T00:00:00Z"), Version: "0.1.0",
		Person: func(tool, account string) string {
			return map[string]string{"github/ana": "Ana", "github/ben": "Ben"}[tool+"/"+account]
		},
	}
}

// written are the formats that feeds are written in, by the endings of their golden files.
var written = map[string]func(io.Writer, Feed) error{"atom": Atom, "rss": RSS, "json": JSON}

// documents are the feeds of the golden files.
func documents(t testing.TB) map[string]Feed {
	c := channel(t)
	rendered, archive := c, c
	rendered.Render = func(text string) string { return "<p>" + html.EscapeString(text) + "</p>" }
	archive.Archive, archive.Self = true, c.Self+"&archive=3"
	archive.Current, archive.Previous, archive.Next = c.Self, c.Self+"&archive=1", c.Self+"&archive=4"
	return map[string]Feed{
		"text": New(c, morning(t)), "empty": New(c, nil), "html": New(rendered, append(morning(t)[:3], morning(t)[5])),
		"archive": New(archive, morning(t)[3:]),
	}
}

// TestFormats compares whole documents with what a reader of this repository can see in testdata, and reads them back with
// a feed reader's parser.
func TestFormats(t *testing.T) {
	for name, f := range documents(t) {
		for ending, write := range written {
			t.Run(name+"."+ending, func(t *testing.T) {
				var b bytes.Buffer
				if err := write(&b, f); err != nil {
					t.Fatal(err)
				}
				golden(t, name+"."+ending, b.Bytes())
				if ending == "atom" {
					for _, wrong := range invalid(b.Bytes()) {
						t.Error(wrong)
					}
				}
				read, err := gofeed.NewParser().Parse(&b)
				if err != nil {
					t.Fatal(err)
				}
				if read.Title != f.Title || read.Link != f.Page || read.FeedLink != f.Self || len(read.Items) != len(f.Entries) {
					t.Errorf("read back as %q at %s of %s with %d items", read.Title, read.FeedLink, read.Link, len(read.Items))
				}
				for i, item := range read.Items {
					e := f.Entries[i]
					if item.GUID != e.ID || item.Title != e.Title || item.Link != e.URL || !item.PublishedParsed.Equal(e.Published) ||
						len(item.Authors) != 1 || item.Authors[0].Name != e.Author || len(item.Categories) != len(e.Categories) {
						t.Errorf("entry %d is read back as %+v", i, item)
					}
				}
			})
		}
	}
}

// golden compares a document with a file in testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := "testdata/" + name
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestOPML compares a list of subscriptions with its golden file.
func TestOPML(t *testing.T) {
	var b bytes.Buffer
	const home = "https://dateline.example.com/"
	err := OPML(&b, "Dateline at dateline.example.com", []Subscription{
		{"Dateline", home + "feed.atom", home},
		{"Dateline · R&D\n<core>", home + "feed.atom?team=R%26D&x=1", home + "?team=R%26D&x=1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "subscriptions.opml", b.Bytes())
}

// TestIdentity checks that an edit keeps an entry's identity and moves its date, and that nothing else shares it.
func TestIdentity(t *testing.T) {
	before := morning(t)
	after := slices.Clone(before)
	after[3].Text, after[3].On.Title, after[3].Updated = "edited", "Another title", at(t, "2026-11-25T00:00:00Z")
	elsewhere := channel(t)
	elsewhere.View, elsewhere.Self, elsewhere.Page, elsewhere.Title = "", "https://dateline.example.com/feed.atom", "https://dateline.example.com/", "x"
	a, b := New(channel(t), before), New(elsewhere, after)
	ids := map[string]bool{a.ID: true, b.ID: true}
	if len(ids) != 2 {
		t.Errorf("two views share the identity %s", a.ID)
	}
	for i := range a.Entries {
		if a.Entries[i].ID != b.Entries[i].ID || ids[a.Entries[i].ID] {
			t.Errorf("entry %d was %s and is %s", i, a.Entries[i].ID, b.Entries[i].ID)
		}
		ids[a.Entries[i].ID] = true
	}
	if got := b.Entries[3]; !got.Updated.Equal(at(t, "2026-11-25T00:00:00Z")) || !got.Published.Equal(a.Entries[3].Published) {
		t.Errorf("the edited entry is of %s, updated %s", got.Published, got.Updated)
	}
	if !b.Updated.Equal(at(t, "2026-11-25T00:00:00Z")) {
		t.Errorf("the feed was updated %s", b.Updated)
	}
}

// TestHostile checks that nothing anybody writes makes the document invalid or the title markup.
func TestHostile(t *testing.T) {
	for _, bad := range hostile {
		entries := spoiled(t, bad)
		for _, render := range []func(string) string{nil, func(text string) string { return text }} {
			c := channel(t)
			c.Title, c.View, c.Render = bad, bad, render
			for ending, write := range written {
				var b bytes.Buffer
				if err := write(&b, New(c, entries)); err != nil {
					t.Errorf("%.40q: %v", bad, err)
				}
				if f, err := gofeed.NewParser().Parse(bytes.NewReader(b.Bytes())); err != nil || len(f.Items) != len(entries) {
					t.Errorf("%.40q as %s: %v", bad, ending, err)
				}
				if ending != "atom" {
					continue
				}
				for _, wrong := range invalid(b.Bytes()) {
					t.Errorf("%.40q: %s", bad, wrong)
				}
			}
		}
	}
}

// TestInvalid checks that the check of documents finds what it is there to find.
func TestInvalid(t *testing.T) {
	text, err := os.ReadFile("testdata/text.atom")
	if err != nil {
		t.Fatal(err)
	}
	for _, spoil := range [][2]string{
		{"<id>tag:", "<id>"}, {"<updated>2026-11-24T09:15:00Z</updated>", ""}, {"T08:00:00Z", " 08:00"}, {`rel="self"`, `rel="hub"`},
		{"<name>Ana</name>", "<name></name>"}, {`href="https://github.com`, `href="javascript:`}, {"<title>", "<title type=\"html\">"},
		{"</feed>", ""}, {"issue_comment/4711</id>", "issue_comment/4712</id>"}, {`term="flag"`, `term=""`},
	} {
		spoiled := strings.Replace(string(text), spoil[0], spoil[1], 1)
		if spoiled == string(text) || len(invalid([]byte(spoiled))) == 0 {
			t.Errorf("nothing is found wrong when %s becomes %q", spoil[0], spoil[1])
		}
	}
}

type full struct{ room int }

func (f *full) Write(b []byte) (int, error) {
	if f.room -= len(b); f.room < 0 {
		return 0, errFull
	}
	return len(b), nil
}

var errFull = errors.New("the disk is full")

// TestWriteError checks that no error of the writer is lost.
func TestWriteError(t *testing.T) {
	for ending, write := range written {
		var whole bytes.Buffer
		if err := write(&whole, New(channel(t), morning(t))); err != nil {
			t.Fatal(err)
		}
		for room := range whole.Len() {
			if err := write(&full{room}, New(channel(t), morning(t))); !errors.Is(err, errFull) {
				t.Fatalf("%s with room for %d bytes: %v", ending, room, err)
			}
		}
	}
}
