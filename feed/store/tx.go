package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// A Tx is a transaction that a follower writes in. It is of no use once the function it was given to has returned.
type Tx struct {
	db *DB
	tx *sql.Tx
	// appending says that the transaction holds the lock under which numbers are taken.
	appending bool
}

// joinedKey is where a context carries the transaction that what is written with it belongs to.
type joinedKey struct{}

// joined is the transaction that ctx carries.
func (db *DB) joined(ctx context.Context) (*Tx, bool) {
	t, ok := ctx.Value(joinedKey{}).(*Tx)
	return t, ok && t.db == db
}

// writer is what a single statement is written with: the transaction that ctx carries, or none.
func (db *DB) writer(ctx context.Context) querier {
	if t, ok := db.joined(ctx); ok {
		return t.tx
	}
	return db.write
}

// within runs f in a transaction and commits it, or rolls it back if f fails. In the transaction that ctx carries f is a part of it.
func (db *DB) within(ctx context.Context, f func(*Tx) error) error {
	if t, ok := db.joined(ctx); ok {
		return f(t)
	}
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin a transaction: %w", err)
	}
	if err := f(&Tx{db: db, tx: tx}); err != nil {
		if failed := tx.Rollback(); failed != nil && !errors.Is(failed, sql.ErrTxDone) {
			err = errors.Join(err, failed)
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit a transaction: %w", err)
	}
	return nil
}

// Within runs f in a transaction that is committed if f succeeds. f must write through tx only.
func (db *DB) Within(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	return db.within(ctx, func(t *Tx) error { return f(ctx, t) })
}

// order makes this transaction wait for every other that takes numbers of the log. Numbers then appear in the order in
// which they were taken. Without it a follower could see number 2, move its bookmark there, and never see number 1,
// which was taken earlier and committed later.
func (t *Tx) order(ctx context.Context) error {
	if t.appending || t.db.dialect.lock == "" || t.db.unordered {
		return nil
	}
	if _, err := t.tx.ExecContext(ctx, t.db.dialect.lock); err != nil {
		return fmt.Errorf("wait for other writers: %w", err)
	}
	t.appending = true
	return nil
}
