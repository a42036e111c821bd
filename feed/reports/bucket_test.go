package reports

import (
	"testing"
	"time"
)

// TestAlong checks where working times lie among the buckets.
func TestAlong(t *testing.T) {
	for took, want := range map[time.Duration]float64{
		0: 0, 30 * time.Minute: 0.5, time.Hour: 1, 3 * time.Hour: 2.5, 8 * time.Hour: 4, 12 * time.Hour: 4.5, 40 * time.Hour: 6,
		41 * time.Hour: 6.5, 1000 * time.Hour: 6.5,
	} {
		if got := Along(took); got != want {
			t.Errorf("%s lies at %v, want %v", took, got, want)
		}
	}
}
