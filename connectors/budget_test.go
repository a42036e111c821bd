package connectors_test

import (
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// Two processes that use one credential make together no more requests than one may: 120 at once, and 12 in every second.
func TestProcessesShareABudget(t *testing.T) {
	const burst, perSecond = 120, 12
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		one, two := connectors.Spender(db, "github"), connectors.Spender(db, "github")
		now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		made := map[time.Duration]int{}
		for i := range 300 {
			spend := one
			if i%3 == 0 {
				spend = two
			}
			from, err := spend(t.Context(), now)
			if err != nil {
				t.Fatal(err)
			}
			made[from.Sub(now).Round(time.Millisecond)]++
		}
		for second := range 20 {
			sum := 0
			for wait, n := range made {
				if wait <= time.Duration(second)*time.Second {
					sum += n
				}
			}
			if sum > burst+second*perSecond {
				t.Errorf("%d requests are made within %d seconds, and %d may be", sum, second, burst+second*perSecond)
			}
			if second == 0 && sum < burst-2*perSecond {
				t.Errorf("only %d requests are made at once", sum)
			}
		}
	})
}

// What was taken long ago is not kept for later: an idle process cannot add it to what others take.
func TestLeasesEnd(t *testing.T) {
	db := storetest.SQLite(t)
	idle, busy := connectors.Spender(db, "notion"), connectors.Spender(db, "notion")
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	if _, err := idle(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Hour)
	for range 12 { // all there is, and the rest of what was taken with it
		if _, err := busy(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
	if from, err := idle(t.Context(), now); err != nil || !from.After(now) {
		t.Errorf("what was taken an hour ago is spent at %v, %v", from, err)
	}
}
