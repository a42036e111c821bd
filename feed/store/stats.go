package store

import (
	"context"
	"fmt"

	"github.com/datelinehq/dateline/feed"
)

// Stats counts what is stored.
type Stats struct {
	// Kinds and Tools count events, Events all of them.
	Kinds                  map[feed.Kind]int64
	Tools                  map[string]int64
	Items, Events, Rejects int64
	// Open asks are waited for; Flagged are those of them that are past their window.
	Open, Flagged int64
	// Bytes is what the database takes on disk.
	Bytes int64
}

// Stats counts what is stored. It takes time in proportion to the number of sources and open asks, not of events.
func (db *DB) Stats(ctx context.Context) (Stats, error) {
	s := Stats{Kinds: map[feed.Kind]int64{}, Tools: map[string]int64{}}
	_, err := collect(ctx, db.read, func(row scanner) (struct{}, error) {
		var kind feed.Kind
		var tool string
		var n int64
		err := row.Scan(&kind, &tool, &n)
		s.Kinds[kind] += n
		s.Tools[tool] += n
		s.Events += n
		return struct{}{}, err
	}, `select t.kind, s.tool, cast(sum(t.n) as bigint) from tallies t join sources s on s.id = t.source
		group by t.kind, s.tool having sum(t.n) > 0`)
	if err != nil {
		return Stats{}, fmt.Errorf("count the events: %w", err)
	}
	err = db.read.QueryRowContext(ctx, `select
		(select cast(coalesce(sum(items), 0) as bigint) from sources),
		(select cast(coalesce(sum(rejects), 0) as bigint) from sources),
		(select count(*) from asks where waiting = 1),
		(select count(*) from asks where waiting = 1 and flagged > 0),
		(`+db.dialect.size+`)`).Scan(&s.Items, &s.Rejects, &s.Open, &s.Flagged, &s.Bytes)
	if err != nil {
		return Stats{}, fmt.Errorf("count what is stored: %w", err)
	}
	return s, nil
}
