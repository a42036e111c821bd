package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A Bookmark says how far a follower has come in the log.
type Bookmark struct {
	Follower string
	// Seq is the highest number it has seen; Moved is when it last went on.
	Seq   int64
	Moved time.Time
}

// Follow gives f the entries behind the follower's bookmark, in the order of their Changed numbers, at most limit of
// them, and then moves the bookmark. What f writes through tx and the moved bookmark are committed together; if f fails
// neither is, and the same entries come again. An entry that is revised comes again at its new number. Two calls for one
// follower wait for each other. n is how many entries there were; f is not called for none.
//
// f must write through tx only: on SQLite any other writing would wait for f to end.
func (db *DB) Follow(ctx context.Context, follower string, limit int,
	f func(ctx context.Context, tx *Tx, entries []feed.Entry) error) (n int, err error) {
	// Where there is nothing to follow, nothing is locked and nothing written.
	if waiting, err := db.After(ctx, follower, 1); err != nil || len(waiting) == 0 {
		return 0, err
	}
	err = db.within(ctx, func(t *Tx) error {
		at, err := t.hold(ctx, follower)
		if err != nil {
			return err
		}
		entries, err := behind(ctx, t.tx, at, limit)
		if err != nil || len(entries) == 0 {
			return err
		}
		if err := f(ctx, t, entries); err != nil {
			return err
		}
		n = len(entries)
		return t.move(ctx, follower, entries[n-1].Changed)
	})
	if err != nil {
		return 0, fmt.Errorf("follow the log as %q: %w", follower, err)
	}
	return n, nil
}

// hold makes sure the follower has a bookmark, keeps it from being moved by others, and returns it.
func (t *Tx) hold(ctx context.Context, follower string) (at int64, err error) {
	_, err = t.tx.ExecContext(ctx, "insert into bookmarks (follower, seq, moved) values ($1, 0, 0) on conflict (follower) do nothing", follower)
	if err != nil {
		return 0, err
	}
	return one[int64](t.tx.QueryRowContext(ctx, "select seq from bookmarks where follower = $1 "+t.db.dialect.share, follower))
}

func (t *Tx) move(ctx context.Context, follower string, to int64) error {
	_, err := t.tx.ExecContext(ctx, "update bookmarks set seq = $2, moved = $3 where follower = $1 and seq < $2",
		follower, to, micros(t.db.now()))
	return err
}

// After returns the entries behind the follower's bookmark, in the order of their Changed numbers, at most limit. It is
// for followers whose work is outside the database; they call [DB.Advance] when it is done.
func (db *DB) After(ctx context.Context, follower string, limit int) ([]feed.Entry, error) {
	at, err := one[int64](db.read.QueryRowContext(ctx, "select seq from bookmarks where follower = $1", follower))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("read the bookmark of %q: %w", follower, err)
	}
	entries, err := behind(ctx, db.read, at, limit)
	if err != nil {
		return nil, fmt.Errorf("read the log as %q: %w", follower, err)
	}
	return entries, nil
}

// Advance moves the follower's bookmark forward to the Changed number of the last entry it is done with. It never moves
// it back.
func (db *DB) Advance(ctx context.Context, follower string, to int64) error {
	err := db.within(ctx, func(t *Tx) error {
		if _, err := t.hold(ctx, follower); err != nil {
			return err
		}
		return t.move(ctx, follower, to)
	})
	if err != nil {
		return fmt.Errorf("move the bookmark of %q: %w", follower, err)
	}
	return nil
}

// Head returns the highest number of the log, 0 while it is empty.
func (db *DB) Head(ctx context.Context) (int64, error) {
	n, err := head(ctx, db.read)
	if err != nil {
		return 0, fmt.Errorf("read the head of the log: %w", err)
	}
	return n, nil
}

func head(ctx context.Context, q querier) (int64, error) {
	return one[int64](q.QueryRowContext(ctx, "select coalesce(max(changed), 0) from events"))
}

// Bookmarks returns the bookmarks of all followers, by name.
func (db *DB) Bookmarks(ctx context.Context) ([]Bookmark, error) {
	list, err := collect(ctx, db.read, func(row scanner) (b Bookmark, err error) {
		var moved int64
		err = row.Scan(&b.Follower, &b.Seq, &moved)
		b.Moved = instant(moved)
		return b, err
	}, "select follower, seq, moved from bookmarks order by follower")
	if err != nil {
		return nil, fmt.Errorf("list the bookmarks: %w", err)
	}
	return list, nil
}
