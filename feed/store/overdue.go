package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Overdue returns the open asks that are not flagged and were due by a time, the earliest first, at most limit. Read
// says whether the source was read since.
func (db *DB) Overdue(ctx context.Context, by time.Time, limit int) ([]feed.AskEntry, error) {
	list, err := collect(ctx, db.read, readAsk, "select "+askColumns+askTables+
		"where a.state = 'open' and a.flagged = 0 and a.due <= $1 order by a.due, a.id limit $2", micros(by), limit)
	if err != nil {
		return nil, fmt.Errorf("list the asks that are overdue: %w", err)
	}
	return list, nil
}

// NextDue returns when the first open ask that is not flagged falls due after a time: the zero time if none does.
func (db *DB) NextDue(ctx context.Context, after time.Time) (time.Time, error) {
	due, err := one[sql.NullInt64](db.read.QueryRowContext(ctx,
		"select min(due) from asks where state = 'open' and flagged = 0 and due > $1 and due < $2", micros(after), int64(never)))
	if err != nil {
		return time.Time{}, fmt.Errorf("look for the next ask that is due: %w", err)
	}
	return instant(due.Int64), nil
}

// Flag marks an ask as flagged at a time and appends the event that says so, in one transaction. It reports false, and
// does nothing, if the ask was flagged before or is no longer open.
func (db *DB) Flag(ctx context.Context, ask feed.AskEntry, e feed.Event, at time.Time) (flagged bool, err error) {
	err = db.within(ctx, func(t *Tx) error {
		// In the same order as a commit: first the log, then the rows.
		if err := t.order(ctx); err != nil {
			return err
		}
		n, err := affect(ctx, t.tx, "update asks set flagged = $2 where id = $1 and state = 'open' and flagged = 0",
			ask.ID, micros(at))
		if err != nil || n == 0 {
			return err
		}
		flagged = true
		_, err = t.Append(ctx, ask.Source, e)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("flag the ask %s: %w", ask.ID, err)
	}
	return flagged, nil
}
