package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed schema
var schema embed.FS

// Migrate brings the schema to the version this program was built for. Several programs may do so at the same time:
// one does it, the others wait. A schema newer than the program is refused, for it may keep what we would spoil.
func (db *DB) Migrate(ctx context.Context) error {
	files, err := fs.Sub(schema, db.dialect.schema)
	if err != nil {
		return fmt.Errorf("read the schema: %w", err)
	}
	options, err := db.dialect.migrating()
	if err != nil {
		return fmt.Errorf("prepare the migration: %w", err)
	}
	provider, err := goose.NewProvider(db.dialect.goose, db.write, files,
		append(options, goose.WithDisableGlobalRegistry(true))...)
	if err != nil {
		return fmt.Errorf("prepare the migration: %w", err)
	}
	version := func() int64 {
		v, err := provider.GetDBVersion(ctx)
		if err != nil {
			return -1
		}
		return v
	}
	before := version()
	_, err = provider.Up(ctx)
	for db.dialect.lock == "" && err != nil && ctx.Err() == nil {
		now := version()
		if now == before {
			break
		}
		before = now // somebody else was first; what is left to do, if anything, is done now
		_, err = provider.Up(ctx)
	}
	if err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the schema: %w", err)
	}
	if current > target {
		return fmt.Errorf("the database has schema version %d and this program knows version %d: %w", current, target, errNewer)
	}
	if err := db.rederive(ctx); err != nil {
		return fmt.Errorf("derive what the last program did not: %w", err)
	}
	return nil
}

var errNewer = errors.New("use a newer program, or the database of this one")
