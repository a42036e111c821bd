package doorbell

import (
	"context"
	"slices"
	"sync"
	"time"
)

// gatherFor is how long the rings of a source are gathered after one was passed on.
const gatherFor = 3 * time.Second

// A Gatherer passes rings on, for each source the first at once and those that follow it soon as one.
type Gatherer struct {
	pass func(context.Context, Ring)

	mu      sync.Mutex
	waiting []Ring
	passed  map[Ring]time.Time
	woken   chan struct{}
}

// NewGatherer makes a Gatherer. It passes nothing on before Run.
func NewGatherer(pass func(context.Context, Ring)) *Gatherer {
	return &Gatherer{pass: pass, passed: map[Ring]time.Time{}, woken: make(chan struct{}, 1)}
}

// Add takes a ring and returns at once.
func (g *Gatherer) Add(r Ring) {
	g.mu.Lock()
	if !slices.Contains(g.waiting, r) {
		g.waiting = append(g.waiting, r)
	}
	g.mu.Unlock()
	select {
	case g.woken <- struct{}{}:
	default:
	}
}

// Run passes rings on until the context ends.
func (g *Gatherer) Run(ctx context.Context) error {
	timer := time.NewTimer(gatherFor)
	defer timer.Stop()
	for {
		ready, wait := g.ready(time.Now())
		for _, r := range ready {
			g.pass(ctx, r)
		}
		timer.Reset(wait)
		select {
		case <-g.woken:
		case <-timer.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// ready takes out the rings that are to be passed on now, and tells how long the next is to wait.
func (g *Gatherer) ready(now time.Time) (ready []Ring, wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for r, at := range g.passed {
		if now.Sub(at) >= gatherFor {
			delete(g.passed, r)
		}
	}
	wait = time.Hour
	g.waiting = slices.DeleteFunc(g.waiting, func(r Ring) bool {
		if last, soon := g.passed[r]; soon {
			wait = min(wait, gatherFor-now.Sub(last))
			return false
		}
		g.passed[r] = now
		ready = append(ready, r)
		return true
	})
	return ready, wait
}
