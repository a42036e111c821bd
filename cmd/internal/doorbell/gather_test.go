package doorbell_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/datelinehq/dateline/cmd/internal/doorbell"
)

// A busy source is polled at once and then every three seconds, however often it rings; another does not wait for it.
func TestRingsAreGathered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var passed []string
		g := doorbell.NewGatherer(func(_ context.Context, r doorbell.Ring) {
			passed = append(passed, fmt.Sprint(r.Source, r.Part, " ", time.Since(began)))
		})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- g.Run(ctx) }()
		for i := range 50 {
			g.Add(doorbell.Ring{Source: "api"})
			if i == 10 {
				g.Add(doorbell.Ring{Source: "web"})
				g.Add(doorbell.Ring{Source: "api", Part: "7"})
			}
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(time.Minute)
		g.Add(doorbell.Ring{Source: "api"})
		synctest.Wait()
		want := []string{"api 0s", "web 1s", "api7 1s", "api 3s", "api 6s", "api 1m5s"}
		if !slices.Equal(passed, want) {
			t.Errorf("passed on %q, want %q", passed, want)
		}
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
	})
}
