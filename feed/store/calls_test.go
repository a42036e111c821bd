package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// A caller has ops sent a test by each call that is done, called like its number.
type caller struct {
	*story
	done int
}

func (d *caller) do(ctx context.Context) ([]byte, error) {
	d.done++
	err := d.db.Want(ctx, feed.Delivery{Subscriber: "ops", ID: fmt.Sprint("test ", d.done), Type: "test"})
	return fmt.Appendf(nil, "done %d", d.done), err
}

// sent is how many tests were ordered.
func (d *caller) sent() int {
	d.t.Helper()
	list, err := d.db.Deliveries(d.t.Context(), "ops", "", 1000)
	d.must(err)
	return len(list)
}

// A call is done once within a day, for each who calls, whatever else is called by the same key.
func TestOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := &caller{story: tell(t, db)}
		for _, c := range []struct {
			name, by, key, what string
			at                  int
			want                string
			err                 error
		}{
			{"first", "ana", "k1", "pause", 0, "done 1", nil},
			{"again", "ana", "k1", "pause", 1, "done 1", nil},
			{"something else", "ana", "k1", "resume", 2, "", feed.ErrCallOther},
			{"another key", "ana", "k2", "resume", 3, "done 2", nil},
			{"somebody else", "ben", "k1", "resume", 4, "done 3", nil},
			{"almost a day later", "ana", "k1", "pause", 24*60 - 1, "done 1", nil},
			{"a day later", "ana", "k1", "resume", 24 * 60, "done 4", nil},
		} {
			got, err := db.Once(t.Context(), feed.Call{By: c.by, Key: c.key, What: c.what, At: at(c.at)}, d.do)
			if string(got) != c.want || !errors.Is(err, c.err) {
				t.Errorf("%s: %q, %v", c.name, got, err)
			}
			d.equal("tests that were ordered", d.sent(), d.done)
		}
	})
}

// Whatever is written with the context that a call is done with is in its transaction: nothing of it stays where the call
// fails.
func TestOnceFails(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := &caller{story: tell(t, db, "acme")}
		d.commit("acme", clockPage())
		_, cursor, err := db.Source(t.Context(), "acme")
		d.must(err)
		d.must(db.Advance(t.Context(), store.Subscriber("ops"), 1))
		before := d.state()
		broken := errors.New("the pipe is broken")
		call := feed.Call{By: "ana", Key: "k", What: "everything", At: at(0)}
		_, err = db.Once(t.Context(), call, func(ctx context.Context) ([]byte, error) {
			page := feed.Page{Events: []feed.Event{comment("comment/9", "1", ana, 30, "One more.")}, Next: cursor}
			_, committed := db.Commit(ctx, store.Commit{Source: "acme", After: cursor, Page: page, At: at(90), Due: at(92)})
			nothing := feed.Page{Next: cursor}
			_, empty := db.Commit(ctx, store.Commit{Source: "acme", After: cursor, Page: nothing, At: at(91), Due: at(93)})
			_, wanted := d.do(ctx)
			d.must(errors.Join(committed, empty, wanted, db.Resend(ctx, "ops", "test 1"), db.Replay(ctx, "ops", at(-100)),
				db.StopSubscriber(ctx, "ops", true)))
			return nil, broken
		})
		if !errors.Is(err, broken) {
			t.Errorf("it fails by %v", err)
		}
		ops, err := db.Subscriber(t.Context(), "ops")
		d.must(err)
		if after := d.state(); after != before || d.sent() != 0 || ops.Paused || ops.Seq != 1 {
			t.Errorf("of a call that failed something stays: %d tests, %+v\n%s", d.sent(), ops, after)
		}
		got, err := db.Once(t.Context(), call, d.do)
		d.must(err)
		d.equal("the answer when it is called again", string(got), "done 2")
	})
}

// While a call is done it is not done again, by no program; and of many at a time one is done.
func TestOnceAtATime(t *testing.T) {
	dsns(t, func(t *testing.T, dsn string) {
		db := storetest.Open(t, dsn)
		d := &caller{story: tell(t, db)}
		programs := []*store.DB{db}
		if db.Dialect() == "postgres" { // several write to the file of SQLite one after the other
			programs = append(programs, storetest.Open(t, dsn))
		}
		call := feed.Call{By: "ana", Key: "k", What: "test", At: at(0)}
		_, err := db.Once(t.Context(), call, func(ctx context.Context) ([]byte, error) {
			for i, other := range programs {
				if _, err := other.Once(t.Context(), call, d.do); !errors.Is(err, feed.ErrCallRunning) {
					t.Errorf("meanwhile program %d: %v", i, err)
				}
			}
			return d.do(ctx)
		})
		d.must(err)
		d.equal("tests that were ordered", d.sent(), 1)

		call.Key = "many"
		var all sync.WaitGroup
		var mu sync.Mutex
		for i := range 16 {
			all.Go(func() {
				got, err := programs[i%len(programs)].Once(t.Context(), call, d.do)
				mu.Lock()
				defer mu.Unlock()
				if !errors.Is(err, feed.ErrCallRunning) && (err != nil || string(got) != "done 2") {
					t.Errorf("one of many: %q, %v", got, err)
				}
			})
		}
		all.Wait()
		d.equal("tests that were ordered", d.sent(), 2)
	})
}

// TestOnceCrash ends a call at each of its steps in turn. Whoever calls again has it done once, wherever it ended.
func TestOnceCrash(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := &caller{story: tell(t, db)}
		call := feed.Call{By: "ana", What: "test"}
		steps, answered := int64(1), false
		for ; !answered; steps++ {
			call.Key, call.At = fmt.Sprint("k", steps), at(0).Add(time.Duration(steps)*time.Second)
			before := d.sent()
			ctx := newCountdown(t.Context(), steps)
			_, err := db.Once(ctx, call, d.do)
			answered = err == nil
			ctx.end()
			_, err = db.Once(t.Context(), call, d.do)
			for errors.Is(err, feed.ErrCallRunning) { // a server goes on with what nobody waits for any more
				_, err = db.Once(t.Context(), call, d.do)
			}
			d.must(err)
			if n := d.sent() - before; n != 1 {
				t.Fatalf("killed at step %d it was done %d times", steps, n)
			}
			if steps > 1000 {
				t.Fatal("the call never ends")
			}
		}
		if steps < 10 {
			t.Errorf("the call was killed at %d steps only", steps-1)
		}
	})
}
