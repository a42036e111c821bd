package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
)

// monday is when the stories begin.
var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return monday.Add(time.Duration(minutes) * time.Minute) }

// A story is a database with the words to tell what happens to it.
type story struct {
	t       *testing.T
	db      *store.DB
	cursors map[string]feed.Cursor
}

func tell(t *testing.T, db *store.DB, sources ...string) *story {
	t.Helper()
	s := &story{t: t, db: db, cursors: map[string]feed.Cursor{}}
	s.declare(sources...)
	return s
}

func (s *story) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *story) declare(sources ...string) {
	s.t.Helper()
	var list []store.Declaration
	for _, name := range sources {
		list = append(list, store.Declaration{Name: name, Tool: "github", Every: 2 * time.Minute, Fingerprint: "1"})
	}
	s.must(s.db.Declare(s.t.Context(), list, monday))
}

// commit stores a page behind the last one of the source.
func (s *story) commit(source string, page feed.Page) store.Committed {
	s.t.Helper()
	if page.Next == "" {
		page.Next = s.cursors[source] + "+"
	}
	done, err := s.db.Commit(s.t.Context(), store.Commit{
		Source: source, After: s.cursors[source], Page: page, At: at(60), Due: at(62),
	})
	s.must(err)
	s.cursors[source] = page.Next
	return done
}

func (s *story) events(f feed.Filter) []feed.Entry {
	s.t.Helper()
	entries, err := s.db.Events(s.t.Context(), f, 0, 1000)
	s.must(err)
	return entries
}

func (s *story) source(name string) feed.Source {
	s.t.Helper()
	src, _, err := s.db.Source(s.t.Context(), name)
	s.must(err)
	return src
}

// follow returns what a follower sees next.
func (s *story) follow(follower string) (lines string) {
	s.t.Helper()
	entries, err := s.db.After(s.t.Context(), follower, 1000)
	s.must(err)
	for _, e := range entries {
		s.must(s.db.Advance(s.t.Context(), follower, e.Changed))
	}
	return text(entries)
}

// text writes entries as people read them: number, key, verb, who, item and title, text; ~ before the number of a
// revision, † behind what is gone.
func text(entries []feed.Entry) string {
	var b strings.Builder
	for _, e := range entries {
		mark, gone := " ", ""
		if e.Revision() {
			mark = "~"
		}
		if e.Gone {
			gone = " †"
		}
		fmt.Fprintf(&b, "%s%d %s/%s %s %s on %s [%s]: %s%s\n", mark, e.Changed, e.Source, e.Key, e.By.Label(), e.Verb, e.Item,
			e.On.Title, e.Text, gone)
	}
	return b.String()
}

// is compares a text with how it should be, whose lines may be indented.
func (s *story) is(what, got, want string) {
	s.t.Helper()
	var lines []string
	for line := range strings.Lines(want) {
		if line = strings.TrimLeft(line, "\t"); line != "\n" {
			lines = append(lines, line)
		}
	}
	if diff := cmp.Diff(strings.Join(lines, ""), got); diff != "" {
		s.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func (s *story) equal(what string, got, want any) {
	s.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

var (
	ana = feed.Account{ID: "ana", Name: "Ana"}
	ben = feed.Account{ID: "ben", Name: "Ben"}
	bot = feed.Account{ID: "ci[bot]", Bot: true}
)

func issue(id, title string, updated time.Time) feed.Item {
	return feed.Item{
		ID: id, Kind: "issue", Key: "acme/api#" + id, Title: title, URL: "https://github.example.com/acme/api/issues/" + id,
		State: feed.StateOpen, Author: ana, Owners: []feed.Account{ben}, Labels: []string{"bug"}, Created: monday, Updated: updated,
	}
}

// head is what lists tell of an item.
func head(it feed.Item) feed.Item {
	return feed.Item{
		ID: it.ID, Kind: it.Kind, Key: it.Key, Title: it.Title, URL: it.URL, State: it.State, Status: it.Status, Updated: it.Updated,
	}
}

func comment(key, item string, by feed.Account, minute int, text string) feed.Event {
	return feed.Event{Key: key, Item: item, Verb: feed.Commented, At: at(minute), By: by, Text: text}
}
