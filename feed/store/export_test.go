package store

import (
	"context"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
)

// Unordered takes away the lock that makes numbers appear in their order.
func Unordered(db *DB) { db.unordered = true }

// Skip makes the log go on n numbers further up.
func Skip(ctx context.Context, db *DB, n int64) error {
	statement := "update events set changed = changed + $1 where changed = (select max(changed) from events)"
	if db.dialect.name == "postgres" {
		statement = "select setval('log', nextval('log') + $1)"
	}
	_, err := db.write.ExecContext(ctx, statement, n)
	return err
}

// Newer makes the schema look as if a later program had made it.
func Newer(ctx context.Context, db *DB) error {
	_, err := db.write.ExecContext(ctx, "insert into goose_db_version (version_id, is_applied) values (9999, true)")
	return err
}

// Empty throws everything away but the schema.
func Empty(ctx context.Context, db *DB) error {
	statement := "insert into search (search) values ('delete-all')"
	if db.dialect.name == "postgres" {
		statement = "truncate search"
	}
	for _, table := range []string{"events", "items", "rejects", "asks", "bookmarks", "tallies", "accounts", "rulings", "names", "refs", "sources"} {
		statement += "; delete from " + table
	}
	for one := range strings.SplitSeq(statement, ";") {
		if _, err := db.write.ExecContext(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

// Pieces counts the pieces in which the search index is, 0 where it is in none.
func Pieces(ctx context.Context, db *DB) (int, error) {
	if db.dialect.pieces == "" {
		return 0, nil
	}
	return one[int](db.read.QueryRowContext(ctx, db.dialect.pieces))
}

// Look sets up to how many events are looked at one by one before the search index is asked.
func Look(db *DB, n int) { db.looks = n }

// Forget throws away what is derived when something is stored, as if a program had stored it that derives nothing.
func Forget(ctx context.Context, db *DB) error {
	for _, table := range []string{"accounts", "names", "refs", "derived"} {
		if _, err := db.write.ExecContext(ctx, "delete from "+table); err != nil {
			return err
		}
	}
	return nil
}

// MigrateTo brings the schema to a version, as the program did for which that was the last.
func MigrateTo(ctx context.Context, db *DB, version int64) error {
	files, err := fs.Sub(schema, db.dialect.schema)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(db.dialect.goose, db.write, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	_, err = provider.UpTo(ctx, version)
	return err
}

// Exec runs statements.
func Exec(ctx context.Context, db *DB, statements ...string) error {
	for _, one := range statements {
		if _, err := db.write.ExecContext(ctx, one); err != nil {
			return err
		}
	}
	return nil
}
