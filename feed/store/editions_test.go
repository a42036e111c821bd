package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// An edition lasts until something that is shown changes, has a date that no other has, and is the same for everybody who
// looks at the database.
func TestEdition(t *testing.T) {
	dsns(t, func(t *testing.T, dsn string) {
		s := tell(t, storetest.Open(t, dsn), "api")
		other := storetest.Open(t, dsn) // a replica, or the program after a restart
		clock := monday
		ask := func(db *store.DB, name, of string) feed.Edition {
			t.Helper()
			e, err := db.Edition(t.Context(), feed.Edition{Name: name, Of: of}, clock)
			s.must(err)
			return e
		}
		empty := ask(s.db, "feed", "v1")
		s.equal("the first one's date", empty.Since, monday)
		seen := map[string]string{empty.Since.String(): empty.Version}
		renamed := issue("1", "Fix the clocks", at(40))
		for _, step := range []struct {
			what  string
			moves bool
			do    func()
		}{
			{"nothing", false, func() {}},
			{"the first page", true, func() { s.commit("api", clockPage()) }},
			{"the same page again", false, func() { s.commit("api", clockPage()) }},
			{"an item renamed without an event", true, func() { s.commit("api", feed.Page{Items: []feed.Item{renamed}}) }},
			{"an item with another label", false, func() {
				labelled := renamed
				labelled.Labels, labelled.Updated = []string{"urgent"}, at(50)
				s.commit("api", feed.Page{Items: []feed.Item{labelled}})
			}},
			{"an edit", true, func() {
				edit := comment("comment/1", "1", ben, 10, "Since today?")
				edit.Updated = at(30)
				s.commit("api", feed.Page{Events: []feed.Event{edit}})
			}},
			{"an item gone", true, func() { s.commit("api", feed.Page{Gone: []string{"1"}}) }},
			{"the item still gone", false, func() { s.commit("api", feed.Page{Gone: []string{"1"}}) }},
		} {
			before := ask(s.db, "feed", "v1")
			step.do()
			after := ask(other, "feed", "v1")
			if moved := after.Version != before.Version; moved != step.moves || moved == after.Since.Equal(before.Since) {
				t.Errorf("%s: %s of %s, then %s of %s", step.what, before.Version, before.Since, after.Version, after.Since)
			}
			if v, known := seen[after.Since.String()]; known && v != after.Version {
				t.Errorf("%s: two editions of %s", step.what, after.Since)
			}
			seen[after.Since.String()] = after.Version
			s.equal(step.what+": what the other says", ask(s.db, "feed", "v1"), after)
		}
		if head, err := s.db.Head(t.Context()); err != nil || ask(s.db, "feed", "v1").Head != head {
			t.Errorf("the head is %d (%v)", head, err)
		}

		clock = clock.Add(time.Hour)
		if next := ask(s.db, "feed", "v2"); !next.Since.Equal(clock) || !strings.HasSuffix(next.Version, ".v2") {
			t.Errorf("after an update: %+v", next)
		}
		if apart := ask(s.db, "feed by the hour", "v2"); !apart.Since.Equal(clock) {
			t.Errorf("another sort of document: %+v", apart)
		}
		clock = monday // the clock of another machine may be behind
		if next := ask(s.db, "feed", "v3"); !next.Since.Equal(monday.Add(time.Hour + time.Second)) {
			t.Errorf("by a clock that is behind: %+v", next)
		}
	})
}
