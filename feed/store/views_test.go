package store_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// A view is kept until it is saved anew or dropped.
func TestViews(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := tell(t, db)
		early := feed.View{Name: "stuck", Filter: `is:flagged "two words"`, By: "Ana", At: at(1)}
		late := feed.View{Name: "stuck", Filter: "is:flagged", By: "Ben", At: at(2)}
		other := feed.View{Name: "decided", Filter: "kind:decision", At: at(1)}
		for _, v := range []feed.View{early, other, late} {
			s.must(db.SaveView(ctx, v))
		}
		got, err := db.Views(ctx)
		s.must(err)
		if diff := cmp.Diff([]feed.View{other, late}, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		s.must(db.DropView(ctx, "stuck"))
		if err := db.DropView(ctx, "stuck"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("dropped twice: %v", err)
		}
		got, err = db.Views(ctx)
		s.must(err)
		s.equal("what is left", got, []feed.View{other})
	})
}
