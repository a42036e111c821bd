package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// Changed looks at the log behind a number, up to most of its numbers, and returns the entries there that f chooses, in the log's
// order, edits and removals included, and the number up to which it looked: who goes on from there misses nothing.
func (db *DB) Changed(ctx context.Context, f feed.Filter, after int64, most int) ([]feed.Entry, int64, error) {
	head, err := db.Head(ctx)
	if err != nil || head <= after {
		return nil, after, err
	}
	upTo := min(head, after+int64(most))
	entries, err := db.between(ctx, f, after, upTo)
	if err != nil {
		return nil, after, fmt.Errorf("look at the log from %d to %d: %w", after, upTo, err)
	}
	return entries, upTo, nil
}

func (db *DB) between(ctx context.Context, f feed.Filter, after, upTo int64) ([]feed.Entry, error) {
	x, possible, err := db.expression(ctx, f)
	if err != nil || !possible {
		return nil, err
	}
	above, from := span(f, 0)
	c := conditions{dialect: db.dialect}
	c.add("e.changed > $%d and e.changed <= $%d", after, upTo)
	c.add("e.pos + 0 < $%d and e.pos + 0 >= $%d", above, from)
	if f.Item != "" {
		c.add("e.item = $%d", f.Item)
	}
	c.few(f)
	if c.err != nil {
		return nil, c.err
	}
	places, few, err := db.look(ctx, x, c)
	if err != nil {
		return nil, err
	}
	if !few {
		c.matching(x)
		if places, err = collect(ctx, db.read, one[int64], "select e.pos from events e"+c.where(), c.args...); err != nil {
			return nil, err
		}
	}
	if len(places) == 0 {
		return nil, nil
	}
	list, err := db.dialect.list(places)
	if err != nil {
		return nil, err
	}
	entries, err := db.page(ctx, "select pos from events where "+db.dialect.among("pos", 1), list)
	slices.SortFunc(entries, func(a, b feed.Entry) int { return cmp.Compare(a.Changed, b.Changed) })
	return entries, err
}
