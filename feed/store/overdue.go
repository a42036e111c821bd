package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Ripe returns the asks of which something is to be said: the open ones that were to be flagged or warned of by a time and were
// not, past their due time and read since or past the time to warn, and those that were answered in the midst of a reading that
// has come to its end. What is past its due time needs no warning any more, and what was only possibly asked neither. Those due
// soonest come first, at most limit, and those behind another if after is what [AfterAsk] returned for that. Read says whether
// the source was read since.
func (db *DB) Ripe(ctx context.Context, by time.Time, after string, limit int) ([]feed.AskEntry, error) {
	c := conditions{dialect: db.dialect, args: []any{micros(by), string(feed.Possible)}}
	if err := c.behind(after); err != nil {
		return nil, err
	}
	ordered := " order by a.due, a.id" + c.limit(limit)
	// Each part has no more than is wanted of all: there can be much in one of them.
	var parts []string
	for _, part := range ripe {
		chosen := strings.Join(append([]string{part}, c.terms...), " and ")
		parts = append(parts, "select id from (select a.id from "+chosen+ordered+") x")
	}
	list, err := collectMost(ctx, db.read, limit, askReader(true), "select "+askColumns+askTables+
		"where a.id in ("+strings.Join(parts, " union ")+")"+ordered, c.args...)
	if err != nil {
		return nil, fmt.Errorf("list the asks to be told of: %w", err)
	}
	return list, nil
}

// ripe are the asks of which something is to be said by $1: those to be flagged, those to be warned of, and those of which it can
// be said now that they were answered. $2 is the confidence of those of which nothing is said while they are open.
var ripe = []string{
	`asks a join sources r on r.id = a.source
		where a.waiting = 1 and a.flagged = 0 and a.confidence <> $2 and a.due <= $1 and a.due < r.success`,
	`asks a
		where a.waiting = 1 and a.flagged = 0 and a.warned = 0 and a.confidence <> $2 and a.warn > 0 and a.warn <= $1 and a.due > $1`,
	`sources r cross join asks a where a.source = r.id and a.waiting = 2 and a.ended < r.success`,
}

// NextDue returns when the first open ask that is not flagged falls due, or is to be warned of, after a time: the zero time
// if none does.
func (db *DB) NextDue(ctx context.Context, after time.Time) (time.Time, error) {
	next, err := one[sql.NullInt64](db.read.QueryRowContext(ctx, `select min(at) from (
			select min(due) as at from asks where waiting = 1 and flagged = 0 and due > $1 and due < $2
			union all
			select min(warn) as at from asks where waiting = 1 and flagged = 0 and warned = 0 and warn > 0 and warn > $1) next`,
		micros(after), int64(never)))
	if err != nil {
		return time.Time{}, fmt.Errorf("look for the next ask that is due: %w", err)
	}
	return instant(next.Int64), nil
}
