package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"time"

	"github.com/datelinehq/dateline/feed"
)

const (
	entryColumns = `e.pos, e.seq, e.changed, e.key, e.item, e.verb, e.kind, e.at, e.updated, e.actor, e.recipients, e.was,
		e.became, e.body, e.url, e.gone, s.name, s.tool, ` + itemColumns
	entryTables = ` join sources s on s.id = e.source left join items i on i.source = e.source and i.id = e.item `
)

func readEntry(row scanner) (e feed.Entry, err error) {
	var at, updated, gone int64
	var actor, recipients string
	var on itemFields
	err = row.Scan(append([]any{&e.Pos, &e.Seq, &e.Changed, &e.Key, &e.Item, &e.Verb, &e.Kind, &at, &updated, &actor,
		&recipients, &e.From, &e.Into, &e.Text, &e.URL, &gone, &e.Source, &e.Tool}, on.dest()...)...)
	if err != nil {
		return e, err
	}
	var d decoder
	e.At, e.Updated, e.Gone = time.UnixMicro(at).UTC(), time.UnixMicro(updated).UTC(), gone > 0
	e.By, e.To = d.account(actor), d.accounts(recipients)
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

// Events returns the entries that f chooses, newest first by Pos, at most limit of them: from the newest if before is 0,
// else those with a lower Pos. Pages that go on from the last Pos of the page before show every entry once, whatever
// comes in meanwhile.
func (db *DB) Events(ctx context.Context, f feed.Filter, before int64, limit int) ([]feed.Entry, error) {
	entries, err := db.events(ctx, f, before, limit)
	if err != nil {
		return nil, fmt.Errorf("list the events: %w", err)
	}
	return entries, nil
}

func (db *DB) events(ctx context.Context, f feed.Filter, before int64, limit int) ([]feed.Entry, error) {
	x, possible, err := db.expression(ctx, f)
	if err != nil || !possible || limit <= 0 {
		return nil, err
	}
	above, from := span(f, before)
	switch {
	case f.Item != "":
		return db.itemEvents(ctx, f, x, above, from, limit)
	case x.empty():
		return db.page(ctx, "select pos from events where pos < $1 and pos >= $2 order by pos desc limit $3", above, from, limit)
	}
	places, err := db.places(ctx, x, above, from, limit)
	if err != nil || len(places) == 0 {
		return nil, err
	}
	list, err := db.dialect.list(places)
	if err != nil {
		return nil, err
	}
	return db.page(ctx, "select pos from events where "+db.dialect.among("pos", 1), list)
}

// page returns the entries at the places that a query selects, newest first.
func (db *DB) page(ctx context.Context, places string, args ...any) ([]feed.Entry, error) {
	return collect(ctx, db.read, readEntry, "with page as materialized ("+places+") select "+entryColumns+
		" from page join events e on e.pos = page.pos"+entryTables+"order by page.pos desc", args...)
}

// places returns the places of what matches the expression.
func (db *DB) places(ctx context.Context, x expression, above, from int64, limit int) (places []int64, err error) {
	newest, err := one[sql.NullInt64](db.read.QueryRowContext(ctx, "select max(pos) from events where pos < $1", above))
	if err != nil {
		return nil, err
	}
	for _, a := range db.dialect.find(x, newest.Int64+1) {
		places, err = collect(ctx, db.read, one[int64], a.query, append([]any{above, from, limit}, a.match...)...)
		if err != nil || len(places) == limit || a.down <= from {
			break
		}
	}
	return places, err
}

// itemEvents is Events for the events of one item: few enough to be looked at one by one.
func (db *DB) itemEvents(ctx context.Context, f feed.Filter, x expression, above, from int64, limit int) ([]feed.Entry, error) {
	ids, err := db.partIDs(ctx, f.Sources)
	if err != nil {
		return nil, err
	}
	c := conditions{dialect: db.dialect}
	c.among(ids, "e.source")
	c.add("e.item = $%d", f.Item)
	c.add("e.pos < $%d and e.pos >= $%d", above, from)
	if !x.empty() {
		c.matching(x)
	}
	if c.err != nil {
		return nil, c.err
	}
	return collect(ctx, db.read, readEntry, "select "+entryColumns+" from events e"+entryTables+c.where()+
		" order by e.pos desc"+c.limit(limit), c.args...)
}

// span returns the bounds of Pos that the page and the filter's times set: below the one, not below the other. Times are
// compared at a thousandth of a second.
func span(f feed.Filter, before int64) (above, from int64) {
	above, from = math.MaxInt64, math.MinInt64
	if before != 0 {
		above = before
	}
	if !f.Until.IsZero() {
		above = min(above, floor(f.Until))
	}
	if !f.Since.IsZero() {
		from = floor(f.Since)
	}
	return above, from
}

// EventsAfter counts the entries that f chooses and that were added to the log after the number seq: how many news there
// are. It counts up to limit.
func (db *DB) EventsAfter(ctx context.Context, f feed.Filter, seq int64, limit int) (n int, err error) {
	x, possible, err := db.expression(ctx, f)
	if err != nil || !possible {
		return 0, err
	}
	above, from := span(f, 0)
	c := conditions{dialect: db.dialect}
	c.add("e.changed > $%[1]d and e.seq > $%[1]d", seq)
	c.add("e.pos < $%d and e.pos >= $%d", above, from)
	if f.Item != "" {
		c.add("e.item = $%d", f.Item)
	}
	if !x.empty() {
		c.matching(x)
	}
	err = db.read.QueryRowContext(ctx, "select count(*) from (select 1 from events e"+c.where()+c.limit(limit)+") news",
		c.args...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count the news: %w", err)
	}
	return n, nil
}
