package store

import (
	"context"
	"fmt"

	"github.com/datelinehq/dateline/feed"
)

// MarkOpeners sets [feed.Entry.Opens] of those of these entries by which an ask was opened.
func (db *DB) MarkOpeners(ctx context.Context, entries []feed.Entry) error {
	items := map[string][]string{}
	for _, e := range entries {
		if e.Item != "" {
			items[e.Source] = append(items[e.Source], e.Item)
		}
	}
	for source, ids := range items {
		evidence, err := db.evidence(ctx, source, ids)
		if err != nil {
			return fmt.Errorf("look which asks were opened in %q: %w", source, err)
		}
		for i, e := range entries {
			entries[i].Opens = e.Opens || e.Source == source && evidence[e.Key]
		}
	}
	return nil
}

// evidence are the keys of the events that opened the asks of items.
func (db *DB) evidence(ctx context.Context, source string, items []string) (map[string]bool, error) {
	c := conditions{dialect: db.dialect}
	c.add("s.name = $%d", source)
	c.among(items, "a.item")
	if c.err != nil {
		return nil, c.err
	}
	keys := map[string]bool{}
	_, err := collect(ctx, db.read, func(row scanner) (_ struct{}, err error) {
		var text string
		if err := row.Scan(&text); err != nil {
			return struct{}{}, err
		}
		var d decoder
		var detail struct{ Evidence string }
		d.read(text, &detail)
		keys[detail.Evidence] = true
		return struct{}{}, d.err
	}, "select a.detail from sources s join asks a on a.source = s.id"+c.where(), c.args...)
	return keys, err
}
