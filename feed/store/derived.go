package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/datelinehq/dateline/feed"
)

// rules is the version of how accounts and references are found in what is stored. Whoever changes how raises it: all of
// it is then found anew when the next program starts.
const rules = 1

// rederive finds accounts and references in what was stored by a program that did not, or did it in another way. What
// happens meanwhile is taken care of by whoever stores it.
func (db *DB) rederive(ctx context.Context) error {
	version, err := one[int64](db.write.QueryRowContext(ctx, "select version from derived where what = 'references'"))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if version == rules {
		return nil
	}
	sources, err := collect(ctx, db.write, func(row scanner) (p place, err error) {
		return p, row.Scan(&p.id, &p.parent, &p.name, &p.tool)
	}, "select id, coalesce(parent, 0), name, tool from sources")
	if err != nil {
		return err
	}
	for _, src := range sources {
		if err := db.rederiveItems(ctx, src); err != nil {
			return err
		}
		if err := db.rederiveEvents(ctx, src); err != nil {
			return err
		}
	}
	_, err = affect(ctx, db.write, `insert into derived (what, version) values ('references', $1)
		on conflict (what) do update set version = excluded.version`, rules)
	return err
}

// rederiveAtOnce is how many items or events are gone through in one transaction.
const rederiveAtOnce = 1000

func (db *DB) rederiveItems(ctx context.Context, src place) error {
	for after, n := "", rederiveAtOnce; n == rederiveAtOnce; {
		err := db.within(ctx, func(t *Tx) error {
			if err := t.order(ctx); err != nil { // whoever else writes the same rows waits
				return err
			}
			items, err := collect(ctx, t.tx, readSnapshot, "select "+itemColumns+` from items i where i.source = $1 and i.id > $2
				order by i.id limit $3`, src.id, after, rederiveAtOnce)
			if n = len(items); err != nil || n == 0 {
				return err
			}
			after = items[n-1].ID
			var called, titled []renaming
			page := feed.Page{}
			for _, it := range items {
				called = append(called, renaming{it.ID, it.Names(), true})
				titled = append(titled, renaming{it.ID, named(it.Title, it.Key), true})
				if !it.Updated.IsZero() {
					page.Items = append(page.Items, it.Item)
				}
			}
			if err := t.call(ctx, src, called); err != nil {
				return err
			}
			if err := t.title(ctx, src, titled); err != nil {
				return err
			}
			return t.putAccounts(ctx, src, sightings(&page, db.now()), db.now())
		})
		if err != nil {
			return fmt.Errorf("go through the items of %q: %w", src.name, err)
		}
	}
	return nil
}

func (db *DB) rederiveEvents(ctx context.Context, src place) error {
	for after, n := "", rederiveAtOnce; n == rederiveAtOnce; {
		err := db.within(ctx, func(t *Tx) error {
			if err := t.order(ctx); err != nil {
				return err
			}
			records, err := collect(ctx, t.tx, readRecord, "select "+recordColumns+` from events where source = $1 and key > $2
				order by key limit $3`, src.id, after, rederiveAtOnce)
			if n = len(records); err != nil || n == 0 {
				return err
			}
			after = records[n-1].Key
			page := feed.Page{}
			for _, r := range records {
				page.Events = append(page.Events, r.Event)
			}
			items, err := t.facets(ctx, src, each(records, func(r record) string { return r.Item }))
			if err != nil {
				return err
			}
			if err := t.refer(ctx, src, records, items, true); err != nil {
				return err
			}
			return t.putAccounts(ctx, src, sightings(&page, db.now()), db.now())
		})
		if err != nil {
			return fmt.Errorf("go through the events of %q: %w", src.name, err)
		}
	}
	return nil
}
