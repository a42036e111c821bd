package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// Judge is the follower of the log that derives asks and decisions.
const Judge = "judge"

// Behind looks at the log behind a number, up to most of its numbers, and returns the entries there that f chooses, in the log's
// order, edits and removals included, and the number up to which it looked: who goes on from there misses nothing. It looks no
// further than the log was judged, for before that nobody knows whether an entry opened an ask or decided something, which is marked.
// Where nobody ever judged, it looks to the end.
func (db *DB) Behind(ctx context.Context, f feed.Filter, after int64, most int) ([]feed.Entry, int64, error) {
	judged, err := db.judged(ctx)
	if err != nil || judged <= after {
		return nil, after, err
	}
	upTo := min(judged, after+int64(most))
	entries, err := db.Changed(ctx, f, after+1, upTo+1)
	if err != nil {
		return nil, after, err
	}
	// What was edited while it was read comes under its new number.
	entries = slices.DeleteFunc(entries, func(e feed.Entry) bool { return e.Changed > upTo })
	slices.SortFunc(entries, func(a, b feed.Entry) int { return cmp.Compare(a.Changed, b.Changed) })
	if err := db.MarkMeans(ctx, entries); err != nil {
		return nil, after, err
	}
	return entries, upTo, nil
}

// judged is the number up to which the log was judged. Whoever judges notes what is agreed before the first entry: where nothing
// is noted, it is the head of the log.
func (db *DB) judged(ctx context.Context) (int64, error) {
	n, err := one[int64](db.read.QueryRowContext(ctx, `select coalesce((select seq from bookmarks where follower = $1),
		(select 0 from agreements limit 1), (select max(changed) from events), 0)`, Judge))
	if err != nil {
		return 0, fmt.Errorf("look how far the log was judged: %w", err)
	}
	return n, nil
}
