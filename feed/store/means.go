package store

import (
	"context"
	"fmt"

	"github.com/datelinehq/dateline/feed"
)

// MarkMeans sets [feed.Entry.Means] of these entries: what was derived from each.
func (db *DB) MarkMeans(ctx context.Context, entries []feed.Entry) error {
	items := map[string][]string{}
	for _, e := range entries {
		if e.Item != "" {
			items[e.Source] = append(items[e.Source], e.Item)
		}
	}
	for source, ids := range items {
		opened, err := db.openers(ctx, source, ids)
		if err != nil {
			return fmt.Errorf("look which asks were opened in %q: %w", source, err)
		}
		matters, err := db.matters(ctx, source, ids)
		if err != nil {
			return fmt.Errorf("look what was decided in %q: %w", source, err)
		}
		for i, e := range entries {
			if e.Source == source {
				entries[i].Means = feed.Meaning(e, opened[e.Key], matters[e.Item])
			}
		}
	}
	return nil
}

// openers are the keys of the events that opened the asks of items.
func (db *DB) openers(ctx context.Context, source string, items []string) (map[string]bool, error) {
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

// matters are the decisions of items, as far as it matters which event did what to them.
func (db *DB) matters(ctx context.Context, source string, items []string) (map[string][]feed.Matter, error) {
	c := conditions{dialect: db.dialect}
	c.add("s.name = $%d", source)
	c.among(items, "d.item")
	if c.err != nil {
		return nil, c.err
	}
	of := map[string][]feed.Matter{}
	_, err := collect(ctx, db.read, func(row scanner) (_ struct{}, err error) {
		var m feed.Matter
		var proposed, decided, ended int64
		var evidence, supersedes string
		if err := row.Scan(&m.Item, &m.State, &proposed, &decided, &ended, &evidence, &supersedes); err != nil {
			return struct{}{}, err
		}
		var d decoder
		m.Proposed, m.Decided, m.Ended = instant(proposed), instant(decided), instant(ended)
		m.Evidence, m.Supersedes = d.strings(evidence), d.strings(supersedes)
		of[m.Item] = append(of[m.Item], m)
		return struct{}{}, d.err
	}, "select d.item, d.state, d.proposed, d.decided, d.ended, d.evidence, d.supersedes from sources s join decisions d on d.source = s.id"+
		c.where()+" order by d.id", c.args...)
	return of, err
}
