package store

import (
	"context"

	"github.com/datelinehq/dateline/feed"
)

// index makes the records be found by what they and their items say now.
func (t *Tx) index(ctx context.Context, src place, records []record) error {
	items, err := t.facets(ctx, src, each(records, func(r record) string { return r.Item }))
	if err != nil {
		return err
	}
	rows := make([][]any, len(records))
	for i, r := range records {
		on := items[r.Item]
		about := append(marks(src, r.Event, on.state), t.db.dialect.eras(r.pos)...)
		rows[i] = []any{r.pos, t.db.dialect.document(document(on.title, r.Text), about)}
	}
	return t.db.dialect.index(ctx, t.tx, rows)
}

// reindex does so for all events of the items.
func (t *Tx) reindex(ctx context.Context, src place, items []string) error {
	if len(items) == 0 {
		return nil
	}
	records, err := t.records(ctx, src, "item", items)
	if err != nil || len(records) == 0 {
		return err
	}
	return t.index(ctx, src, records)
}

// A facet is what the events of an item are found by too.
type facet struct {
	id, title string
	state     feed.State
}

func (t *Tx) facets(ctx context.Context, src place, ids []string) (map[string]facet, error) {
	list, err := t.db.dialect.list(ids)
	if err != nil {
		return nil, err
	}
	rows, err := collect(ctx, t.tx, func(row scanner) (f facet, err error) {
		return f, row.Scan(&f.id, &f.title, &f.state)
	}, "select id, title, state from items where source = $1 and "+t.db.dialect.among("id", 2), src.id, list)
	if err != nil {
		return nil, err
	}
	found := make(map[string]facet, len(rows))
	for _, f := range rows {
		found[f.id] = f
	}
	return found, nil
}
