package store

import (
	"context"
	"fmt"

	"github.com/datelinehq/dateline/feed"
)

// A WaitingCount is how many asks wait for a response in one state, flagged or not.
type WaitingCount struct {
	State   feed.AskState
	Flagged bool
	Asks    int
}

// WaitingAsks counts the asks that wait for a response.
func (db *DB) WaitingAsks(ctx context.Context) ([]WaitingCount, error) {
	counts, err := collect(ctx, db.read, func(row scanner) (c WaitingCount, err error) {
		err = row.Scan(&c.State, &c.Flagged, &c.Asks)
		return c, err
	}, "select state, flagged > 0, count(*) from asks where waiting = 1 group by state, flagged > 0")
	if err != nil {
		return nil, fmt.Errorf("count the asks that wait: %w", err)
	}
	return counts, nil
}
