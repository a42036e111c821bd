package store

import (
	"context"
	"fmt"

	"github.com/datelinehq/dateline/feed"
)

// Numbered returns the entries that f chooses whose numbers lie between from, which is meant too, and below, newest first by
// Pos. However the log grows, these are the same ones.
func (db *DB) Numbered(ctx context.Context, f feed.Filter, from, below int64) ([]feed.Entry, error) {
	entries, err := db.numbered(ctx, f, "e.seq >= $%d and e.seq < $%d", from, below)
	if err != nil {
		return nil, fmt.Errorf("list the events from number %d: %w", from, err)
	}
	return entries, nil
}

// Changed returns the entries that f chooses and that were added, edited or removed last by a number from one on and
// below the other, newest first by Pos.
func (db *DB) Changed(ctx context.Context, f feed.Filter, from, below int64) ([]feed.Entry, error) {
	entries, err := db.numbered(ctx, f, "e.changed >= $%d and e.changed < $%d", from, below)
	if err != nil {
		return nil, fmt.Errorf("list the changes from number %d: %w", from, err)
	}
	return entries, nil
}

func (db *DB) numbered(ctx context.Context, f feed.Filter, condition string, numbers ...any) ([]feed.Entry, error) {
	x, c, possible, err := db.chosen(ctx, f)
	if err != nil || !possible {
		return nil, err
	}
	c.add(condition, numbers...)
	places, few := []int64(nil), false
	if !x.empty() {
		if places, few, err = db.look(ctx, x, c); err != nil {
			return nil, err
		}
		if !few {
			c.matching(x)
		}
	}
	if !few {
		if places, err = collect(ctx, db.read, one[int64], "select e.pos from events e"+c.where(), c.args...); err != nil {
			return nil, err
		}
	}
	return db.at(ctx, places)
}

// nearby is how many numbers around one are looked through before the search index is asked.
const nearby = 300

// Nearest returns the number of the entry nearest to seq among those that f chooses: the highest below seq, or the
// lowest from seq on if up. It is 0 if there is none.
func (db *DB) Nearest(ctx context.Context, f feed.Filter, seq int64, up bool) (int64, error) {
	n, err := db.nearest(ctx, f, seq, up)
	if err != nil {
		return 0, fmt.Errorf("look for the event nearest to number %d: %w", seq, err)
	}
	return n, nil
}

func (db *DB) nearest(ctx context.Context, f feed.Filter, seq int64, up bool) (int64, error) {
	x, c, possible, err := db.chosen(ctx, f)
	if err != nil || !possible {
		return 0, err
	}
	best, order, from, below := "max", " order by e.seq desc", seq-nearby, seq
	if up {
		best, order, from, below = "min", " order by e.seq", seq, seq+nearby
	}
	if !x.empty() {
		close := c
		close.args, close.terms = append([]any{}, c.args...), append([]string{}, c.terms...)
		close.add("e.seq >= $%d and e.seq < $%d", from, below)
		if n, err := db.first(ctx, x, close, order); err != nil || n > 0 {
			return n, err
		}
		c.matching(x)
	}
	if up {
		c.add("e.seq >= $%d", seq)
	} else {
		c.add("e.seq < $%d", seq)
	}
	return one[int64](db.read.QueryRowContext(ctx, "select coalesce("+best+"(e.seq), 0) from events e"+c.where(), c.args...))
}

// chosen is what a filter asks of the search index, and what it asks of events beside that.
func (db *DB) chosen(ctx context.Context, f feed.Filter) (x expression, c conditions, possible bool, err error) {
	c = conditions{dialect: db.dialect}
	x, possible, err = db.expression(ctx, f)
	if err != nil || !possible {
		return x, c, possible, err
	}
	above, from := span(f, 0)
	c.few(f, above, from)
	if f.Item != "" {
		c.add("e.item = $%d", f.Item)
	}
	return x, c, true, nil
}
