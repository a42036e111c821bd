package webhook_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed/webhook"
)

func TestBackoff(t *testing.T) {
	var got []string
	for _, attempt := range []int{-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1 << 40} {
		got = append(got, webhook.Backoff(attempt).String())
	}
	want := []string{
		"5s", "5s", "5s", "5m0s", "30m0s", "2h0m0s", "5h0m0s", "10h0m0s", "14h0m0s", "20h0m0s", "24h0m0s", "24h0m0s", "24h0m0s",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the pauses (-want +got):\n%s", diff)
	}
	// The specification's own sum of the attempts.
	var all time.Duration
	for attempt := 1; attempt <= 9; attempt++ {
		all += webhook.Backoff(attempt)
	}
	if want := 75*time.Hour + 35*time.Minute + 5*time.Second; all != want {
		t.Errorf("the last attempt comes after %s, want %s", all, want)
	}
}
