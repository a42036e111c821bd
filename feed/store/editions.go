package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Edition returns the edition that documents of a name are in now: e tells Name and Of. The first who asks for an edition
// dates it with now, or a second behind the one before where that is not earlier, and everybody is told the same from
// then on, after a restart and in every process. Whoever asks again costs one row.
func (db *DB) Edition(ctx context.Context, e feed.Edition, now time.Time) (feed.Edition, error) {
	var items, since int64
	var dated string
	err := db.read.QueryRowContext(ctx, `select coalesce((select max(changed) from events), 0),
		coalesce((select n from counters where what = 'items'), 0),
		coalesce((select version from editions where name = $1), ''),
		coalesce((select at from editions where name = $1), 0)`, e.Name).Scan(&e.Head, &items, &dated, &since)
	if err != nil {
		return e, fmt.Errorf("look up the edition of %s: %w", e.Name, err)
	}
	e.Version = fmt.Sprintf("%d.%d.%s", e.Head, items, e.Of)
	if dated != e.Version {
		if since, err = db.date(ctx, e, now); err != nil {
			return e, fmt.Errorf("date the edition of %s: %w", e.Name, err)
		}
	}
	e.Since = time.Unix(since, 0).UTC()
	return e, nil
}

// date keeps since when there is an edition. Somebody may have been quicker: then their date holds.
func (db *DB) date(ctx context.Context, e feed.Edition, now time.Time) (since int64, err error) {
	err = db.within(ctx, func(t *Tx) error {
		since, err = one[int64](t.tx.QueryRowContext(ctx, `insert into editions (name, version, at) values ($1, $2, $3)
			on conflict (name) do update set version = excluded.version,
			at = case when excluded.at > editions.at then excluded.at else editions.at + 1 end
			where editions.version <> excluded.version returning at`, e.Name, e.Version, now.Unix()))
		if errors.Is(err, sql.ErrNoRows) {
			since, err = one[int64](t.tx.QueryRowContext(ctx, "select at from editions where name = $1", e.Name))
		}
		return err
	})
	return since, err
}

// shown notes that items which events show are called or stand otherwise now: the log does not tell.
func (t *Tx) shown(ctx context.Context) error {
	_, err := affect(ctx, t.tx, `insert into counters (what, n) values ('items', 1)
		on conflict (what) do update set n = counters.n + 1`)
	return err
}
