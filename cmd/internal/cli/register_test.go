package cli

import (
	"context"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
)

// What was decided is told at once as it changes, and what items are called; what they are linked with counts two minutes later
// at most. Where nothing happened nothing is joined anew.
func TestRegisterKeepsUp(t *testing.T) {
	s := reviews(t)
	h := s.host()
	ctx, now := t.Context(), time.Date(2026, time.March, 9, 9, 0, 0, 0, time.UTC)
	h.now = func() time.Time { return now }
	decide := func(title string) {
		t.Helper()
		err := h.db.Within(ctx, func(ctx context.Context, tx *store.Tx) error {
			return tx.PutDecisions(ctx, "api", map[string][]feed.Matter{"1": {{
				ID: "d", Title: title, State: feed.DecisionDecided, Trust: feed.Explicit, Decided: now,
			}}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	told := func(what, want string) {
		t.Helper()
		for _, f := range []feed.DecisionFilter{{}, {Sources: []string{"api"}, Item: "1"}, {States: []feed.DecisionState{feed.DecisionDecided}}} {
			list, err := h.register.decisions(ctx, f)
			if err != nil || len(list) != 1 || list[0].Title+" on "+list[0].On.Title != want {
				t.Errorf("%s, by %+v: %+v, %v, want %s", what, f, list, err, want)
			}
		}
	}
	decide("By hand")
	told("decided", "By hand on 1")
	decide("By radio")
	told("decided otherwise", "By radio on 1")
	joined := h.register.joined.Load()
	decide("By radio")
	now = now.Add(time.Hour)
	told("an hour later", "By radio on 1")
	if h.register.joined.Load() != joined {
		t.Error("it was joined anew, and nothing had happened")
	}
	page := feed.Page{
		Next:   "2",
		Items:  []feed.Item{{ID: "1", Key: "acme/api#1", Title: "Clocks", Kind: "pull_request", State: feed.StateOpen, Updated: now}},
		Events: []feed.Event{{Key: "named/1", Item: "1", Verb: feed.Edited, At: now, By: feed.Account{ID: "ana"}}},
	}
	if _, err := h.db.Commit(ctx, store.Commit{Source: "api", After: "1", Page: page, At: now, Due: now.AddDate(1, 0, 0)}); err != nil {
		t.Fatal(err)
	}
	now = joined.at.Add(joinedFor - time.Second)
	told("when it was just joined", "By radio on Clocks")
	if h.register.joined.Load() != joined {
		t.Error("it was joined anew as soon as something happened")
	}
	now = joined.at.Add(joinedFor)
	told("when it was joined long ago", "By radio on Clocks")
	if h.register.joined.Load() == joined {
		t.Error("something happened, and it was never joined anew")
	}
}
