package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

func TestRetracted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		s.commit("api", clockPage())
		s.follow("reader")
		page := feed.Page{
			Retracted: []string{"comment/1", "comment/9", ""},
			Events:    []feed.Event{comment("comment/1", "1", ben, 5, "Since when?"), comment("comment/2", "1", ben, 6, "Ah.")},
		}
		s.equal("committed", s.commit("api", page), store.Committed{Added: 1, Removed: 1, Head: 4})
		s.is("what followers see", s.follow("reader"), `
			 3 api/comment/2 Ben commented on 1 [Fix the clock]: Ah.
			~4 api/comment/1 Ben commented on 1 [Fix the clock]:  †
		`)
		s.equal("committed again", s.commit("api", page), store.Committed{Head: 4})
		s.commit("api", feed.Page{Events: []feed.Event{comment("comment/1", "1", ben, 5, "Since when?")}})
		s.is("what the tool brings again", s.follow("reader"), `
			~5 api/comment/1 Ben commented on 1 [Fix the clock]: Since when?
		`)
	})
}

func TestUncertainTimes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		moved := comment("moved/1", "1", ana, 10, "")
		moved.NotBefore = at(3)
		backwards := comment("moved/2", "1", ana, 20, "")
		backwards.NotBefore = at(20)
		s.commit("api", feed.Page{Events: []feed.Event{moved, backwards}})
		got := s.events(feed.Filter{})
		if !got[1].NotBefore.Equal(at(3)) || !got[0].NotBefore.IsZero() {
			t.Errorf("not before %s and %s", got[1].NotBefore, got[0].NotBefore)
		}
		moved.NotBefore = time.Time{}
		s.equal("committed", s.commit("api", feed.Page{Events: []feed.Event{moved}}).Revised, 1)
	})
}

func TestWhatIsKnownOfItems(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api", "web")
		ctx := t.Context()
		s.commit("api", feed.Page{
			Items: []feed.Item{issue("1", "One", at(1)), issue("2", "Two", at(2)), issue("3", "Three", at(9)), {ID: "4", Kind: "issue"}},
			Gone:  []string{"5"}, Events: []feed.Event{comment("comment/1", "1", ben, 5, "Words.")},
		})
		s.commit("web", feed.Page{Items: []feed.Item{issue("1", "Another", at(1))}})
		found, err := db.Known(ctx, "api", []string{"2", "4", "5", "6"})
		s.must(err)
		s.equal("known", found, map[string]feed.Item{"2": issue("2", "Two", at(2))})
		ids, err := db.Existing(ctx, "api", "1", 2)
		s.must(err)
		s.equal("existing", ids, []string{"2", "3"})

		s.follow("reader")
		s.must(db.Remove(ctx, "api", []string{"1", "3", "7"}, at(8)))
		s.is("what followers see", s.follow("reader"), `
			~2 api/comment/1 Ben commented on 1 []:  †
		`)
		ids, err = db.Existing(ctx, "api", "", 10)
		s.must(err)
		s.equal("existing afterwards", ids, []string{"2", "3", "4"})
		if _, err := db.Known(ctx, "elsewhere", []string{"1"}); err != nil {
			t.Errorf("a source nobody knows: %v", err)
		}
		if err := db.Remove(ctx, "elsewhere", []string{"1"}, at(8)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a source nobody knows: %v", err)
		}
	})
}

func TestKeep(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api", "web")
		ctx := t.Context()
		kept := func(secret string, want bool) {
			t.Helper()
			if ours, err := db.Keep(ctx, "api", secret); err != nil || ours != want {
				t.Errorf("%q is kept: %v, want %v (%v)", secret, ours, want, err)
			}
		}
		kept("first", true)
		kept("second", false)
		kept("first", true)
		got, err := db.Kept(ctx, "api")
		s.must(err)
		s.equal("kept", got, "first")
		s.must(db.Trouble(ctx, "api", "Too much is missing."))
		s.equal("trouble", s.source("api").Trouble, "Too much is missing.")

		s.must(db.Declare(ctx, []store.Declaration{{Name: "api", Tool: "github", Fingerprint: "2"}}, monday))
		got, err = db.Kept(ctx, "api")
		s.must(err)
		s.equal("kept with other settings", got+s.source("api").Trouble, "")
		kept("second", true)
		for _, err := range []error{
			func() error { _, err := db.Kept(ctx, "elsewhere"); return err }(),
			func() error { _, err := db.Keep(ctx, "elsewhere", "x"); return err }(),
			db.Trouble(ctx, "elsewhere", "x"),
		} {
			if !errors.Is(err, store.ErrNotFound) {
				t.Errorf("a source nobody knows: %v", err)
			}
		}
	})
}
