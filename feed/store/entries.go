package store

import (
	"context"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

const (
	entryColumns = `e.pos, e.seq, e.changed, e.key, e.item, e.verb, e.kind, e.at, e.updated, e.actor, e.recipients, e.was,
		e.became, e.body, e.url, e.gone, e.not_before, e.thread, e.joined, s.name, s.tool, ` + itemColumns
	entryTables = ` join sources s on s.id = e.source left join items i on i.source = e.source and i.id = e.item `
)

func readEntry(row scanner) (e feed.Entry, err error) {
	var at, updated, gone, notBefore int64
	var actor, recipients, joined string
	var on itemFields
	err = row.Scan(append([]any{&e.Pos, &e.Seq, &e.Changed, &e.Key, &e.Item, &e.Verb, &e.Kind, &at, &updated, &actor,
		&recipients, &e.From, &e.Into, &e.Text, &e.URL, &gone, &notBefore, &e.Thread, &joined, &e.Source, &e.Tool}, on.dest()...)...)
	if err != nil {
		return e, err
	}
	var d decoder
	e.At, e.Updated, e.NotBefore, e.Gone = time.UnixMicro(at).UTC(), time.UnixMicro(updated).UTC(), instant(notBefore), gone > 0
	e.By, e.To, e.Joined = d.account(actor), d.accounts(recipients), d.times(joined)
	if d.err != nil {
		return e, d.err
	}
	item, err := on.value()
	e.On = item.Item
	return e, err
}

// behind returns the entries with a Changed number above at, in its order.
func behind(ctx context.Context, q querier, at int64, limit int) ([]feed.Entry, error) {
	return collect(ctx, q, readEntry, "select "+entryColumns+
		" from (select * from events where changed > $1 order by changed limit $2) e"+entryTables+"order by e.changed", at, limit)
}

// History returns an item and everything that happened to it, oldest first. The item's ID is empty if it is not known.
func (t *Tx) History(ctx context.Context, source, item string) (feed.Item, []feed.Entry, error) {
	entries, on, err := t.history(ctx, source, item)
	if err != nil {
		return feed.Item{}, nil, fmt.Errorf("read the history of %s in %q: %w", item, source, err)
	}
	return on, entries, nil
}

func (t *Tx) history(ctx context.Context, source, item string) ([]feed.Entry, feed.Item, error) {
	src, err := t.place(ctx, source)
	if err != nil {
		return nil, feed.Item{}, err
	}
	entries, err := collect(ctx, t.tx, readEntry, "select "+entryColumns+" from events e"+entryTables+
		"where e.source = $1 and e.item = $2 order by e.at, e.seq", src.id, item)
	if err != nil {
		return nil, feed.Item{}, err
	}
	if len(entries) > 0 {
		return entries, entries[0].On, nil
	}
	stored, err := t.snapshots(ctx, src, []string{item})
	return nil, stored[item].Item, err
}

// Entry returns the entry of an event of a source, by its key. The error is ErrNotFound if there is none.
func (db *DB) Entry(ctx context.Context, source, key string) (feed.Entry, error) {
	list, err := collect(ctx, db.read, readEntry, "select "+entryColumns+" from events e"+entryTables+"where s.name = $1 and e.key = $2", source, key)
	switch {
	case err != nil:
		return feed.Entry{}, fmt.Errorf("read the event %s of %q: %w", key, source, err)
	case len(list) == 0:
		return feed.Entry{}, ErrNotFound
	}
	return list[0], nil
}
