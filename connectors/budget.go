package connectors

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"
	"time"
)

// A Budget is shared by all processes that use a credential. It grows by one request in every interval, to at most burst.
// Take takes n of them and says from when on they may be made.
type Budget interface {
	Take(ctx context.Context, name string, n int, interval time.Duration, burst int, now time.Time) (time.Time, error)
}

// leaseFor is for how long requests that were taken at once may be made. What is left then is lost: a process that kept it
// could spend it on top of what others take later.
const leaseFor = 5 * time.Second

// A purse holds what one process took from a budget: as many requests at once as may be made in a second, so that the budget
// is not asked for each.
type purse struct {
	budget Budget
	name   string
	pace   pace

	mu    sync.Mutex
	left  int
	from  time.Time // when they may be made
	until time.Time // and until when
}

// nameOf is what a credential's budget is called: it does not tell the credential.
func nameOf(key [sha256.Size]byte) string { return hex.EncodeToString(key[:]) }

// spend takes one request, from the budget if need be, and returns from when on it may be made.
func (p *purse) spend(ctx context.Context, now time.Time) (time.Time, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.left == 0 || !now.Before(p.until) {
		n := max(1, int(p.pace.perSecond))
		from, err := p.budget.Take(ctx, p.name, n, p.pace.interval(), p.pace.burst, now)
		if err != nil {
			return time.Time{}, fmt.Errorf("asking how many requests others leave: %w", err)
		}
		p.left, p.from, p.until = n, from, from.Add(leaseFor)
	}
	p.left--
	return p.from, nil
}

// interval is the time between two requests.
func (p pace) interval() time.Duration {
	return time.Duration(float64(time.Second) / float64(p.perSecond))
}

// wait returns when a request may be made.
func (p *purse) wait(ctx context.Context) error {
	now := time.Now()
	from, err := p.spend(ctx, now)
	if err != nil || !from.After(now) {
		return err
	}
	turn := time.NewTimer(from.Sub(now))
	defer turn.Stop()
	select {
	case <-turn.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
