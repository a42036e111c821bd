package store_test

import (
	"fmt"
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// Commits leave the search index in pieces. Step by step it becomes one, in which the same is found, and what comes meanwhile.
func TestMerge(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		pieces := func() int {
			n, err := store.Pieces(t.Context(), db)
			s.must(err)
			return n
		}
		merge := func() bool {
			more, err := db.Merge(t.Context())
			s.must(err)
			return more
		}
		said := 0
		say := func() {
			said++
			s.commit("api", feed.Page{Events: []feed.Event{{
				Key: fmt.Sprint(said), Item: "1", Verb: feed.Commented, At: at(said), Text: fmt.Sprintf("clock strikes %d", said%7),
			}}})
		}
		found := func(f feed.Filter) int {
			list, err := db.Events(t.Context(), f, 0, 1000)
			s.must(err)
			return len(list)
		}
		say()
		s.equal("one piece is left alone", merge(), false)
		for in := pieces(); said < 63 || in > 0 && in < 8; in = pieces() {
			say()
		}
		steps := 0
		for more := merge(); more; more = merge() {
			if steps++; steps < 4 {
				say()
			}
		}
		if n := pieces(); n > 1+steps {
			t.Errorf("the index is in %d pieces after %d steps", n, steps)
		}
		s.equal("found by all words", found(feed.Filter{Query: "clock strikes"}), said)
		s.equal("found by a word and a mark", found(feed.Filter{Query: `"strikes 3"`, Verbs: []feed.Verb{feed.Commented}}), (said-3)/7+1)
		say()
		s.equal("what came afterwards", found(feed.Filter{Query: "clock"}), said)
	})
}
