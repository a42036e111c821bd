package store_test

import (
	"context"
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// An ask's revision rises when it is due at another time and when it ends, and with nothing else.
func TestAskRevision(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		s.commit("api", clockPage())
		ask := feed.Ask{ID: "a1", Kind: feed.Review, State: feed.AskOpen, Asker: ana, Responder: ben, Opened: at(0), Due: at(100)}
		for i, step := range []struct {
			what     string
			change   func()
			revision int
		}{
			{"new", func() {}, 0},
			{"derived anew", func() {}, 0},
			{"acknowledged", func() { ask.State, ask.Acknowledged = feed.AskAcknowledged, at(5) }, 0},
			{"promised for later", func() { ask.State, ask.Due, ask.Promised = feed.AskCommitted, at(200), at(200) }, 1},
			{"asked for again", func() { ask.Nudges++ }, 1},
			{"answered", func() { ask.State, ask.Ended = feed.AskAnswered, at(150) }, 2},
			{"derived anew", func() {}, 2},
		} {
			step.change()
			s.must(db.Within(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				return tx.PutAsks(ctx, "api", map[string][]feed.Ask{"1": {ask}})
			}))
			got, err := db.Ask(t.Context(), "a1")
			s.must(err)
			if got.Revision != step.revision {
				t.Errorf("step %d, %s: revision %d, want %d", i, step.what, got.Revision, step.revision)
			}
		}
	})
}
