package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// TestPagesShowEverythingOnce turns the pages of the feed while new events come in: newer ones, and some between those
// that were seen.
func TestPagesShowEverythingOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		var page feed.Page
		for i := range 200 {
			page.Events = append(page.Events, comment(fmt.Sprintf("old/%d", i), "1", ana, i/7, "word"))
			page.Items = append(page.Items, issue(fmt.Sprint(i/2), "Title", at(i/5)))
		}
		s.commit("api", page)
		for _, f := range []feed.Filter{{}, {Query: "word"}, {Kinds: []feed.Kind{feed.Discussion}}} {
			seen := map[string]int{}
			for before, turn := int64(0), 0; ; turn++ {
				entries, err := db.Events(t.Context(), f, before, 9)
				s.must(err)
				for _, e := range entries {
					seen[e.Key]++
				}
				if len(entries) == 0 {
					break
				}
				before = entries[len(entries)-1].Pos
				s.commit("api", feed.Page{Events: []feed.Event{
					comment(fmt.Sprintf("new/%v/%d", f, turn), "1", ana, 500+turn, "word"),
					comment(fmt.Sprintf("between/%v/%d", f, turn), "1", ana, turn, "word"),
				}})
			}
			for i := range 200 {
				if n := seen[fmt.Sprintf("old/%d", i)]; n != 1 {
					t.Errorf("%+v shows the event %d %d times", f, i, n)
				}
			}
			for key, n := range seen {
				if n > 1 {
					t.Errorf("%+v shows %s %d times", f, key, n)
				}
			}
		}
		seen := map[string]int{}
		for before := ""; ; {
			items, err := db.Items(t.Context(), feed.Filter{}, before, 7)
			s.must(err)
			if len(items) == 0 {
				break
			}
			for _, it := range items {
				seen[it.ID]++
			}
			before = items[len(items)-1].Next
		}
		s.equal("items", len(seen), 100)
		for id, n := range seen {
			if n != 1 {
				t.Errorf("the item %s is listed %d times", id, n)
			}
		}
		if _, err := db.Items(t.Context(), feed.Filter{}, "not a place", 7); err == nil {
			t.Error("a place that does not exist was accepted")
		}
	})
}

// TestPlacesAreUnique stores events of one instant whose numbers differ by as many as fit into a place.
func TestPlacesAreUnique(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		for i := range 4 {
			var page feed.Page
			for j := range 5 {
				page.Events = append(page.Events, comment(fmt.Sprintf("%d/%d", i, j), "1", ana, 0, "at once"))
			}
			s.commit("api", page)
			s.must(store.Skip(t.Context(), db, 1<<20-5))
		}
		seen := map[int64]bool{}
		last := int64(0)
		for _, e := range s.events(feed.Filter{Query: `"at once"`}) {
			if last != 0 && e.Pos >= last || seen[e.Pos] {
				t.Errorf("the place %d comes after %d", e.Pos, last)
			}
			seen[e.Pos], last = true, e.Pos
			if got := time.UnixMilli(e.Pos >> 20).UTC(); !got.Equal(e.At) {
				t.Errorf("the place of %s is in %s", e.At, got)
			}
		}
		s.equal("places", len(seen), 20)
	})
}

// No list is continued from what no page of it has ended with.
func TestMisplaced(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, place := range []string{"x", "1e3 x", "99999999999999999999 x", "1 \x00", "1 \xff", `{"Updated":1,"Source":1,"ID":"\u0000"}`, `{"Updated":"x"}`, "{}{}"} {
			_, items := db.Items(t.Context(), feed.Filter{}, place, 1)
			_, asks := db.Asks(t.Context(), store.AskFilter{}, place, 1)
			_, decisions := db.Decisions(t.Context(), feed.DecisionFilter{}, place, 1)
			for list, err := range map[string]error{"items": items, "asks": asks, "decisions": decisions} {
				if !errors.Is(err, feed.ErrPlace) {
					t.Errorf("%s after %q: %v", list, place, err)
				}
			}
		}
	})
}
