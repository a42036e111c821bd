package store_test

import (
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// Each reader and each view has a look of its own; what nobody looked at for long is forgotten.
func TestLooks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db)
		looked := func(reader, view string) feed.Look {
			l, err := db.Looked(t.Context(), reader, view)
			s.must(err)
			return l
		}
		s.equal("before", looked("ana", "/"), feed.Look{})
		first := feed.Look{Seen: 7, At: at(1)}
		second := feed.Look{Mark: 7, Marked: at(1), Seen: 9, At: at(60)}
		s.must(db.Look(t.Context(), "ana", "/", first))
		s.must(db.Look(t.Context(), "ana", "/?kind=decision", first))
		s.must(db.Look(t.Context(), "ana", "/", second))
		s.equal("after", looked("ana", "/"), second)
		s.equal("another view", looked("ana", "/?kind=decision"), first)
		s.equal("another reader", looked("ben", "/"), feed.Look{})
		later := feed.Look{Seen: 10, At: at(1).AddDate(1, 2, 0)}
		s.must(db.Look(t.Context(), "ben", "/", later))
		s.equal("after a year", looked("ana", "/"), feed.Look{})
	})
}

func TestMarks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api", "board")
		done := feed.Mark{Source: "api", Item: "1", State: feed.Done, Seq: 7, At: at(1)}
		muted := feed.Mark{Source: "board", Item: "1", State: feed.Muted, Seq: 9, At: at(2)}
		s.must(db.Mark(t.Context(), "ana", done))
		s.must(db.Mark(t.Context(), "ana", muted))
		again := done
		again.Seq, again.At = 12, at(3)
		s.must(db.Mark(t.Context(), "ana", again))
		marks := func(reader string) []feed.Mark {
			list, err := db.Marks(t.Context(), reader)
			s.must(err)
			return list
		}
		s.equal("the newest first, one for each item", marks("ana"), []feed.Mark{again, muted})
		s.equal("of nobody else", len(marks("ben")), 0)
		s.must(db.Mark(t.Context(), "ana", feed.Mark{Source: "board", Item: "1", At: at(4)}))
		s.equal("taken back", marks("ana"), []feed.Mark{again})
		if err := db.Mark(t.Context(), "ana", feed.Mark{Source: "nowhere", Item: "1", State: feed.Done, At: at(5)}); err == nil {
			t.Error("an item of no source was marked")
		}
		late := feed.Mark{Source: "board", Item: "2", State: feed.Muted, Seq: 1, At: at(1).Add(500 * 24 * time.Hour)}
		s.must(db.Mark(t.Context(), "ana", late))
		s.equal("long after", marks("ana"), []feed.Mark{late})
	})
}

// What was added to the log after a number is found by every filter, the newest first by when it happened.
func TestAdded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		s.commit("api", clockPage())
		all, err := db.Events(t.Context(), feed.Filter{}, 0, 100)
		s.must(err)
		for _, f := range []feed.Filter{{}, {Kinds: []feed.Kind{feed.Discussion}}, {Query: "clock"}, {Since: all[len(all)/2].At}} {
			chosen, err := db.Events(t.Context(), f, 0, 100)
			s.must(err)
			for seq := range int64(len(all) + 1) {
				var want []int64
				for _, e := range chosen {
					if e.Seq > seq {
						want = append(want, e.Seq)
					}
				}
				for _, limit := range []int{1, 100} {
					list, err := db.Added(t.Context(), f, seq, limit)
					s.must(err)
					var got []int64
					for _, e := range list {
						got = append(got, e.Seq)
					}
					s.equal("added", got, want[:min(len(want), limit)])
				}
			}
		}
	})
}
