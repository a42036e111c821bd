package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

func TestFollow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		s.commit("api", clockPage())
		follow := func(limit int, fail error) (seen string, n int, err error) {
			n, err = db.Follow(t.Context(), "judge", limit, func(ctx context.Context, tx *store.Tx, entries []feed.Entry) error {
				seen += text(entries)
				for _, e := range entries {
					ask := feed.Ask{ID: "ask of " + e.Key, Kind: feed.Review, State: feed.AskOpen, Due: at(100)}
					if err := tx.PutAsks(ctx, "api", map[string][]feed.Ask{e.Item: {ask}}); err != nil {
						return err
					}
				}
				return fail
			})
			return seen, n, err
		}
		boom := errors.New("boom")
		const first = " 1 api/issue/1 Ana opened on 1 [Fix the clock]: It runs backwards.\n"
		for range 2 {
			seen, n, err := follow(1, boom)
			if !errors.Is(err, boom) || n != 0 || seen != first {
				t.Errorf("a follower that fails: %d entries %q, %v", n, seen, err)
			}
			asks, err := db.Asks(t.Context(), store.AskFilter{}, "", 10)
			s.must(err)
			s.equal("what it wrote", len(asks), 0)
		}
		marks, err := db.Bookmarks(t.Context())
		s.must(err)
		s.equal("bookmarks", len(marks), 0)

		for i, want := range []string{first, " 2 api/comment/1 Ben commented on 1 [Fix the clock]: Since when?\n", ""} {
			seen, n, err := follow(1, nil)
			s.must(err)
			if seen != want || n != min(1, 2-i) {
				t.Errorf("the follower sees %d entries %q, want %q", n, seen, want)
			}
		}
		asks, err := db.Asks(t.Context(), store.AskFilter{}, "", 10)
		s.must(err)
		if len(asks) != 1 || asks[0].ID != "ask of comment/1" {
			t.Errorf("asks of the last derivation: %+v", asks)
		}
		edit := clockPage().Events[0]
		edit.Text = "Edited."
		s.commit("api", feed.Page{Events: []feed.Event{edit}})
		seen, _, err := follow(10, nil)
		s.must(err)
		s.equal("the revision", seen, "~3 api/issue/1 Ana opened on 1 [Fix the clock]: Edited.\n")
		marks, err = db.Bookmarks(t.Context())
		s.must(err)
		if len(marks) != 1 || marks[0].Follower != "judge" || marks[0].Seq != 3 || marks[0].Moved.IsZero() {
			t.Errorf("bookmarks: %+v", marks)
		}
		s.must(db.Advance(t.Context(), "judge", 1))
		seen, _, err = follow(10, nil)
		s.must(err)
		s.equal("after moving back, which cannot be", seen, "")
	})
}

func TestFollowerAppends(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		s.commit("api", clockPage())
		echo := func(ctx context.Context, tx *store.Tx, entries []feed.Entry) error {
			for _, e := range entries {
				if e.Verb == feed.Flagged {
					continue
				}
				item, history, err := tx.History(ctx, e.Source, e.Item)
				if err != nil {
					return err
				}
				text := fmt.Sprintf("%s has %d events", item.Title, len(history))
				flag := feed.Event{Key: "echo/" + e.Key, Item: e.Item, Verb: feed.Flagged, At: e.At, Text: text}
				if added, err := tx.Append(ctx, e.Source, flag, flag); err != nil || added != 1 {
					return fmt.Errorf("added %d: %w", added, err)
				}
			}
			return nil
		}
		for _, want := range []int{2, 2, 0} {
			n, err := db.Follow(t.Context(), "echo", 10, echo)
			s.must(err)
			s.equal("entries", n, want)
		}
		s.is("the log", s.follow("reader"), `
			 1 api/issue/1 Ana opened on 1 [Fix the clock]: It runs backwards.
			 2 api/comment/1 Ben commented on 1 [Fix the clock]: Since when?
			 3 api/echo/issue/1 somebody flagged on 1 [Fix the clock]: Fix the clock has 2 events
			 4 api/echo/comment/1 somebody flagged on 1 [Fix the clock]: Fix the clock has 3 events
		`)
		if _, err := db.Append(t.Context(), "api", feed.Event{Key: "no verb", At: monday}); err == nil {
			t.Error("an event without a verb was stored")
		}
		if _, err := db.Append(t.Context(), "nowhere", comment("c", "1", ana, 1, "x")); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("appending to nowhere: %v", err)
		}
	})
}

// TestNothingIsLost lets eight writers append while a reader follows. With the lock the reader sees every event. Without
// it a number can appear after a higher one, behind the reader's back: on PostgreSQL some are lost, which shows that the
// test can fail.
func TestNothingIsLost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		tell(t, db, "api")
		for round := range 3 {
			if lost := race(t, db, round); lost > 0 {
				t.Errorf("round %d: %d events lost", round, lost)
			}
		}
	})
	t.Run("postgres without the lock", func(t *testing.T) {
		db := storetest.Postgres(t)
		tell(t, db, "api")
		store.Unordered(db)
		for round := range 50 {
			if lost := race(t, db, round); lost > 0 {
				t.Logf("round %d: %d of %d events lost", round, lost, raceWriters*raceEvents)
				return
			}
		}
		t.Error("nothing was lost: the test shows nothing")
	})
}

const raceWriters, raceEvents = 8, 40

func race(t *testing.T, db *store.DB, round int) (lost int) {
	t.Helper()
	ctx := t.Context()
	var writers sync.WaitGroup
	for w := range raceWriters {
		writers.Go(func() {
			for i := range raceEvents {
				if _, err := db.Append(ctx, "api", comment(fmt.Sprintf("%d/%d/%d", round, w, i), "1", ana, i, "racing")); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { writers.Wait(); close(done) }()
	seen := map[string]bool{}
	for last := false; ; {
		n, err := db.Follow(ctx, "reader", 1000, func(_ context.Context, _ *store.Tx, entries []feed.Entry) error {
			for _, e := range entries {
				seen[e.Key] = true
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if last && n == 0 {
			return raceWriters*raceEvents - len(seen)
		}
		select {
		case <-done:
			last = n == 0
		default:
		}
	}
}
