package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Ripe returns the asks of which something is to be said: the open ones that were to be flagged or warned of by a time and were
// not, past their due time and read since or past the time to warn, and those that were answered in the midst of a reading that
// has come to its end. What is past its due time needs no warning any more, and what was only possibly asked neither. Those due
// soonest come first, at most limit, and those behind another if after is what [AfterAsk] returned for that. Read says whether
// the source was read since.
func (db *DB) Ripe(ctx context.Context, by time.Time, after string, limit int) ([]feed.AskEntry, error) {
	c := conditions{dialect: db.dialect}
	c.add(`a.id in (
			select f.id from asks f join sources r on r.id = f.source
				where f.waiting = 1 and f.flagged = 0 and f.confidence <> $%[2]d and f.due <= $%[1]d and f.due < r.success
			union select id from asks
				where waiting = 1 and flagged = 0 and warned = 0 and confidence <> $%[2]d and warn > 0 and warn <= $%[1]d and due > $%[1]d
			union select u.id from asks u join sources r on r.id = u.source where u.waiting = 2 and u.ended < r.success)`,
		micros(by), string(feed.Possible))
	if err := c.behind(after); err != nil {
		return nil, err
	}
	list, err := collectMost(ctx, db.read, limit, askReader(true), "select "+askColumns+askTables+c.where()+
		" order by a.due, a.id"+c.limit(limit), c.args...)
	if err != nil {
		return nil, fmt.Errorf("list the asks to be told of: %w", err)
	}
	return list, nil
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
