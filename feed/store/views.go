package store

import (
	"context"
	"fmt"

	"github.com/datelinehq/dateline/feed"
)

// Views returns the filters that people saved, by name.
func (db *DB) Views(ctx context.Context) ([]feed.View, error) {
	list, err := collect(ctx, db.read, func(row scanner) (v feed.View, err error) {
		var at int64
		err = row.Scan(&v.Name, &v.Filter, &v.By, &at)
		v.At = instant(at)
		return v, err
	}, "select name, filter, saved_by, at from views order by name")
	if err != nil {
		return nil, fmt.Errorf("list the views: %w", err)
	}
	return list, nil
}

// SaveView keeps a filter under a name, in place of the one that had it.
func (db *DB) SaveView(ctx context.Context, v feed.View) error {
	err := db.within(ctx, func(t *Tx) error {
		_, err := affect(ctx, t.tx, `insert into views (name, filter, saved_by, at) values ($1, $2, $3, $4)
			on conflict (name) do update set filter = excluded.filter, saved_by = excluded.saved_by, at = excluded.at`,
			v.Name, v.Filter, v.By, micros(v.At))
		return err
	})
	if err != nil {
		return fmt.Errorf("save the view %q: %w", v.Name, err)
	}
	return nil
}

// DropView forgets the filter of a name. The error is ErrNotFound if there is none.
func (db *DB) DropView(ctx context.Context, name string) error {
	err := db.within(ctx, func(t *Tx) error {
		n, err := affect(ctx, t.tx, "delete from views where name = $1", name)
		if err == nil && n == 0 {
			err = ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("forget the view %q: %w", name, err)
	}
	return nil
}
