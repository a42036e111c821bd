package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"
)

// Session returns what is kept under the name of a session, if that has not ended by now.
func (db *DB) Session(ctx context.Context, name string, now time.Time) (data []byte, found bool, err error) {
	var text string
	err = db.read.QueryRowContext(ctx, "select data from sessions where token = $1 and expires > $2", name, micros(now)).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err == nil {
		text, err = db.open(dataOfSessions, name, text)
	}
	if err == nil {
		data, err = base64.StdEncoding.DecodeString(text)
	}
	if err != nil {
		return nil, false, fmt.Errorf("read a session: %w", err)
	}
	return data, true, nil
}

// PutSession keeps a session until it ends. Those that have ended by now are forgotten.
func (db *DB) PutSession(ctx context.Context, name string, data []byte, ends, now time.Time) error {
	err := db.within(ctx, func(t *Tx) error {
		if _, err := affect(ctx, t.tx, "delete from sessions where expires <= $1", micros(now)); err != nil {
			return err
		}
		_, err := affect(ctx, t.tx, `insert into sessions (token, data, expires) values ($1, $2, $3)
			on conflict (token) do update set data = excluded.data, expires = excluded.expires`,
			name, db.seal(dataOfSessions, name, base64.StdEncoding.EncodeToString(data)), micros(ends))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep a session: %w", err)
	}
	return nil
}

// DropSession forgets a session.
func (db *DB) DropSession(ctx context.Context, name string) error {
	err := db.within(ctx, func(t *Tx) error {
		_, err := affect(ctx, t.tx, "delete from sessions where token = $1", name)
		return err
	})
	if err != nil {
		return fmt.Errorf("forget a session: %w", err)
	}
	return nil
}
