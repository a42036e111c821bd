package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/datelinehq/dateline/feed"
)

// What the numbers of changes are called among what is derived.
const (
	asksChanged      = "asks"
	asksTaken        = "asks taken away"
	decisionsChanged = "decisions"
)

// next gives the next number of a kind. Numbers become visible in their order: whoever takes one holds the lock of the log until
// it commits.
func (t *Tx) next(ctx context.Context, kind string) (int64, error) {
	if err := t.order(ctx); err != nil {
		return 0, err
	}
	return one[int64](t.tx.QueryRowContext(ctx, "update derived set version = version + 1 where what = $1 returning version", kind))
}

// An AsksState names a state of the asks. The zero state is that before there were any.
type AsksState struct {
	// Changed is the number of the last change, Taken how often some were taken away. Both only go up.
	Changed, Taken int64
}

// AsksState returns the state that the asks are in.
func (db *DB) AsksState(ctx context.Context) (s AsksState, err error) {
	err = db.read.QueryRowContext(ctx, "select a.version, t.version from derived a, derived t where a.what = $1 and t.what = $2",
		asksChanged, asksTaken).Scan(&s.Changed, &s.Taken)
	if err != nil {
		return s, fmt.Errorf("look whether asks changed: %w", err)
	}
	return s, nil
}

// DecisionsState returns the number of the last change of decisions. It only goes up.
func (db *DB) DecisionsState(ctx context.Context) (int64, error) {
	n, err := one[int64](db.read.QueryRowContext(ctx, "select version from derived where what = $1", decisionsChanged))
	if err != nil {
		return 0, fmt.Errorf("look whether decisions changed: %w", err)
	}
	return n, nil
}

// AsksSince gives yield the asks that were derived or flagged after a change of a number, one after the other and in no order.
// Of their items it tells only the ids.
func (db *DB) AsksSince(ctx context.Context, changed int64, yield func(feed.AskEntry)) (err error) {
	rows, err := db.read.QueryContext(ctx, "select "+aloneAsk+" from asks a join sources s on s.id = a.source where a.changed > $1", changed)
	if err != nil {
		return fmt.Errorf("list the asks that changed: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for read := askReader(false); rows.Next(); {
		ask, err := read(rows)
		if err != nil {
			return fmt.Errorf("read an ask that changed: %w", err)
		}
		yield(ask)
	}
	return rows.Err()
}

// AskIDs gives yield the ids of all asks, in no order.
func (db *DB) AskIDs(ctx context.Context, yield func(id string)) (err error) {
	rows, err := db.read.QueryContext(ctx, "select id from asks")
	if err != nil {
		return fmt.Errorf("list the ids of the asks: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		id, err := one[string](rows)
		if err != nil {
			return fmt.Errorf("read the id of an ask: %w", err)
		}
		yield(id)
	}
	return rows.Err()
}

// CountAsks counts the asks.
func (db *DB) CountAsks(ctx context.Context) (int, error) {
	n, err := one[int](db.read.QueryRowContext(ctx, "select count(*) from asks"))
	if err != nil {
		return 0, fmt.Errorf("count the asks: %w", err)
	}
	return n, nil
}
