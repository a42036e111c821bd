package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// Behind looks at the log behind a number, up to most of its numbers, and returns the entries there that f chooses, in the log's
// order, edits and removals included, and the number up to which it looked: who goes on from there misses nothing.
func (db *DB) Behind(ctx context.Context, f feed.Filter, after int64, most int) ([]feed.Entry, int64, error) {
	head, err := db.Head(ctx)
	if err != nil || head <= after {
		return nil, after, err
	}
	upTo := min(head, after+int64(most))
	entries, err := db.Changed(ctx, f, after+1, upTo+1)
	if err != nil {
		return nil, after, err
	}
	// What was edited while it was read comes under its new number.
	entries = slices.DeleteFunc(entries, func(e feed.Entry) bool { return e.Changed > upTo })
	slices.SortFunc(entries, func(a, b feed.Entry) int { return cmp.Compare(a.Changed, b.Changed) })
	return entries, upTo, nil
}
