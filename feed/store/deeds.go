package store

import (
	"context"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// remembered is for how long it is kept what was done.
const remembered = 400 * 24 * time.Hour

// Note keeps that somebody did something. What was done more than a year before is forgotten.
func (db *DB) Note(ctx context.Context, d feed.Deed) error {
	err := db.within(ctx, func(t *Tx) error {
		if _, err := affect(ctx, t.tx, "delete from deeds where at < $1", micros(d.At.Add(-remembered))); err != nil {
			return err
		}
		_, err := affect(ctx, t.tx, "insert into deeds (at, done_by, what, source, status) values ($1, $2, $3, $4, $5)",
			micros(d.At), feed.Text(d.By, feed.MaxName), feed.Text(d.What, feed.MaxTitle), d.Source, d.Status)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep what was done: %w", err)
	}
	return nil
}

// Deeds returns at most limit of what was done, the newest first, but to sources that are hidden.
func (db *DB) Deeds(ctx context.Context, hidden []string, limit int) ([]feed.Deed, error) {
	c := conditions{dialect: db.dialect}
	if len(hidden) > 0 {
		c.beyond(hidden, "source")
	}
	where, rows := c.where(), c.limit(limit)
	if c.err != nil {
		return nil, c.err
	}
	list, err := collect(ctx, db.read, func(row scanner) (d feed.Deed, err error) {
		var at int64
		err = row.Scan(&at, &d.By, &d.What, &d.Source, &d.Status)
		d.At = instant(at)
		return d, err
	}, "select at, done_by, what, source, status from deeds"+where+" order by at desc, id desc"+rows, c.args...)
	if err != nil {
		return nil, fmt.Errorf("list what was done: %w", err)
	}
	return list, nil
}
