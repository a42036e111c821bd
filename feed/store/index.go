package store

import (
	"context"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// index makes the records be found by what they and their items say now.
func (t *Tx) index(ctx context.Context, src place, records []record, items map[string]facet) error {
	rows := make([][]any, len(records))
	for i, r := range records {
		on := items[r.Item]
		about := append(marks(src, r.Event, on.state), t.db.dialect.eras(r.pos)...)
		rows[i] = []any{r.pos, t.db.dialect.document(document(on.title, r.Text), about)}
	}
	return t.db.dialect.index(ctx, t.tx, rows)
}

// reindex does so for all events of the items that are found by other words or marks now, and keeps anew what the events
// refer to whose items have other keys now.
func (t *Tx) reindex(ctx context.Context, src place, found, rekeyed []string) error {
	ids := slices.Concat(found, rekeyed)
	if len(ids) == 0 {
		return nil
	}
	records, err := t.records(ctx, src, "item", ids)
	if err != nil || len(records) == 0 {
		return err
	}
	items, err := t.facets(ctx, src, ids)
	if err != nil {
		return err
	}
	of := func(ids []string) (some []record) {
		for _, r := range records {
			if slices.Contains(ids, r.Item) {
				some = append(some, r)
			}
		}
		return some
	}
	if err := t.index(ctx, src, of(found), items); err != nil {
		return err
	}
	return t.refer(ctx, src, of(rekeyed), items, true)
}

// A facet is what the events of an item are found by, and what they mean by a number, too.
type facet struct {
	id, key, title string
	state          feed.State
}

func (t *Tx) facets(ctx context.Context, src place, ids []string) (map[string]facet, error) {
	list, err := t.db.dialect.list(ids)
	if err != nil {
		return nil, err
	}
	rows, err := collect(ctx, t.tx, func(row scanner) (f facet, err error) {
		return f, row.Scan(&f.id, &f.key, &f.title, &f.state)
	}, "select id, key, title, state from items where source = $1 and "+t.db.dialect.among("id", 2), src.id, list)
	if err != nil {
		return nil, err
	}
	found := make(map[string]facet, len(rows))
	for _, f := range rows {
		found[f.id] = f
	}
	return found, nil
}
