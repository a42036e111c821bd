package simulator_test

import (
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator"
)

func TestPace(t *testing.T) {
	noon := time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		pace   simulator.Pace
		passed time.Duration
		want   time.Time
	}{
		{"real time", simulator.Pace{Clock: noon, World: noon, Speed: 1}, time.Minute, noon.Add(time.Minute)},
		{"an hour a minute", simulator.Pace{Clock: noon, World: noon, Speed: 60}, time.Minute, noon.Add(time.Hour)},
		{"from another day", simulator.Pace{Clock: noon, World: noon.Add(-24 * time.Hour), Speed: 2}, time.Hour, noon.Add(-22 * time.Hour)},
	} {
		if got := c.pace.At(noon.Add(c.passed)); !got.Equal(c.want) {
			t.Errorf("%s: after %s it is %s in the world, want %s", c.name, c.passed, got, c.want)
		}
		if got := c.pace.Date(c.want); !got.Equal(noon.Add(c.passed)) {
			t.Errorf("%s: what happens at %s in the world is dated %s, want %s", c.name, c.want, got, noon.Add(c.passed))
		}
	}
}
