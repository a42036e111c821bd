package store

import (
	"context"
	"slices"
)

// remove forgets what the items said that no longer exist, and what was said about them. It returns how many events
// that changed; followers see each of them once more.
func (t *Tx) remove(ctx context.Context, src place, ids []string) (int, error) {
	if len(ids) == 0 {
		return 0, nil
	}
	c := conditions{dialect: t.db.dialect}
	c.add("source = $%d and gone = 0", src.id)
	c.among(ids, "id")
	if c.err != nil {
		return 0, c.err
	}
	lost, err := affect(ctx, t.tx, "update items set gone = 1, title = '', labels = '[]'"+c.where(), c.args...)
	if err != nil {
		return 0, err
	}
	if err := t.untitle(ctx, src, ids); err != nil {
		return 0, err
	}
	if lost > 0 {
		if err := t.shown(ctx); err != nil {
			return 0, err
		}
	}
	records, err := t.records(ctx, src, "item", ids)
	if err != nil {
		return 0, err
	}
	return t.forget(ctx, src, records)
}

// retract forgets what the events said that no longer exist though their items do.
func (t *Tx) retract(ctx context.Context, src place, keys []string) (int, error) {
	if len(keys) == 0 {
		return 0, nil
	}
	records, err := t.records(ctx, src, "key", keys)
	if err != nil {
		return 0, err
	}
	return t.forget(ctx, src, records)
}

// forget takes from events what they said, and leaves that they were.
func (t *Tx) forget(ctx context.Context, src place, records []record) (int, error) {
	records = slices.DeleteFunc(records, func(r record) bool { return r.gone })
	if len(records) == 0 {
		return 0, nil
	}
	slices.SortFunc(records, func(a, b record) int { return int(a.changed - b.changed) })
	for i := range records {
		r := &records[i]
		r.Text, r.From, r.Into, r.gone = "", "", "", true
	}
	return len(records), t.write(ctx, src, nil, records)
}
