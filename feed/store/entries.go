package store

import (
	"context"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

const (
	aloneColumns = `e.pos, e.seq, e.changed, e.key, e.item, e.verb, e.kind, e.at, e.updated, e.actor, e.recipients, e.was,
		e.became, e.body, e.url, e.gone, e.not_before, e.thread, e.joined, s.name, s.tool`
	entryColumns = aloneColumns + ", " + headColumns
	entryTables  = ` join sources s on s.id = e.source left join items i on i.source = e.source and i.id = e.item `
)

// entryReader returns what reads the entries of a query one after the other, with what names their items.
func entryReader() func(scanner) (feed.Entry, error) {
	on := new(headFields)
	alone := aloneReader(on.dest()...)
	return func(row scanner) (feed.Entry, error) {
		e, err := alone(row)
		e.On = on.value()
		return e, err
	}
}

// aloneReader returns what reads entries without their items, and what stands behind each in its row.
func aloneReader(behind ...any) func(scanner) (feed.Entry, error) {
	var (
		e                            feed.Entry
		at, updated, gone, notBefore int64
		actor, recipients, joined    string
		d                            decoder
		dest                         = append([]any{
			&e.Pos, &e.Seq, &e.Changed, &e.Key, &e.Item, &e.Verb, &e.Kind, &at, &updated, &actor,
			&recipients, &e.From, &e.Into, &e.Text, &e.URL, &gone, &notBefore, &e.Thread, &joined, &e.Source, &e.Tool,
		}, behind...)
	)
	return func(row scanner) (feed.Entry, error) {
		if err := row.Scan(dest...); err != nil {
			return feed.Entry{}, err
		}
		e.At, e.Updated, e.NotBefore, e.Gone = time.UnixMicro(at).UTC(), time.UnixMicro(updated).UTC(), instant(notBefore), gone > 0
		e.By, e.To, e.Joined = d.account(actor), d.accounts(recipients), d.times(joined)
		return e, d.err
	}
}

// behind returns the entries with a Changed number above at, in its order.
func behind(ctx context.Context, q querier, at int64, limit int) ([]feed.Entry, error) {
	return collect(ctx, q, entryReader(), "select "+entryColumns+
		" from (select * from events where changed > $1 order by changed limit $2) e"+entryTables+"order by e.changed", at, limit)
}

// History returns an item and everything that happened to it, oldest first. The item's ID is empty if it is not known.
func (t *Tx) History(ctx context.Context, source, item string) (feed.Item, []feed.Entry, error) {
	logs, on, err := t.histories(ctx, source, []string{item})
	if err != nil {
		return feed.Item{}, nil, fmt.Errorf("read the history of %s in %q: %w", item, source, err)
	}
	return on[item].Item, logs[item], nil
}

// Histories returns what happened to items of a source, oldest first, by their ids.
func (t *Tx) Histories(ctx context.Context, source string, items []string) (map[string][]feed.Entry, error) {
	logs, _, err := t.histories(ctx, source, items)
	if err != nil {
		return nil, fmt.Errorf("read the histories of %d items in %q: %w", len(items), source, err)
	}
	return logs, nil
}

func (t *Tx) histories(ctx context.Context, source string, items []string) (map[string][]feed.Entry, map[string]snapshot, error) {
	src, err := t.place(ctx, source)
	if err != nil {
		return nil, nil, err
	}
	c := conditions{dialect: t.db.dialect}
	c.add("e.source = $%d", src.id)
	c.among(items, "e.item")
	if c.err != nil {
		return nil, nil, c.err
	}
	entries, err := collect(ctx, t.tx, aloneReader(), "select "+aloneColumns+
		" from events e join sources s on s.id = e.source"+c.where()+" order by e.at, e.seq", c.args...)
	if err != nil {
		return nil, nil, err
	}
	on, err := t.snapshots(ctx, src, items)
	if err != nil {
		return nil, nil, err
	}
	logs := make(map[string][]feed.Entry, len(items))
	for _, e := range entries {
		e.On = on[e.Item].Item
		logs[e.Item] = append(logs[e.Item], e)
	}
	return logs, on, nil
}

// Entry returns the entry of an event of a source, by its key. The error is ErrNotFound if there is none.
func (db *DB) Entry(ctx context.Context, source, key string) (feed.Entry, error) {
	list, err := collect(ctx, db.read, entryReader(), "select "+entryColumns+" from events e"+entryTables+"where s.name = $1 and e.key = $2", source, key)
	switch {
	case err != nil:
		return feed.Entry{}, fmt.Errorf("read the event %s of %q: %w", key, source, err)
	case len(list) == 0:
		return feed.Entry{}, ErrNotFound
	}
	return list[0], nil
}
