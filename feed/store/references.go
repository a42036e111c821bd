package store

import (
	"context"

	"github.com/datelinehq/dateline/feed"
)

var (
	refTable = table{"refs", []column{
		{"source", "bigint"}, {"item", "text"}, {"event", "text"}, {"name", "text"}, {"way", "text"}, {"at", "bigint"},
	}}
	nameTable = table{"names", []column{{"name", "text"}, {"source", "bigint"}, {"item", "text"}}}
)

// How an item came to be named.
const (
	waySaid     = "said"
	wayLinked   = "linked"
	wayUnlinked = "unlinked"
)

const once = "on conflict do nothing"

// refer keeps what the records refer to. Again says that something may be kept of them already, which is replaced.
func (t *Tx) refer(ctx context.Context, src place, records []record, items map[string]facet, again bool) error {
	if again {
		if err := t.unrefer(ctx, src, records); err != nil {
			return err
		}
	}
	var rows [][]any
	for _, r := range records {
		if r.Item == "" || r.gone {
			continue
		}
		way := waySaid
		switch r.Verb {
		case feed.Linked:
			way = wayLinked
		case feed.Unlinked:
			way = wayUnlinked
		}
		for _, ref := range r.References() {
			if name := ref.Name(items[r.Item].key); name != "" {
				rows = append(rows, []any{src.id, r.Item, r.Key, name, way, micros(r.At)})
			}
		}
	}
	_, err := t.db.dialect.insert(ctx, t.tx, refTable, rows, once)
	return err
}

// unrefer forgets what the records refer to.
func (t *Tx) unrefer(ctx context.Context, src place, records []record) error {
	if len(records) == 0 {
		return nil
	}
	c := conditions{dialect: t.db.dialect}
	c.add("source = $%d and event <> ''", src.id)
	c.among(each(records, func(r record) string { return r.Item }), "item")
	c.among(each(records, func(r record) string { return r.Key }), "event")
	if c.err != nil {
		return c.err
	}
	_, err := affect(ctx, t.tx, "delete from refs"+c.where(), c.args...)
	return err
}

// A renaming is an item with the names that it now has, or that its title now holds.
type renaming struct {
	id    string
	names []string
	known bool
}

// named returns the names in the title of an item with the key.
func named(title, key string) (names []string) {
	for _, r := range feed.References(title) {
		if name := r.Name(key); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func stored(list []renaming) (ids []string) {
	for _, r := range list {
		if r.known {
			ids = append(ids, r.id)
		}
	}
	return ids
}

// call keeps what the items are called.
func (t *Tx) call(ctx context.Context, src place, list []renaming) error {
	if ids := stored(list); len(ids) > 0 {
		c := conditions{dialect: t.db.dialect}
		c.add("source = $%d", src.id)
		c.among(ids, "item")
		if c.err != nil {
			return c.err
		}
		if _, err := affect(ctx, t.tx, "delete from names"+c.where(), c.args...); err != nil {
			return err
		}
	}
	var rows [][]any
	for _, r := range list {
		for _, name := range r.names {
			rows = append(rows, []any{name, src.id, r.id})
		}
	}
	_, err := t.db.dialect.insert(ctx, t.tx, nameTable, rows, once)
	return err
}

// title keeps what the titles of the items refer to.
func (t *Tx) title(ctx context.Context, src place, list []renaming) error {
	if err := t.untitle(ctx, src, stored(list)); err != nil {
		return err
	}
	var rows [][]any
	for _, r := range list {
		for _, name := range r.names {
			rows = append(rows, []any{src.id, r.id, "", name, waySaid, int64(0)})
		}
	}
	_, err := t.db.dialect.insert(ctx, t.tx, refTable, rows, once)
	return err
}

func (t *Tx) untitle(ctx context.Context, src place, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	c := conditions{dialect: t.db.dialect}
	c.add("source = $%d and event = ''", src.id)
	c.among(ids, "item")
	if c.err != nil {
		return c.err
	}
	_, err := affect(ctx, t.tx, "delete from refs"+c.where(), c.args...)
	return err
}
