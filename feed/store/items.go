package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"github.com/datelinehq/dateline/feed"
)

// An ItemEntry is an item in a list of items.
type ItemEntry struct {
	feed.ItemEntry
	// Next continues a list behind this item. See [DB.Items].
	Next string
}

// Items returns items, the last updated first, at most limit of them, and those behind the item whose Next is before,
// if that is not empty. Tools, Sources, Item and State choose by the item; Since and Until bound when it was updated;
// Query, Kinds, Verbs, Accounts, People and Without choose items to which an event happened that they choose. Flagged
// chooses by the item's asks; After is not known here.
func (db *DB) Items(ctx context.Context, f feed.Filter, before string, limit int) ([]ItemEntry, error) {
	items, err := db.items(ctx, f, before, limit)
	if err != nil {
		return nil, fmt.Errorf("list the items: %w", err)
	}
	return items, nil
}

// A mile is a place in the list of items.
type mile struct {
	Updated int64
	Source  int64
	ID      string
}

func (db *DB) items(ctx context.Context, f feed.Filter, before string, limit int) ([]ItemEntry, error) {
	at := mile{Updated: math.MaxInt64}
	if before != "" {
		if err := json.Unmarshal([]byte(before), &at); err != nil || !writable(at.ID) {
			return nil, misplaced(before)
		}
	}
	c := conditions{dialect: db.dialect}
	c.add("(i.updated, i.source, i.id) < ($%d, $%d, $%d)", at.Updated, at.Source, at.ID)
	if !f.Since.IsZero() {
		c.add("i.updated >= $%d", micros(f.Since))
	}
	if !f.Until.IsZero() {
		c.add("i.updated < $%d", micros(f.Until))
	}
	if f.Item != "" {
		c.add("i.id = $%d", f.Item)
	}
	if f.State != feed.StateUnknown {
		c.add("i.state = $%d", string(f.State))
	}
	if len(f.Tools) > 0 {
		c.among(f.Tools, "s.tool")
	}
	if len(f.Sources) > 0 {
		ids, err := db.partIDs(ctx, f.Sources)
		if err != nil {
			return nil, err
		}
		c.among(ids, "i.source")
	}
	if f.Flagged {
		c.add("(i.source, i.id) in (select a.source, a.item from asks a where a.waiting = 1 and a.flagged > 0)")
	}
	happened := feed.Filter{
		Query: f.Query, Kinds: f.Kinds, Verbs: f.Verbs, Accounts: f.Accounts, People: f.People, Without: f.Without,
	}
	x, _, err := db.expression(ctx, happened)
	if err != nil {
		return nil, err
	}
	if !x.empty() {
		happens := conditions{dialect: db.dialect, args: c.args}
		happens.add("e.source = i.source")
		happens.add("e.item = i.id")
		happens.matching(x)
		c.args = happens.args
		c.terms = append(c.terms, "exists (select 1 from events e"+happens.where()+")")
	}
	if c.err != nil {
		return nil, c.err
	}
	return collect(ctx, db.read, readItemEntry, "select s.name, s.tool, i.source, "+itemColumns+
		" from items i join sources s on s.id = i.source"+c.where()+
		" order by i.updated desc, i.source desc, i.id desc"+c.limit(limit), c.args...)
}

func readItemEntry(row scanner) (ItemEntry, error) {
	e, _, err := readItemRow(row)
	return e, err
}

// readItemRow reads an item with the number of its source.
func readItemRow(row scanner) (e ItemEntry, source int64, err error) {
	var f itemFields
	if err := row.Scan(append([]any{&e.Source, &e.Tool, &source}, f.dest()...)...); err != nil {
		return e, 0, err
	}
	s, err := f.value()
	if err != nil {
		return e, 0, err
	}
	next, err := json.Marshal(mile{f.updated, source, s.ID})
	e.Item, e.Gone, e.Next = s.Item, s.gone, string(next)
	return e, source, err
}
