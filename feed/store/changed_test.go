package store_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// Whoever reads the asks again and again is told of those that are new, otherwise or flagged, and that some were taken away.
func TestAsksSince(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := tell(t, db, "api")
		s.commit("api", clockPage())
		var at0 store.AsksState
		// since is what changed since it was last called, and whether some were taken away.
		since := func() string {
			state, err := db.AsksState(ctx)
			s.must(err)
			var ids []string
			s.must(db.AsksSince(ctx, at0.Changed, func(a feed.AskEntry) {
				word := a.ID
				if !a.Flagged.IsZero() {
					word += "!"
				}
				if a.Tool != "github" || a.Source != "api" || a.Item != "1" || a.Responder != ben || a.On.ID != "" {
					t.Errorf("%s is told as %+v", a.ID, a)
				}
				ids = append(ids, word)
			}))
			if state.Taken != at0.Taken {
				ids = append(ids, "(taken)")
			}
			at0 = state
			slices.Sort(ids)
			return strings.Join(ids, " ")
		}
		late, soon := review("late", 10, ana, ben), review("soon", 20, ana, ben)
		s.put("api", "1", late, soon)
		s.equal("all are new", since(), "late soon")
		s.equal("nothing happened", since(), "")
		s.put("api", "1", late, soon)
		s.equal("nothing changed", since(), "")
		soon.Nudges++
		s.put("api", "1", late, soon)
		s.equal("one changed", since(), "soon")
		list, err := db.Ripe(ctx, at(15), "", 10)
		s.must(err)
		told, err := db.Tell(ctx, list[0], feed.Event{Key: "flag/late", Item: "1", Verb: feed.Flagged, At: at(15), Text: "Ben owes Ana."}, at(15))
		if err != nil || !told {
			t.Fatalf("flagged: %t, %v", told, err)
		}
		s.equal("one is flagged", since(), "late!")
		s.put("api", "1", soon)
		s.equal("one is taken away", since(), "(taken)")
		var kept []string
		s.must(db.AskIDs(ctx, func(id string) { kept = append(kept, id) }))
		s.equal("the other is kept", strings.Join(kept, " "), "soon")
		n, err := db.CountAsks(ctx)
		s.must(err)
		s.equal("it is one", n, 1)
	})
}
