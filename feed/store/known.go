package store

import (
	"context"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Known returns the snapshots last stored of those items of a source that are stored and not gone, by id. What was only
// mentioned is not known.
func (db *DB) Known(ctx context.Context, source string, ids []string) (map[string]feed.Item, error) {
	list, err := db.dialect.list(ids)
	if err != nil {
		return nil, err
	}
	rows, err := collect(ctx, db.read, readSnapshot, "select "+itemColumns+
		" from items i where i.source = (select id from sources where name = $1) and i.gone = 0 and i.updated > 0 and "+
		db.dialect.among("i.id", 2), source, list)
	if err != nil {
		return nil, fmt.Errorf("look up items of %q: %w", source, err)
	}
	found := make(map[string]feed.Item, len(rows))
	for _, s := range rows {
		found[s.ID] = s.Item
	}
	return found, nil
}

// Existing returns the ids of the items of a source that are not gone, in their order, at most limit of them behind the
// id after.
func (db *DB) Existing(ctx context.Context, source, after string, limit int) ([]string, error) {
	ids, err := collect(ctx, db.read, one[string], `select i.id from items i where i.source = (select id from sources where name = $1)
		and i.id > $2 and i.gone = 0 order by i.id limit $3`, source, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list the items of %q: %w", source, err)
	}
	return ids, nil
}

// Remove forgets items that the tool no longer has, and what was said on them, as a page that says they are gone does.
// An item that was read at or after seen stays: it was there then.
func (db *DB) Remove(ctx context.Context, source string, ids []string, seen time.Time) error {
	err := db.within(ctx, func(t *Tx) error {
		if err := t.order(ctx); err != nil {
			return err
		}
		src, err := t.place(ctx, source)
		if err != nil {
			return err
		}
		stored, err := t.snapshots(ctx, src, ids)
		if err != nil {
			return err
		}
		var lost []string
		for _, id := range ids {
			if s, ok := stored[id]; ok && !s.gone && s.Updated.Before(seen) {
				lost = append(lost, id)
			}
		}
		_, err = t.remove(ctx, src, lost)
		return err
	})
	if err != nil {
		return fmt.Errorf("remove items of %q: %w", source, err)
	}
	return nil
}
