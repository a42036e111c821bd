package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// forgotten is after how long what a reader has seen is forgotten, if they do not come back.
const forgotten = 400 * 24 * time.Hour

// Looked returns how far a reader has read a view: the zero Look if they never did.
func (db *DB) Looked(ctx context.Context, reader, view string) (l feed.Look, err error) {
	var marked, at int64
	err = db.read.QueryRowContext(ctx, "select mark, marked, seen, at from looks where reader = $1 and view = $2", reader, view).
		Scan(&l.Mark, &marked, &l.Seen, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return feed.Look{}, nil
	}
	if err != nil {
		return l, fmt.Errorf("look how far a view was read: %w", err)
	}
	l.Marked, l.At = instant(marked), instant(at)
	return l, nil
}

// Look keeps how far a reader has read a view. What was not looked at for more than a year is forgotten.
func (db *DB) Look(ctx context.Context, reader, view string, l feed.Look) error {
	err := db.within(ctx, func(t *Tx) error {
		if _, err := affect(ctx, t.tx, "delete from looks where at < $1", micros(l.At.Add(-forgotten))); err != nil {
			return err
		}
		_, err := affect(ctx, t.tx, `insert into looks (reader, view, mark, marked, seen, at) values ($1, $2, $3, $4, $5, $6)
			on conflict (reader, view) do update set mark = excluded.mark, marked = excluded.marked, seen = excluded.seen, at = excluded.at`,
			reader, view, l.Mark, micros(l.Marked), l.Seen, micros(l.At))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep how far a view was read: %w", err)
	}
	return nil
}

// Marks returns what a reader made of items, the newest first.
func (db *DB) Marks(ctx context.Context, reader string) ([]feed.Mark, error) {
	list, err := collect(ctx, db.read, func(row scanner) (m feed.Mark, err error) {
		var at int64
		err = row.Scan(&m.Source, &m.Item, &m.State, &m.Seq, &at)
		m.At = instant(at)
		return m, err
	}, `select s.name, m.item, m.state, m.seq, m.at from marks m join sources s on s.id = m.source
		where m.reader = $1 order by m.at desc, m.item`, reader)
	if err != nil {
		return nil, fmt.Errorf("list what a reader made of items: %w", err)
	}
	return list, nil
}

// Mark keeps what a reader made of an item, or forgets it if the mark has no state. What was done long ago is forgotten too.
func (db *DB) Mark(ctx context.Context, reader string, m feed.Mark) error {
	err := db.within(ctx, func(t *Tx) error {
		src, err := t.place(ctx, m.Source)
		if err != nil {
			return err
		}
		_, err = affect(ctx, t.tx, "delete from marks where reader = $1 and (source = $2 and item = $3 or state = $4 and at < $5)",
			reader, src.id, m.Item, string(feed.Done), micros(m.At.Add(-forgotten)))
		if err != nil || m.State == "" {
			return err
		}
		_, err = affect(ctx, t.tx, "insert into marks (reader, source, item, state, seq, at) values ($1, $2, $3, $4, $5, $6)",
			reader, src.id, m.Item, string(m.State), m.Seq, micros(m.At))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep what a reader made of %s in %q: %w", m.Item, m.Source, err)
	}
	return nil
}
