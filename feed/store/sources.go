package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A place is what writing needs to know of a source.
type place struct {
	id, parent int64 // parent is 0 where there is none
	name, tool string
	read       int64 // its Success
}

func (t *Tx) place(ctx context.Context, name string) (place, error) {
	p := place{name: name}
	err := t.tx.QueryRowContext(ctx, "select id, coalesce(parent, 0), tool, success from sources where name = $1", name).
		Scan(&p.id, &p.parent, &p.tool, &p.read)
	if err != nil {
		return p, fmt.Errorf("look up the source %q: %w", name, known(err))
	}
	return p, nil
}

// Read returns as of when all of a source is known: its Success.
func (t *Tx) Read(ctx context.Context, source string) (time.Time, error) {
	p, err := t.place(ctx, source)
	return instant(p.read), err
}

// known makes the absence of a row the absence of a source.
func known(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// A part is polled as often as its parent, and stops when its parent is paused or retired.
const (
	sourceColumns = `s.name, s.tool, coalesce(p.name, ''), s.part_id, s.part_name, coalesce(p.every, s.every), s.state,
		s.paused + coalesce(p.paused, 0), s.retired + coalesce(p.retired, 0), s.error, s.since, s.success, s.attempt,
		s.due, s.trouble, s.reading_what, s.reading_done, s.reading_total, s.items, s.rejects,
		s.requests, s.quota_left, s.quota_limit, s.quota_reset,
		cast(coalesce((select sum(n) from tallies where source = s.id), 0) as bigint), s.cursor,
		coalesce(p.visible_to, s.visible_to)`
	sourceTables = ` from sources s left join sources p on p.id = s.parent `
	sourceActive = ` s.paused + coalesce(p.paused, 0) = 0 and s.retired + coalesce(p.retired, 0) = 0 and s.state <> 'refused' `
)

// sourceReader returns what reads sources, and puts into cursor to where the last of them was read.
func sourceReader(cursor *feed.Cursor) func(scanner) (feed.Source, error) {
	var (
		s                                                           feed.Source
		every, paused, retired, since, success, attempt, due, reset int64
		visible                                                     string
		dest                                                        = []any{
			&s.Name, &s.Tool, &s.Parent, &s.Part.ID, &s.Part.Name, &every, &s.State, &paused, &retired, &s.Error,
			&since, &success, &attempt, &due, &s.Trouble, &s.Reading.What, &s.Reading.Done, &s.Reading.Total, &s.Items, &s.Rejects,
			&s.Requests, &s.Quota.Left, &s.Quota.Limit, &reset, &s.Events, cursor, &visible,
		}
	)
	return func(row scanner) (feed.Source, error) {
		err := row.Scan(dest...)
		s.Every = time.Duration(every) * time.Microsecond
		s.Paused, s.Retired = paused > 0, retired > 0
		s.Since, s.Success, s.Attempt, s.Due = instant(since), instant(success), instant(attempt), instant(due)
		s.Quota.Reset, s.VisibleTo = instant(reset), textList(visible)
		return s, err
	}
}

// Sources returns every source there ever was, sorted by name.
func (db *DB) Sources(ctx context.Context) ([]feed.Source, error) {
	list, err := collectMost(ctx, db.read, roomAtOnce/4, sourceReader(new(feed.Cursor)), "select "+sourceColumns+sourceTables)
	if err != nil {
		return nil, fmt.Errorf("list the sources: %w", err)
	}
	slices.SortFunc(list, func(a, b feed.Source) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// Source returns one source and the cursor it was read to. The error is [ErrNotFound] if there is none of that name.
func (db *DB) Source(ctx context.Context, name string) (feed.Source, feed.Cursor, error) {
	var cursor feed.Cursor
	s, err := sourceReader(&cursor)(db.read.QueryRowContext(ctx, "select "+sourceColumns+sourceTables+" where s.name = $1", name))
	if err != nil {
		return feed.Source{}, "", fmt.Errorf("read the source %q: %w", name, known(err))
	}
	return s, cursor, nil
}

// sourceIDs returns the numbers of those of the names that exist.
func (db *DB) sourceIDs(ctx context.Context, names []string) ([]int64, error) {
	c := conditions{dialect: db.dialect}
	c.among(names, "name")
	return c.ids(ctx, db.read, "select id from sources")
}

// partIDs returns them together with the numbers of their parts.
func (db *DB) partIDs(ctx context.Context, names []string) ([]int64, error) {
	c := conditions{dialect: db.dialect}
	c.among(names, "s.name", "p.name")
	return c.ids(ctx, db.read, "select s.id"+sourceTables)
}

// ids is never nil: no source is not every source.
func (c *conditions) ids(ctx context.Context, q querier, query string) ([]int64, error) {
	if c.err != nil {
		return nil, c.err
	}
	ids, err := collect(ctx, q, one[int64], query+c.where(), c.args...)
	return append([]int64{}, ids...), err
}

// Visibility returns every source with its parent and the groups it is kept to, and nothing else of it; only those that are kept
// to groups unless all are wanted.
func (db *DB) Visibility(ctx context.Context, all bool) ([]feed.Source, error) {
	list, err := collect(ctx, db.read, func(row scanner) (s feed.Source, err error) {
		var visible string
		err = row.Scan(&s.Name, &s.Parent, &visible)
		s.VisibleTo = textList(visible)
		return s, err
	}, "select s.name, coalesce(p.name, ''), coalesce(p.visible_to, s.visible_to)"+sourceTables+
		"where $1 or coalesce(p.visible_to, s.visible_to) <> '' order by s.name", all)
	if err != nil {
		return nil, fmt.Errorf("list who may see the sources: %w", err)
	}
	return list, nil
}
