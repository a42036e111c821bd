package cli

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/reports"
	"github.com/datelinehq/dateline/feed/store"
)

// Whatever happens to asks, a report is what it would be if all were read anew; and it is on those that a list of the same
// filter has.
func TestReportsKeepUp(t *testing.T) {
	s := reviews(t)
	h, err := Program{Name: "dateline"}.open(commandIn(t), &options{config: s.config, data: s.data, given: true})
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	ctx, random := t.Context(), rand.New(rand.NewPCG(1, 2))
	states := []feed.AskState{feed.AskOpen, feed.AskAnswered, feed.AskWithdrawn}
	names, flagged := []string{"ana", "ben", "kim"}, 0
	for step := range 40 {
		now := time.Date(2026, time.March, 9, 9, step, 0, 0, time.UTC)
		item, put := fmt.Sprint(random.IntN(3)), []feed.Ask{}
		for range random.IntN(4) {
			a := feed.Ask{
				ID: fmt.Sprintf("%s-%d", item, random.IntN(5)), Kind: feed.AskKinds()[random.IntN(2)], State: states[random.IntN(3)],
				Asker: feed.Account{ID: names[random.IntN(3)]}, Responder: feed.Account{ID: names[random.IntN(3)]},
				Opened: now.Add(-time.Duration(random.IntN(300)) * time.Hour), Due: now.AddDate(0, 0, -1),
			}
			if !a.Open() {
				a.Ended = now
			}
			put = append(put, a)
		}
		err := h.db.Within(ctx, func(ctx context.Context, tx *store.Tx) error {
			return tx.PutAsks(ctx, "api", map[string][]feed.Ask{item: put})
		})
		if err != nil {
			t.Fatal(err)
		}
		ripe, err := h.db.Ripe(ctx, now, "", 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range ripe {
			told, err := h.db.Tell(ctx, a, feed.Event{Key: "flag/" + a.ID + fmt.Sprint(step), Item: a.Item, Verb: feed.Flagged, At: now}, now)
			if err != nil {
				t.Fatal(err)
			}
			if told {
				flagged++
			}
		}
		for name, f := range map[string]store.AskFilter{
			"all": {}, "of nowhere": {Sources: []string{"web"}}, "of a source": {Sources: []string{"api"}}, "of one": {Accounts: []string{"github/ana"}},
			"not of one": {Without: []string{"github/kim"}}, "kind": {Kinds: feed.AskKinds()[:1]}, "flagged": {Flagged: true},
			"answered": {States: states[1:2]}, "of two days": {Since: now.AddDate(0, 0, -7), Until: now.AddDate(0, 0, -5)},
		} {
			on := reports.Options{Zone: time.UTC}
			kept, err := h.report(ctx, on, f)
			if err != nil {
				t.Fatal(err)
			}
			var fresh ledger
			asks, err := fresh.now(ctx, h.db)
			if err != nil || fresh.at != h.ledger.at {
				t.Fatalf("the ledger is at %v, and anew at %v: %v", h.ledger.at, fresh.at, err)
			}
			if on.Chosen, err = h.choosing(ctx, f); err != nil {
				t.Fatal(err)
			}
			if on.Agreed, err = h.agreed.now(ctx); err != nil {
				t.Fatal(err)
			}
			on.Now = kept.Now
			if diff := cmp.Diff(asks.Report(on), kept); diff != "" {
				t.Fatalf("step %d, %s (-anew +kept):\n%s", step, name, diff)
			}
			listed := 0
			if err := h.db.AllAsks(ctx, f, func(feed.AskEntry) error { listed++; return nil }); err != nil || listed != kept.All.Asked {
				t.Fatalf("step %d, %s: %d are listed, and %d counted: %v", step, name, listed, kept.All.Asked, err)
			}
		}
	}
	if flagged == 0 {
		t.Error("nothing was flagged")
	}
}
