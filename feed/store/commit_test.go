package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

func clockPage() feed.Page {
	opened := comment("issue/1", "1", ana, 0, "It runs backwards.")
	opened.Verb, opened.To = feed.Opened, []feed.Account{ben}
	return feed.Page{
		Items:   []feed.Item{issue("1", "Fix the clock", at(5))},
		Events:  []feed.Event{opened, comment("comment/1", "1", ben, 5, "Since when?")},
		Rejects: []feed.Reject{{Key: "issue 9", Reason: "its number is a word", Raw: []byte(`{"number":"nine"}`)}},
	}
}

func TestCommitKeepsWhatItWasGiven(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		page := clockPage()
		done := s.commit("api", page)
		s.equal("committed", done, store.Committed{Added: 2, Items: 1, Rejected: 1, Head: 2})
		got := s.events(feed.Filter{})
		want := feed.Entry{Event: page.Events[0], Seq: 1, Changed: 1, Pos: got[1].Pos, Source: "api", Tool: "github", On: head(page.Items[0])}
		want.Event.Kind, want.Event.Updated = feed.Progress, want.Event.At
		s.equal("the oldest entry", got[1], want)
		items, err := db.Items(t.Context(), feed.Filter{}, "", 10)
		s.must(err)
		s.equal("the item", items, []store.ItemEntry{{
			ItemEntry: feed.ItemEntry{Item: page.Items[0], Source: "api", Tool: "github"}, Next: items[0].Next,
		}})
		rejects, err := db.Rejects(t.Context(), "", 10)
		s.must(err)
		s.equal("the reject", rejects, []store.Reject{{Source: "api", At: at(60), Reject: page.Rejects[0]}})
	})
}

func TestCommitAgainChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		page := clockPage()
		page.Gone = []string{"2"}
		page.Items = append(page.Items, issue("2", "Doomed", at(1)))
		page.Events = append(page.Events, comment("comment/2", "2", ana, 1, "To be forgotten."))
		s.commit("api", page)
		before := s.events(feed.Filter{})
		for range 2 {
			done := s.commit("api", page)
			s.equal("committed again", done, store.Committed{Head: done.Head})
		}
		s.equal("the log", s.events(feed.Filter{}), before)
		if src := s.source("api"); src.Events != 3 || src.Items != 1 || src.Rejects != 1 {
			t.Errorf("counted %d events, %d items, %d rejects", src.Events, src.Items, src.Rejects)
		}
	})
}

func TestRevision(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		s.commit("api", clockPage())
		s.is("first", s.follow("reader"), `
			 1 api/issue/1 Ana opened on 1 [Fix the clock]: It runs backwards.
			 2 api/comment/1 Ben commented on 1 [Fix the clock]: Since when?
		`)
		old := s.events(feed.Filter{Query: "backwards"})[0]

		edit := clockPage().Events[0]
		edit.Text, edit.At, edit.Updated = "It runs too fast.", at(-30), at(10)
		s.equal("the edit", s.commit("api", feed.Page{Events: []feed.Event{edit}}), store.Committed{Revised: 1, Head: 3})
		s.is("the edit is seen by who has seen the original", s.follow("reader"), `
			~3 api/issue/1 Ana opened on 1 [Fix the clock]: It runs too fast.
		`)
		e := s.events(feed.Filter{Query: "fast"})[0]
		if e.Pos != old.Pos || e.Seq != old.Seq || !e.At.Equal(old.At) || !e.Updated.Equal(at(10)) {
			t.Errorf("the edit moved: %+v, was %+v", e, old)
		}
		s.equal("found by the old words", len(s.events(feed.Filter{Query: "backwards"})), 0)

		late := edit
		late.Text, late.Updated = "An older reading.", at(9)
		s.equal("a reading of an earlier state", s.commit("api", feed.Page{Events: []feed.Event{late}}), store.Committed{Head: 3})
		same := edit
		same.Updated = at(20)
		s.equal("the same words later", s.commit("api", feed.Page{Events: []feed.Event{same}}), store.Committed{Head: 3})

		both := []feed.Event{comment("comment/3", "1", ana, 30, "new"), comment("comment/3", "1", ana, 30, "newer")}
		both[1].Updated = at(31)
		both[0], both[1] = both[1], both[0]
		s.equal("one event twice in a page", s.commit("api", feed.Page{Events: both}), store.Committed{Added: 1, Head: 4})
		s.is("is kept as it was last", s.follow("reader"), `
			 4 api/comment/3 Ana commented on 1 [Fix the clock]: newer
		`)
		moved := comment("comment/3", "1", ana, 30, "newer")
		moved.Verb, moved.Updated = feed.Decided, at(40)
		s.commit("api", feed.Page{Events: []feed.Event{moved}})
		stats, err := db.Stats(t.Context())
		s.must(err)
		s.equal("kinds", stats.Kinds, map[feed.Kind]int64{feed.Progress: 1, feed.Discussion: 1, feed.Decision: 1})
	})
}

func TestItems(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		s.commit("api", feed.Page{Events: []feed.Event{comment("comment/1", "1", ben, 5, "An event before its item.")}})
		title := func() string { return s.events(feed.Filter{Query: "event"})[0].On.Title }
		for _, step := range []struct {
			what    string
			item    feed.Item
			written int
			title   string
		}{
			{"a mere mention of what is not known", issue("1", "", time.Time{}), 1, ""},
			{"a snapshot", issue("1", "Fix the clock", at(10)), 1, "Fix the clock"},
			{"the same", issue("1", "Fix the clock", at(10)), 0, "Fix the clock"},
			{"an earlier one", issue("1", "Fix the watch", at(9)), 0, "Fix the clock"},
			{"a mere mention", issue("1", "Clock", time.Time{}), 0, "Fix the clock"},
			{"another at the same time", issue("1", "Mend the clock", at(10)), 1, "Mend the clock"},
		} {
			done := s.commit("api", feed.Page{Items: []feed.Item{step.item}})
			if done.Items != step.written || title() != step.title {
				t.Errorf("%s: %d written, title %q", step.what, done.Items, title())
			}
		}
		s.equal("found by the title", len(s.events(feed.Filter{Query: `"mend the clock"`})), 1)
		s.equal("found by an old title", len(s.events(feed.Filter{Query: "fix"})), 0)
		s.equal("open", len(s.events(feed.Filter{State: feed.StateOpen})), 1)
		closed := issue("1", "Mend the clock", at(11))
		closed.State, closed.Closed = feed.StateClosed, at(11)
		s.commit("api", feed.Page{Items: []feed.Item{closed}})
		s.equal("open", len(s.events(feed.Filter{State: feed.StateOpen})), 0)
		s.equal("closed", len(s.events(feed.Filter{State: feed.StateClosed})), 1)
		s.equal("items", s.source("api").Items, int64(1))
	})
}

func TestGone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		s.commit("api", clockPage())
		renamed := feed.Event{Key: "event/1", Item: "1", Verb: feed.Renamed, At: at(6), By: ana, From: "Secret", Into: "Fix the clock"}
		s.commit("api", feed.Page{Events: []feed.Event{renamed}})
		s.follow("reader")
		s.equal("gone", s.commit("api", feed.Page{Gone: []string{"1", "404"}}), store.Committed{Removed: 3, Head: 6})
		s.is("what followers see", s.follow("reader"), `
			~4 api/issue/1 Ana opened on 1 []:  †
			~5 api/comment/1 Ben commented on 1 []:  †
			~6 api/event/1 Ana renamed on 1 []:  †
		`)
		for _, e := range s.events(feed.Filter{}) {
			if e.From+e.Into+e.Text+e.On.Title != "" || len(e.On.Labels) > 0 {
				t.Errorf("something is left of %+v", e)
			}
		}
		s.equal("found", len(s.events(feed.Filter{Query: "clock"}))+len(s.events(feed.Filter{Query: "backwards"})), 0)
		s.equal("gone again", s.commit("api", feed.Page{Gone: []string{"1"}}), store.Committed{Head: 6})

		page := clockPage()
		s.equal("back again", s.commit("api", page), store.Committed{Revised: 2, Items: 1, Head: 8})
		s.is("what followers see", s.follow("reader"), `
			~7 api/issue/1 Ana opened on 1 [Fix the clock]: It runs backwards.
			~8 api/comment/1 Ben commented on 1 [Fix the clock]: Since when?
		`)
	})
}

func TestCursorMoves(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		page := clockPage()
		page.Next, page.More, page.Progress = "one", true, feed.Tally{What: "issues", Done: 1, Total: 3}
		first := store.Commit{Source: "api", Page: page, At: at(60), Due: at(61)}
		if _, err := db.Commit(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		src, cursor, err := db.Source(t.Context(), "api")
		s.must(err)
		s.equal("cursor", cursor, feed.Cursor("one"))
		s.equal("source", src, feed.Source{
			Name: "api", Tool: "github", Every: 2 * time.Minute, State: feed.SourceReading, Since: at(60),
			Attempt: at(60), Due: at(61), Reading: page.Progress, Items: 1, Events: 2, Rejects: 1,
		})
		page = feed.Page{Next: "two", Events: []feed.Event{comment("comment/7", "1", ana, 7, "never stored")}}
		_, err = db.Commit(t.Context(), store.Commit{Source: "api", Page: page, At: at(70)})
		if !errors.Is(err, store.ErrMoved) {
			t.Errorf("from a cursor that has moved: %v", err)
		}
		_, err = db.Commit(t.Context(), store.Commit{Source: "api", Page: feed.Page{Next: "two"}, At: at(70)})
		if !errors.Is(err, store.ErrMoved) {
			t.Errorf("an idle page from a cursor that has moved: %v", err)
		}
		_, err = db.Commit(t.Context(), store.Commit{Source: "nowhere", Page: page})
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("to a source that is not there: %v", err)
		}
		after, cursor, err := db.Source(t.Context(), "api")
		s.must(err)
		s.equal("what a refused page leaves behind", after, src)
		s.equal("cursor", cursor, feed.Cursor("one"))
		s.equal("events", len(s.events(feed.Filter{})), 2)

		_, err = db.Commit(t.Context(), store.Commit{Source: "api", After: "one", Page: feed.Page{Next: "one"}, At: at(80), Due: at(82)})
		s.must(err)
		idle := s.source("api")
		if idle.State != feed.SourceCurrent || !idle.Since.Equal(at(80)) || !idle.Success.Equal(at(60)) || idle.Reading != (feed.Tally{}) {
			t.Errorf("after an idle page: %+v", idle)
		}
		_, err = db.Commit(t.Context(), store.Commit{Source: "api", After: "one", Page: feed.Page{Next: "one"}, At: at(90), Due: at(92)})
		s.must(err)
		if again := s.source("api"); !again.Success.Equal(at(90)) {
			t.Errorf("after another: %+v", again)
		}
	})
}

// TestOneWins lets eight programs commit what they read with the same cursor.
func TestOneWins(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		page := clockPage()
		page.Next = "behind"
		var won, lost atomic.Int64
		var programs sync.WaitGroup
		for range 8 {
			programs.Go(func() {
				_, err := db.Commit(t.Context(), store.Commit{Source: "api", Page: page, At: at(60), Due: at(62)})
				switch {
				case err == nil:
					won.Add(1)
				case errors.Is(err, store.ErrMoved):
					lost.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		programs.Wait()
		s.equal("who committed and who came late", []int64{won.Load(), lost.Load()}, []int64{1, 7})
		s.equal("events", len(s.events(feed.Filter{})), 2)
	})
}

func TestParts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "acme")
		names := func() (list []string) {
			sources, err := db.Sources(t.Context())
			s.must(err)
			for _, src := range sources[1:] {
				line := src.Name + " = " + src.Part.ID + " " + src.Part.Name
				if src.Retired {
					line += ", retired"
				}
				if src.Parent != "acme" || src.Tool != "github" || src.Every != 2*time.Minute {
					t.Errorf("not as its parent is: %+v", src)
				}
				list = append(list, line)
			}
			return list
		}
		for _, step := range []struct {
			what  string
			parts []feed.Part
			want  []string
		}{
			{"found", []feed.Part{{ID: "1", Name: "api"}, {ID: "2", Name: "web"}, {ID: "1", Name: "api"}}, []string{"acme/api = 1 api", "acme/web = 2 web"}},
			{"nothing said", nil, []string{"acme/api = 1 api", "acme/web = 2 web"}},
			{"one renamed, another in its place", []feed.Part{{ID: "1", Name: "server"}, {ID: "2", Name: "web"}, {ID: "3", Name: "api"}},
				[]string{"acme/api = 1 server", "acme/api~3 = 3 api", "acme/web = 2 web"}},
			{"some missing", []feed.Part{{ID: "3", Name: "api"}}, []string{"acme/api = 1 server, retired", "acme/api~3 = 3 api", "acme/web = 2 web, retired"}},
			{"one back", []feed.Part{{ID: "2", Name: "web"}}, []string{"acme/api = 1 server, retired", "acme/api~3 = 3 api, retired", "acme/web = 2 web"}},
			{"none", []feed.Part{}, []string{"acme/api = 1 server, retired", "acme/api~3 = 3 api, retired", "acme/web = 2 web, retired"}},
		} {
			s.commit("acme", feed.Page{Parts: step.parts})
			s.equal(step.what, names(), step.want)
		}
		s.commit("acme", feed.Page{Parts: []feed.Part{{ID: "1", Name: "server"}}})
		due, _, err := db.Due(t.Context(), "github", at(60), 10)
		s.must(err)
		if len(due) != 1 || due[0].Name != "acme/api" {
			t.Errorf("due: %v", due)
		}
		s.commit("acme/api", clockPage())
		s.equal("events of the whole", len(s.events(feed.Filter{Sources: []string{"acme"}})), 2)
		s.equal("events of the part", len(s.events(feed.Filter{Sources: []string{"acme/api"}})), 2)
		s.equal("events of another", len(s.events(feed.Filter{Sources: []string{"acme/web"}})), 0)
		s.declare()
		s.equal("retired with its parent", s.source("acme/api").Retired, true)
		s.declare("acme")
		s.equal("and back with it", s.source("acme/api").Retired, false)
		s.equal("what was missing stays retired", s.source("acme/web").Retired, true)
	})
}

// Whom an edit addresses besides is addressed since the edit, whatever is edited after it.
func TestJoinedByAnEdit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		ana, ben, kim := feed.Account{ID: "ana"}, feed.Account{ID: "ben"}, feed.Account{ID: "kim"}
		said := func(minute int, text string, to ...feed.Account) {
			s.commit("api", feed.Page{Events: []feed.Event{{
				Key: "c", Item: "7", Verb: feed.Commented, By: kim, At: at(0), Updated: at(minute), Text: text, To: to,
			}}})
		}
		for _, step := range []struct {
			minute int
			to     []feed.Account
			want   map[string]time.Time
		}{
			{0, []feed.Account{ana}, nil},
			{5, []feed.Account{ana, ben}, map[string]time.Time{"ben": at(5)}},
			{9, []feed.Account{ben}, map[string]time.Time{"ben": at(5)}},
			{12, []feed.Account{ben, ana}, map[string]time.Time{"ben": at(5), "ana": at(12)}},
		} {
			said(step.minute, "now "+at(step.minute).String(), step.to...)
			entries, err := db.Events(t.Context(), feed.Filter{}, 0, 10)
			s.must(err)
			if len(entries) != 1 {
				t.Fatalf("%d entries", len(entries))
			}
			s.equal("those who joined", entries[0].Joined, step.want)
		}
	})
}
