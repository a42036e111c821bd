package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Due returns the sources of a tool that are to be polled at now, the longest due first, at most limit of them, and when
// the next one after now will be due: the zero time if there is none. Paused, retired and refused sources are never due.
func (db *DB) Due(ctx context.Context, tool string, now time.Time, limit int) (due []feed.Source, next time.Time, err error) {
	due, err = collect(ctx, db.read, sourceReader(new(feed.Cursor)), "select "+sourceColumns+sourceTables+`
		where s.tool = $1 and s.due <= $2 and`+sourceActive+`order by s.due, s.name limit $3`, tool, micros(now), limit)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("look for sources that are due: %w", err)
	}
	at, err := one[sql.NullInt64](db.read.QueryRowContext(ctx, "select min(s.due)"+sourceTables+
		"where s.tool = $1 and s.due > $2 and"+sourceActive, tool, micros(now)))
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("look for the next source that is due: %w", err)
	}
	return due, instant(at.Int64), nil
}

// Postpone makes a source due at another time: later, or now.
func (db *DB) Postpone(ctx context.Context, name string, due time.Time) error {
	return db.change(ctx, "postpone", name, "update sources set due = $2 where name = $1", micros(due))
}

// PostponeFrom makes a source that is due at a time due at another, and reports whether it did: it is left alone if it is due at
// some other time by then.
func (db *DB) PostponeFrom(ctx context.Context, name string, from, due time.Time) (bool, error) {
	n, err := affect(ctx, db.write, "update sources set due = $3 where name = $1 and due = $2", name, micros(from), micros(due))
	if err != nil {
		return false, fmt.Errorf("postpone the source %q: %w", name, err)
	}
	return n > 0, nil
}

// Pause stops the polling of a source and of its parts, or lets it go on.
func (db *DB) Pause(ctx context.Context, name string, paused bool) error {
	return db.change(ctx, "pause", name, "update sources set paused = $2 where name = $1", flag(paused))
}

// Fail notes that a source could not be read at a time, and why, in a sentence for the operator. The state is
// [feed.SourceFailing] if it is to be tried again when due, or [feed.SourceRefused]. The cursor stays where it is.
func (db *DB) Fail(ctx context.Context, name string, state feed.SourceState, reason string, at, due time.Time) error {
	if state != feed.SourceFailing && state != feed.SourceRefused {
		return fmt.Errorf("fail the source %q: %q is no state of failure", name, state)
	}
	return db.change(ctx, "fail", name, `update sources set since = case when state = $2 then since else $4 end,
		state = $2, error = $3, attempt = $4, due = $5 where name = $1`,
		string(state), feed.Text(reason, feed.MaxText), micros(at), micros(due))
}

// Restart forgets how far a source was read: it is due at once and read from the beginning. What was stored stays and is
// recognised when it comes again.
func (db *DB) Restart(ctx context.Context, name string, at time.Time) error {
	return db.change(ctx, "restart", name, `update sources set cursor = '', state = 'new', error = '', since = $2, due = $2,
		reading_what = '', reading_done = 0, reading_total = 0 where name = $1`, micros(at))
}

// change runs a statement on the source of that name.
func (db *DB) change(ctx context.Context, what, name, statement string, args ...any) error {
	n, err := affect(ctx, db.write, statement, append([]any{name}, args...)...)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("%s the source %q: %w", what, name, err)
	}
	return nil
}
