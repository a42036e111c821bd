package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// A countdown is a context that ends when it has been looked at so many times: a program killed at that step.
type countdown struct {
	context.Context
	end  context.CancelFunc
	left atomic.Int64
}

func newCountdown(ctx context.Context, steps int64) *countdown {
	ctx, end := context.WithCancel(ctx)
	c := &countdown{Context: ctx, end: end}
	c.left.Store(steps)
	return c
}

func (c *countdown) look() {
	if c.left.Add(-1) == 0 {
		c.end()
	}
}

func (c *countdown) Done() <-chan struct{} { c.look(); return c.Context.Done() }

func (c *countdown) Err() error { c.look(); return c.Context.Err() }

// TestCrash ends a commit at each of its steps in turn. What is left behind is everything or nothing. Everything is what
// a program leaves that is killed after the database has committed and before it has said so. The race detector, which makes
// this slow, sees every fifth step.
func TestCrash(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "acme")
		s.commit("acme", clockPage())
		_, cursor, err := db.Source(t.Context(), "acme")
		s.must(err)
		nothing := s.state()

		page := feed.Page{
			Items: []feed.Item{issue("1", "Fix every clock", at(20)), issue("2", "A second one", at(20))},
			Events: []feed.Event{
				comment("comment/1", "1", ben, 5, "Since when? (edited)"), comment("comment/2", "2", ana, 20, "More of it."),
			},
			Gone:    []string{"3"},
			Rejects: []feed.Reject{{Key: "issue 8", Reason: "it has no number"}},
			Parts:   []feed.Part{{ID: "1", Name: "api"}},
			Next:    "behind",
		}
		commit := store.Commit{Source: "acme", After: cursor, Page: page, At: at(90), Due: at(92)}
		steps, stride := int64(1), int64(1)
		if testing.Short() {
			stride = 5
		}
		for ; ; steps += stride {
			ctx := newCountdown(t.Context(), steps)
			_, err := db.Commit(ctx, commit)
			ctx.end()
			if state := s.settled(); err == nil || state != nothing {
				s.is("everything", state, `
					acme/comment/2 Ana commented on 2 [A second one]: More of it.
					acme/comment/1 Ben commented on 1 [Fix every clock]: Since when? (edited)
					acme/issue/1 Ana opened on 1 [Fix every clock]: It runs backwards.
					acme current at behind since 10:00, read 10:30: 2 items, 3 events, 2 rejects
					acme/api new at  since 10:30, read 00:00: 0 items, 0 events, 0 rejects
				`)
				break
			}
			if steps > 1000 {
				t.Fatalf("the commit never ends: %v", err)
			}
		}
		if steps < 50 {
			t.Errorf("the commit was killed at %d steps only", steps-1)
		}
	})
}

// settled is the state once it no longer changes: a server goes on with a commit that nobody waits for any more, and may end
// it between two of the questions.
func (s *story) settled() string {
	state := s.state()
	for again := s.state(); again != state; again = s.state() {
		state = again
	}
	return state
}

// state is everything that can be seen of a database, but for the numbers: they may have gaps.
func (s *story) state() string {
	s.t.Helper()
	var b strings.Builder
	for line := range strings.Lines(text(s.events(feed.Filter{}))) {
		b.WriteString(strings.TrimLeft(line, " ~0123456789"))
	}
	sources, err := s.db.Sources(s.t.Context())
	s.must(err)
	for _, src := range sources {
		_, cursor, err := s.db.Source(s.t.Context(), src.Name)
		s.must(err)
		fmt.Fprintf(&b, "%s %s at %s since %s, read %s: %d items, %d events, %d rejects\n", src.Name, src.State, cursor,
			src.Since.Format("15:04"), src.Success.Format("15:04"), src.Items, src.Events, src.Rejects)
	}
	return b.String()
}
