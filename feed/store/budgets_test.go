package store_test

import (
	"sync"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// A budget of one request a second and at most ten at a time.
func TestTake(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, step := range []struct {
			name  string
			at, n int // at is in seconds
			wait  int // and so is wait
		}{
			{"one", 0, 4, 0},
			{"one", 0, 6, 0},  // all there is
			{"one", 0, 5, 5},  // five too many
			{"one", 1, 1, 5},  // waits behind those
			{"two", 1, 10, 0}, // another credential
			{"one", 5, 1, 2},
			{"one", 100, 10, 0}, // a long rest fills it, but no further
			{"one", 100, 1, 1},
		} {
			now := at(0).Add(time.Duration(step.at) * time.Second)
			from, err := db.Take(t.Context(), step.name, step.n, time.Second, 10, now)
			if err != nil {
				t.Fatal(err)
			}
			if wait := from.Sub(now); wait != time.Duration(step.wait)*time.Second {
				t.Errorf("%d taken from %s at second %d wait for %v, want %d s", step.n, step.name, step.at, wait, step.wait)
			}
		}
	})
}

// However many take at once, nobody is given what another has.
func TestTakeTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var all sync.WaitGroup
		var mu sync.Mutex
		given := map[time.Duration]int{}
		for range 20 {
			all.Go(func() {
				from, err := db.Take(t.Context(), "one", 1, time.Second, 10, at(0))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				given[from.Sub(at(0))]++
			})
		}
		all.Wait()
		for wait, n := range given {
			if want := map[bool]int{true: 10, false: 1}[wait == 0]; n != want {
				t.Errorf("%d may be made after %v, want %d", n, wait, want)
			}
		}
		if len(given) != 11 {
			t.Errorf("they wait for %v", given)
		}
	})
}
