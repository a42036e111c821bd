package store

import (
	"context"
	"errors"
	"fmt"
)

const (
	// manyPieces is in how many pieces the search index may be before they are merged: every search looks through each.
	manyPieces = 8
	// mergedAtOnce is how many pages of the index, of 4 kB, are written while nobody else can write.
	mergedAtOnce = 250
)

// Merge takes a step towards a search index in one piece, if it is in many, and reports whether another one is to follow. On
// SQLite every commit adds a piece, and FTS5 merges only those of one size as it goes; PostgreSQL needs none of it. See
// https://www.sqlite.org/fts5.html#the_merge_command.
func (db *DB) Merge(ctx context.Context) (more bool, err error) {
	if db.dialect.pieces == "" {
		return false, nil
	}
	if more, err = db.merge(ctx); err != nil {
		return false, fmt.Errorf("merge the search index: %w", err)
	}
	return more, nil
}

func (db *DB) merge(ctx context.Context) (more bool, err error) {
	pages := mergedAtOnce
	if !db.merging.Load() {
		n, err := one[int](db.read.QueryRowContext(ctx, db.dialect.pieces))
		if err != nil || n < manyPieces {
			return false, err
		}
		pages = -pages // begins anew, with all pieces there are
	}
	conn, err := db.write.Conn(ctx) // what is counted is what one connection did
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	const written = "select total_changes()"
	before, err := one[int64](conn.QueryRowContext(ctx, written))
	if err != nil {
		return false, err
	}
	if _, err := conn.ExecContext(ctx, "insert into search (search, rank) values ('merge', $1)", pages); err != nil {
		return false, err
	}
	after, err := one[int64](conn.QueryRowContext(ctx, written))
	if err != nil {
		return false, err
	}
	more = after-before >= 2 // less is written where nothing was left to merge
	db.merging.Store(more)
	return more, nil
}
