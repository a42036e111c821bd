package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

func review(id string, due int, asker, responder feed.Account) feed.Ask {
	return feed.Ask{
		ID: id, Kind: feed.Review, Asker: asker, Responder: responder, Evidence: "event/" + id, Opened: at(due - 24*60), Due: at(due),
		Window: "review", Within: "24h", State: feed.AskOpen, Nudges: 1,
	}
}

// put stores asks of an item as a follower does.
func (s *story) put(source, item string, asks ...feed.Ask) {
	s.t.Helper()
	wake := feed.Event{Key: "wake/" + s.t.Name() + string(s.cursors[source]), Item: item, Verb: feed.Tidied, At: monday}
	s.commit(source, feed.Page{Events: []feed.Event{wake}})
	_, err := s.db.Follow(s.t.Context(), "judge", 1000, func(ctx context.Context, tx *store.Tx, _ []feed.Entry) error {
		return tx.PutAsks(ctx, source, map[string][]feed.Ask{item: asks})
	})
	s.must(err)
}

func (s *story) asks(f store.AskFilter) string {
	s.t.Helper()
	list, err := s.db.Asks(s.t.Context(), f, "", 100)
	s.must(err)
	return ids(list)
}

func ids(list []feed.AskEntry) string {
	var ids []string
	for _, a := range list {
		ids = append(ids, a.ID)
	}
	return strings.Join(ids, " ")
}

func TestAsks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := tell(t, db, "api", "acme")
		s.commit("acme", feed.Page{Parts: []feed.Part{{ID: "1", Name: "web"}}})
		s.commit("api", clockPage())
		answered := review("answered", 5, ana, ben)
		answered.State, answered.Ended, answered.End = feed.AskAnswered, at(3), "event/9"
		s.put("api", "1", review("late", 90, ana, ben), review("soon", 10, ana, ben), answered)
		s.put("acme/web", "7", review("other", 10, ben, bot))

		list, err := db.Asks(ctx, store.AskFilter{Item: "1", Sources: []string{"api"}}, "", 100)
		s.must(err)
		want := feed.AskEntry{Ask: answered, Tool: "github", On: head(issue("1", "Fix the clock", at(5))), Read: at(60)}
		want.Source, want.Item = "api", "1"
		s.equal("all there is to know of one", list[0], want)

		s.equal("due soonest first", s.asks(store.AskFilter{}), "answered other soon late")
		s.equal("open", s.asks(store.AskFilter{States: []feed.AskState{feed.AskOpen}}), "other soon late")
		s.equal("ended", s.asks(store.AskFilter{States: []feed.AskState{feed.AskAnswered, feed.AskWithdrawn}}), "answered")
		s.equal("of an unknown state", s.asks(store.AskFilter{States: []feed.AskState{"'"}}), "")
		s.equal("of a source", s.asks(store.AskFilter{Sources: []string{"api"}}), "answered soon late")
		s.equal("of a part", s.asks(store.AskFilter{Sources: []string{"acme"}}), "other")
		s.equal("of nowhere", s.asks(store.AskFilter{Sources: []string{"none"}}), "")
		s.equal("owed", s.asks(store.AskFilter{Accounts: []string{"github/ci[bot]"}}), "other")
		s.equal("owed or waited for", s.asks(store.AskFilter{Accounts: []string{"github/ben"}}), "answered other soon late")
		s.equal("neither owed nor waited for", s.asks(store.AskFilter{Without: []string{"github/ci[bot]"}}), "answered soon late")
		s.equal("open, owed or waited for", s.asks(store.AskFilter{Open: true, Accounts: []string{"github/ben"}}), "other soon late")
		team := []string{"github/ben"}
		for i := range 20 {
			team = append(team, fmt.Sprintf("github/none-%d", i))
		}
		s.equal("open, owed by or waited for by a team", s.asks(store.AskFilter{Open: true, Accounts: team}), "other soon late")
		s.equal("open, of a team of nobody", s.asks(store.AskFilter{Open: true, Accounts: team[1:]}), "")
		s.equal("open, of nobody", s.asks(store.AskFilter{Open: true, Accounts: []string{"trello/ben"}}), "")
		s.equal("another tool's", s.asks(store.AskFilter{Accounts: []string{"trello/ben"}}), "")
		s.equal("flagged", s.asks(store.AskFilter{Flagged: true}), "")

		var paged []feed.AskEntry
		for after := ""; ; after = store.AfterAsk(paged[len(paged)-1]) {
			page, err := db.Asks(ctx, store.AskFilter{}, after, 1)
			s.must(err)
			if len(page) == 0 {
				break
			}
			paged = append(paged, page...)
		}
		s.equal("page by page", ids(paged), "answered other soon late")
		if _, err := db.Asks(ctx, store.AskFilter{}, "nowhere", 1); err == nil {
			t.Error("a place that does not exist was accepted")
		}

		due, err := db.NextDue(ctx, at(0))
		s.must(err)
		s.equal("next due", due, at(10))
		due, err = db.NextDue(ctx, at(1000))
		s.must(err)
		s.equal("next due after all", due, time.Time{})
		overdue, err := db.Ripe(ctx, at(10), "", 10)
		s.must(err)
		s.equal("overdue", ids(overdue), "other soon")

		flagEvent := feed.Event{Key: "flag/soon", Item: "1", Verb: feed.Flagged, At: at(10), To: []feed.Account{ben}, Text: "Ben owes Ana a review."}
		var flagged atomic.Int64
		var flaggers sync.WaitGroup
		for range 8 {
			flaggers.Go(func() {
				ok, err := db.Tell(ctx, overdue[1], flagEvent, at(11))
				if err != nil {
					t.Error(err)
				}
				if ok {
					flagged.Add(1)
				}
			})
		}
		flaggers.Wait()
		s.equal("flagged, of eight who tried", flagged.Load(), int64(1))
		s.equal("flag events", len(s.events(feed.Filter{Kinds: []feed.Kind{feed.Flag}})), 1)
		s.equal("flagged", s.asks(store.AskFilter{Flagged: true}), "soon")
		s.equal("what happened to what is flagged", len(s.events(feed.Filter{Flagged: true})), len(s.events(feed.Filter{Item: "1", Sources: []string{"api"}})))
		s.equal("and what of it is not a flag", len(s.events(feed.Filter{Flagged: true, Without: feed.Without{Kinds: []feed.Kind{feed.Flag}}})),
			len(s.events(feed.Filter{Flagged: true}))-1)
		items, err := db.Items(ctx, feed.Filter{Flagged: true}, "", 10)
		s.must(err)
		s.equal("items that are flagged", len(items), 1)
		overdue, err = db.Ripe(ctx, at(10), "", 10)
		s.must(err)
		s.equal("overdue and not flagged", ids(overdue), "other")

		if ok, err := db.Tell(ctx, list[0], flagEvent, at(12)); err != nil || ok {
			t.Errorf("an answered ask was flagged: %v %v", ok, err)
		}
		broken := flagEvent
		broken.Verb = "shouted"
		if _, err := db.Tell(ctx, overdue[0], broken, at(12)); err == nil {
			t.Error("a flag without an event")
		}
		s.equal("flagged", s.asks(store.AskFilter{Flagged: true}), "soon")

		stats, err := db.Stats(ctx)
		s.must(err)
		if stats.Open != 3 || stats.Flagged != 1 || stats.Items != 1 || stats.Rejects != 1 || stats.Events != 5 || stats.Bytes == 0 {
			t.Errorf("stats: %+v", stats)
		}
		s.equal("tools", stats.Tools, map[string]int64{"github": 5})

		soon := review("soon", 20, ana, ben)
		s.put("api", "1", soon)
		kept, err := db.Asks(ctx, store.AskFilter{Sources: []string{"api"}}, "", 10)
		s.must(err)
		if len(kept) != 1 || !kept[0].Due.Equal(at(20)) || !kept[0].Flagged.Equal(at(11)) {
			t.Errorf("derived again: %+v", kept)
		}
		s.put("api", "1")
		s.equal("derived again, none", s.asks(store.AskFilter{}), "other")
		due, err = db.NextDue(ctx, at(0))
		s.must(err)
		s.equal("next due", due, at(10))
	})
}

func TestOwed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api", "acme")
		s.commit("acme", feed.Page{Parts: []feed.Part{{ID: "1", Name: "web"}}})
		s.commit("api", clockPage())
		askers := []string{"github/ana", "github/ben", "jira/ana"}
		owed := func(hidden ...string) [2][]feed.Owed {
			owes, waits, err := db.Owed(t.Context(), askers, hidden)
			s.must(err)
			byAccount := func(a, b feed.Owed) int { return strings.Compare(a.Account.ID, b.Account.ID) }
			slices.SortFunc(owes, byAccount)
			slices.SortFunc(waits, byAccount)
			return [2][]feed.Owed{owes, waits}
		}
		s.equal("nothing", owed(), [2][]feed.Owed{})

		docs := feed.Account{ID: "acme/docs", Group: true}
		answered, guessed, late := review("answered", 5, ana, ben), review("guessed", 5, ana, ben), review("late", 90, ana, ben)
		answered.State, answered.Ended = feed.AskAnswered, at(3)
		guessed.Confidence, late.Flagged = feed.Possible, at(91)
		s.put("api", "1", late, review("soon", 10, ana, ben), answered, guessed)
		s.put("acme/web", "7", review("team", 10, ben, docs))
		asks := func(of feed.Account, asks, flagged int) feed.Owed {
			return feed.Owed{Tool: "github", Account: feed.Account{ID: of.ID, Group: of.Group}, Asks: asks, Flagged: flagged}
		}
		s.equal("counted", owed(), [2][]feed.Owed{{asks(docs, 1, 0), asks(ben, 2, 1)}, {asks(ana, 2, 1), asks(ben, 1, 0)}})
		askers = []string{"github/ana", "jira/ben"}
		s.equal("waited for by some", owed(), [2][]feed.Owed{{asks(docs, 1, 0), asks(ben, 2, 1)}, {asks(ana, 2, 1)}})
		s.equal("of what may be seen", owed("acme"), [2][]feed.Owed{{asks(ben, 2, 1)}, {asks(ana, 2, 1)}})
	})
}

func TestAskByItsBeginning(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		ana, ben := feed.Account{ID: "ana"}, feed.Account{ID: "ben"}
		s.put("api", "1", review("ab12", 30, ana, ben), review("ab34", 20, ben, ana), review("ab3", 10, ben, ana))
		for id, want := range map[string]string{"ab12": "ab12", "ab1": "ab12", "ab34": "ab34", "ab3": "ab3", "ab": "", "": "", "x": "", "ab123": ""} {
			got, err := db.Ask(t.Context(), id)
			if got.ID != want || (err == nil) != (want != "") || id != "ab" && err != nil && !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%q: %q, %v; want %q", id, got.ID, err, want)
			}
		}
	})
}

// What was said once stays as it was said.
func TestAppendOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		say := func(text string, keys ...string) int {
			var events []feed.Event
			for _, key := range keys {
				events = append(events, feed.Event{Key: key, Item: "1", Verb: feed.Met, At: at(0), Text: text})
			}
			added := 0
			s.must(db.Within(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
				added, err = tx.AppendOnce(ctx, "api", events...)
				return err
			}))
			return added
		}
		if n := say("first", "met/1", "met/2"); n != 2 {
			t.Errorf("%d were new", n)
		}
		if n := say("second", "met/2", "met/3"); n != 1 {
			t.Errorf("%d were new, then", n)
		}
		if n := say("third"); n != 0 {
			t.Errorf("%d were new of none", n)
		}
		entries, err := db.Events(t.Context(), feed.Filter{}, 0, 10)
		s.must(err)
		said := map[string]string{}
		for _, e := range entries {
			said[e.Key] = e.Text
		}
		s.equal("what was said", said, map[string]string{"met/1": "first", "met/2": "first", "met/3": "second"})
	})
}
