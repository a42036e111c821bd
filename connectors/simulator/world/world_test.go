package world_test

import (
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

var update = flag.Bool("update", false, "write the golden files anew")

// tuesday is an ordinary working day.
var tuesday = time.Date(2026, time.November, 24, 14, 0, 0, 0, time.UTC)

func live(t testing.TB, seed uint64, now time.Time) *world.World {
	t.Helper()
	w, err := world.New(world.Options{Seed: seed, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// The two months of one seed, to be read by people.
func TestHistory(t *testing.T) {
	got := summary(live(t, 1, tuesday).Acts(0))
	golden := filepath.Join("testdata", "history.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the history has changed; run with -update if it should have (-want +got):\n%s", diff)
	}
}

// The same seed and the same now give the same log, however the time after now is cut.
func TestCutsDoNotMatter(t *testing.T) {
	for seed := range uint64(8) {
		now := tuesday.Add(time.Duration(seed) * 1717 * time.Minute)
		end := now.Add(20 * 24 * time.Hour)
		once, cut := live(t, seed, now), live(t, seed, now)
		once.Advance(end)
		dice := rand.New(rand.NewPCG(seed, 0))
		for cut.Now().Before(end) {
			next := cut.Now().Add(time.Duration(dice.IntN(100_000)) * time.Second)
			if next.After(end) {
				next = end
			}
			cut.Advance(next)
		}
		if diff := cmp.Diff(once.Acts(0), cut.Acts(0)); diff != "" {
			t.Fatalf("seed %d: the worlds differ (-once +cut):\n%s", seed, diff)
		}
	}
}

// What happens after Now is dated as one wishes, and is the same otherwise.
func TestDates(t *testing.T) {
	plain, err := world.New(world.Options{Seed: 1, Now: tuesday})
	if err != nil {
		t.Fatal(err)
	}
	hasty, err := world.New(world.Options{Seed: 1, Now: tuesday, Date: func(at time.Time) time.Time {
		return tuesday.Add(at.Sub(tuesday) / 60).Truncate(time.Second)
	}})
	if err != nil {
		t.Fatal(err)
	}
	plain.Advance(tuesday.Add(48 * time.Hour))
	hasty.Advance(tuesday.Add(48 * time.Hour))
	want, got := plain.Acts(0), slices.Clone(hasty.Acts(0))
	for i := range got {
		if at := want[i].At; at.After(tuesday) {
			if shown := tuesday.Add(at.Sub(tuesday) / 60).Truncate(time.Second); !got[i].At.Equal(shown) {
				t.Errorf("what happened at %s is dated %s, want %s", at, got[i].At, shown)
			}
			got[i].At, got[i].Due = at, want[i].Due // days of the wall's calendar
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("but for the dates the worlds differ (-plain +hasty):\n%s", diff)
	}
}

func TestSeedsDiffer(t *testing.T) {
	if cmp.Equal(summary(live(t, 1, tuesday).Acts(0)), summary(live(t, 2, tuesday).Acts(0))) {
		t.Error("two seeds gave the same history")
	}
}

func TestAdvanceNeverGoesBack(t *testing.T) {
	w := live(t, 1, tuesday)
	before := len(w.Acts(0))
	w.Advance(tuesday.Add(-time.Hour))
	if !w.Now().Equal(tuesday) || len(w.Acts(0)) != before {
		t.Errorf("the world went back to %s and has %d acts, before %d", w.Now(), len(w.Acts(0)), before)
	}
}

// Long after the last prepared story there is still something to see every working week.
func TestLifeGoesOn(t *testing.T) {
	w := live(t, 3, tuesday)
	for week := range 60 {
		before := len(w.Acts(0))
		w.Advance(w.Now().Add(7 * 24 * time.Hour))
		if n := len(w.Acts(before)); n < 40 {
			t.Errorf("week %d after now has %d acts", week, n)
		}
	}
	if err := w.Err(); err != nil {
		t.Fatal(err)
	}
}

// Readers may look while the world lives: this is a test for the race detector.
func TestReadWhileAdvancing(t *testing.T) {
	w := live(t, 1, tuesday)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 200 {
			w.Advance(w.Now().Add(time.Hour))
		}
	}()
	for read := 0; ; {
		for _, a := range w.Acts(read) {
			if read++; a.ID != read {
				t.Fatalf("act %d came as number %d", a.ID, read)
			}
		}
		select {
		case <-done:
			return
		default:
		}
	}
}

func BenchmarkTwoMonths(b *testing.B) {
	for b.Loop() {
		w := live(b, 1, tuesday)
		b.ReportMetric(float64(len(w.Acts(0))), "acts")
	}
}
