package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"

	"github.com/datelinehq/dateline/feed"
)

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
	var places []int64
	switch {
	case f.Item != "" || f.Flagged || f.After > 0:
		places, err = db.fewPlaces(ctx, f, x, above, from, limit)
	case x.empty():
		return db.page(ctx, limit, "where e.pos < $1 and e.pos >= $2 order by e.pos desc limit $3 + 0", above, from, limit)
	default:
		places, err = db.places(ctx, x, above, from, limit)
	}
	if err != nil {
		return nil, err
	}
	return db.at(ctx, places)
}

// at returns the entries at places, newest first.
func (db *DB) at(ctx context.Context, places []int64) ([]feed.Entry, error) {
	if len(places) == 0 {
		return nil, nil
	}
	list, err := db.dialect.list(places)
	if err != nil {
		return nil, err
	}
	return db.page(ctx, len(places), "where "+db.dialect.among("e.pos", 1)+" order by e.pos desc", list)
}

// page returns the entries that are chosen, at most so many, in the order that is chosen with them.
func (db *DB) page(ctx context.Context, most int, chosen string, args ...any) ([]feed.Entry, error) {
	return collectMost(ctx, db.read, most, entryReader(), "select "+entryColumns+" from events e"+entryTables+chosen, args...)
}

// places returns the places of what matches the expression.
func (db *DB) places(ctx context.Context, x expression, above, from int64, limit int) (places []int64, err error) {
	var oldest, newest sql.NullInt64
	err = db.read.QueryRowContext(ctx, "select (select min(pos) from events), (select max(pos) from events where pos < $1)", above).
		Scan(&oldest, &newest)
	if err != nil || !newest.Valid {
		return nil, err
	}
	for _, a := range db.dialect.find(x, oldest.Int64, newest.Int64) {
		places, err = collect(ctx, db.read, one[int64], a.query, append([]any{above, from, limit}, a.match...)...)
		if err != nil || len(places) == limit || a.down <= from {
			break
		}
	}
	return places, err
}

// fewPlaces returns the places of what matches of what is found by other means than the search index, because there are but
// few: the events of one item, of the items that are flagged, or of those added last.
func (db *DB) fewPlaces(ctx context.Context, f feed.Filter, x expression, above, from int64, limit int) ([]int64, error) {
	if f.Flagged && f.Item == "" && f.After == 0 && x.empty() {
		return collect(ctx, db.read, one[int64], "select distinct x.pos"+fmt.Sprintf(flaggedEvents, 1, 2)+" order by x.pos desc limit $3 + 0",
			above, from, limit)
	}
	c := conditions{dialect: db.dialect}
	c.few(f, above, from)
	if f.Item != "" {
		ids, err := db.partIDs(ctx, f.Sources)
		if err != nil {
			return nil, err
		}
		c.among(ids, "e.source")
		c.add("e.item = $%d", f.Item)
	}
	if c.err != nil {
		return nil, c.err
	}
	if f.After > 0 || !x.empty() {
		places, few, err := db.look(ctx, x, c)
		if err != nil || few {
			return places[:min(len(places), limit)], err
		}
		if f.Item == "" && !f.Flagged {
			return db.walk(ctx, f.After, x, above, from, limit)
		}
	}
	if !x.empty() {
		c.matching(x)
	}
	return collect(ctx, db.read, one[int64], "select e.pos from events e"+c.where()+" order by e.pos desc"+c.limit(limit), c.args...)
}

// walkAtOnce is how many places walk reads at a time.
const walkAtOnce = 500

// walk returns the places of what matches of what was added after a number, of which there is much: it goes from the newest
// back, and most of what it meets was added last.
func (db *DB) walk(ctx context.Context, after int64, x expression, above, from int64, limit int) (places []int64, err error) {
	for n := walkAtOnce; n == walkAtOnce && len(places) < limit; {
		var met []int64
		if x.empty() {
			met, err = collect(ctx, db.read, one[int64], "select pos from events where pos < $1 and pos >= $2 order by pos desc limit $3 + 0",
				above, from, walkAtOnce)
		} else {
			met, err = db.places(ctx, x, above, from, walkAtOnce)
		}
		if n = len(met); err != nil || n == 0 {
			return places, err
		}
		above = met[n-1]
		list, err := db.dialect.list(met)
		if err != nil {
			return nil, err
		}
		added, err := collect(ctx, db.read, one[int64], "select pos from events where "+db.dialect.among("pos", 1)+
			" and seq > $2 order by pos desc", list, after)
		if err != nil {
			return nil, err
		}
		places = append(places, added...)
	}
	return places[:min(len(places), limit)], nil
}

// few adds what f chooses by the log's numbers, and by the asks that are flagged, between two places: below the one, not below
// the other.
func (c *conditions) few(f feed.Filter, above, from int64) {
	// The sums keep the planner from looking through all places.
	c.add("e.pos + 0 < $%d and e.pos + 0 >= $%d", above, from)
	if f.After > 0 {
		c.add("e.seq > $%d", f.After)
	}
	if f.Flagged {
		c.add("e.pos in (select x.pos"+flaggedEvents+")", above, from)
	}
}

// flaggedEvents are the events of items that are flagged, between two places. Joined in this order, the few asks lead to them.
const flaggedEvents = ` from asks a cross join events x where a.waiting = 1 and a.flagged > 0 and x.source = a.source and x.item = a.item
	and x.pos < $%d and x.pos >= $%d`

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
func (db *DB) EventsAfter(ctx context.Context, f feed.Filter, seq int64, limit int) (int, error) {
	places, err := db.added(ctx, f, seq, limit)
	if err != nil {
		return 0, fmt.Errorf("count the news: %w", err)
	}
	return len(places), nil
}

// Added returns the entries that f chooses and that were added to the log after the number seq, newest first by Pos, at most
// limit of them.
func (db *DB) Added(ctx context.Context, f feed.Filter, seq int64, limit int) ([]feed.Entry, error) {
	places, err := db.added(ctx, f, seq, limit)
	if err != nil {
		return nil, fmt.Errorf("list the news: %w", err)
	}
	entries, err := db.at(ctx, places)
	if err != nil {
		return nil, fmt.Errorf("list the news: %w", err)
	}
	return entries, nil
}

func (db *DB) added(ctx context.Context, f feed.Filter, seq int64, limit int) ([]int64, error) {
	x, possible, err := db.expression(ctx, f)
	if err != nil || !possible || limit <= 0 {
		return nil, err
	}
	f.After = max(f.After, seq)
	above, from := span(f, 0)
	return db.fewPlaces(ctx, f, x, above, from, limit)
}
