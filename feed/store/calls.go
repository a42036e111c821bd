package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// keepCalls is how long the answer to a call is kept.
const keepCalls = 24 * time.Hour

// Once does what a call asks for, and keeps the answer in the same transaction: a program that is killed has done both or
// neither. A call that comes again within a day is given that answer, and nothing is done. What do writes with the context
// that it is given is in that transaction; where do fails nothing of it stays.
//
// The error wraps [feed.ErrCallRunning] while the call is being done, by this program or another one on the same PostgreSQL,
// and [feed.ErrCallOther] if the key was used for something else.
func (db *DB) Once(
	ctx context.Context, c feed.Call, do func(context.Context) (answer []byte, err error),
) (answer []byte, err error) {
	name := fmt.Sprintf("%q %q", c.By, c.Key)
	if _, running := db.running.LoadOrStore(name, nil); running {
		return nil, fmt.Errorf("do the call %s: %w", name, feed.ErrCallRunning)
	}
	defer db.running.Delete(name)
	err = db.within(ctx, func(t *Tx) error {
		if err := t.claim(ctx, name); err != nil {
			return err
		}
		if _, err := affect(ctx, t.tx, "delete from calls where at <= $1", micros(c.At.Add(-keepCalls))); err != nil {
			return err
		}
		var what, kept string
		err := t.tx.QueryRowContext(ctx, "select what, answer from calls where who = $1 and key = $2", c.By, c.Key).
			Scan(&what, &kept)
		switch {
		case err == nil && what != c.What:
			return feed.ErrCallOther
		case err == nil:
			answer = []byte(kept)
			return nil
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		if answer, err = do(context.WithValue(ctx, joinedKey{}, t)); err != nil {
			return err
		}
		_, err = affect(ctx, t.tx, "insert into calls (who, key, what, answer, at) values ($1, $2, $3, $4, $5)",
			c.By, c.Key, c.What, string(answer), micros(c.At))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("do the call %s: %w", name, err)
	}
	return answer, nil
}

// claim keeps other programs from a call until the transaction ends.
func (t *Tx) claim(ctx context.Context, name string) error {
	if t.db.dialect.claim == "" {
		return nil
	}
	free, err := one[bool](t.tx.QueryRowContext(ctx, t.db.dialect.claim, name))
	if err == nil && !free {
		err = feed.ErrCallRunning
	}
	return err
}
