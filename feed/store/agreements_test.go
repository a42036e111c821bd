package store_test

import (
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// What was agreed is noted when it changes, and also when it changes back.
func TestAgreements(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		first, err := db.Agreed(t.Context())
		s.must(err)
		s.equal("before anything is agreed", first, store.Agreement{})
		one := store.Agreement{Version: "1", Calendars: "a", Text: []byte(`{"people":[]}`), Since: at(0)}
		two := store.Agreement{Version: "2", Calendars: "a", Text: []byte("{}"), Since: at(60)}
		holiday := store.Agreement{Version: "2", Calendars: "b", Text: []byte("{}"), Since: at(90)}
		back := store.Agreement{Version: "1", Calendars: "a", Text: one.Text, Since: at(120)}
		ruled := back
		ruled.Rulings, ruled.Since = 7, at(150)
		s.commit("api", clockPage())
		for _, a := range []store.Agreement{one, one, two, two, holiday, back, ruled} {
			s.must(db.Advance(t.Context(), "judge", 1))
			before, err := db.Agreed(t.Context())
			s.must(err)
			s.must(db.Agree(t.Context(), a, "judge"))
			again := a
			again.Since = a.Since.Add(time.Minute)
			s.must(db.Agree(t.Context(), again, "judge"))
			unseen, err := db.After(t.Context(), "judge", 1)
			s.must(err)
			anew := before.Version != "" && (before.Version != a.Version || before.Rulings != a.Rulings)
			s.equal("the log again, with "+a.Version+a.Calendars, len(unseen) > 0 && unseen[0].Seq == 1, anew)
		}
		all, err := db.Agreements(t.Context())
		s.must(err)
		s.equal("the agreements", all, []store.Agreement{one, two, holiday, back, ruled})
		last, err := db.Agreed(t.Context())
		s.must(err)
		s.equal("the last one", last, ruled)
	})
}

func TestWaited(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api", "board")
		ana, ben := feed.Account{ID: "ana"}, feed.Account{ID: "ben"}
		ended := review("c", 10, ana, ben)
		ended.State, ended.Ended = feed.AskAnswered, at(9)
		s.put("api", "1", review("a", 30, ana, ben), review("b", 20, ben, ana))
		s.put("api", "2", ended)
		s.put("board", "1", review("d", 40, ana, ben))
		waited, err := db.Waited(t.Context())
		s.must(err)
		s.equal("items", waited, []store.Place{{Source: "api", Item: "1"}, {Source: "board", Item: "1"}})
	})
}
