package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// A stream tells no entry before it was judged, then with what it opened or decided, and none twice; while the log is judged anew it
// waits.
func TestBehind(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		comment := func(key string, edited int) feed.Event {
			return feed.Event{Key: key, Item: "1", Verb: feed.Commented, At: at(1), Updated: at(edited), By: ana, Text: fmt.Sprint(edited)}
		}
		told := int64(0)
		hear := func(when, want string) {
			t.Helper()
			entries, upTo, err := db.Behind(t.Context(), feed.Filter{}, told, 2)
			s.must(err)
			var got []string
			for _, e := range entries {
				got = append(got, fmt.Sprint(e.Changed, " ", e.MessageType()))
			}
			s.equal(when, strings.Join(got, ", "), want)
			told = upTo
		}
		judge := func(most int) {
			t.Helper()
			_, err := db.Follow(t.Context(), store.Judge, most, func(ctx context.Context, tx *store.Tx, _ []feed.Entry) error {
				decided := feed.Matter{
					ID: "d1", Source: "api", Item: "1", Title: "One", State: feed.DecisionDecided, Trust: feed.Explicit, Decider: ana, Decided: at(1),
					Evidence: []string{"event/third"},
				}
				return errors.Join(tx.PutDecisions(ctx, "api", map[string][]feed.Matter{"1": {decided}}),
					tx.PutAsks(ctx, "api", map[string][]feed.Ask{"1": {review("second", 10, ana, ben)}}))
			})
			s.must(err)
		}
		item := feed.Item{ID: "1", Kind: "issue", Key: "acme/api#1", Title: "One", State: feed.StateOpen, Created: at(0), Updated: at(0)}
		s.commit("api", feed.Page{Items: []feed.Item{item}, Events: []feed.Event{
			comment("event/first", 1), comment("event/second", 1), comment("event/third", 1),
		}})
		hear("nobody judges", "1 event.created, 2 event.created")
		told = 0
		s.must(db.Agree(t.Context(), store.Agreement{Version: "1", Since: at(2)}, store.Judge))
		hear("before it was judged", "")
		judge(1)
		hear("after the first was judged", "1 event.created")
		judge(2)
		hear("after all were judged", "2 ask.opened, 3 decision.made")
		s.commit("api", feed.Page{Events: []feed.Event{comment("event/second", 5)}})
		hear("after an edit", "")
		judge(2)
		hear("after that was judged", "4 event.updated")
		s.commit("api", feed.Page{Events: []feed.Event{comment("event/fifth", 5)}})
		s.must(db.Agree(t.Context(), store.Agreement{Version: "2", Since: at(6)}, store.Judge))
		judge(2)
		hear("while all is judged anew", "")
		judge(2)
		hear("after that", "5 event.created")
		hear("at the end", "")
	})
}
