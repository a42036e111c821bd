package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/datelinehq/dateline/feed/seal"
)

var (
	// ErrNotFound says that there is no source of that name.
	ErrNotFound = errors.New("there is no such source")
	// ErrSeveral says that the beginning of an id is that of several.
	ErrSeveral = errors.New("write more of it")
	// ErrMoved says that a source's cursor is not where the reading began: somebody else read meanwhile. Nothing was
	// stored. The page is to be thrown away and fetched again.
	ErrMoved = errors.New("the cursor has moved meanwhile")
)

// A DB is one database, SQLite or PostgreSQL. It is safe for concurrent use.
type DB struct {
	// read and write are one pool on PostgreSQL. On SQLite write is a single connection, for there is one writer.
	read    *pool
	write   *sql.DB
	dialect dialect
	now     func() time.Time
	// running are the names of the calls that are being done.
	running sync.Map
	// merging says that the pieces of the search index are being merged.
	merging atomic.Bool
	keys    seal.Keys
	// looks is up to how many events are looked at one by one: maxLook but in tests.
	looks int
	// unordered leaves out the lock that makes numbers appear in their order. Only the test that shows what happens
	// then sets it.
	unordered bool
}

// Open opens the database: PostgreSQL at an address that begins with postgres:// or postgresql://, else SQLite in the
// file of that name, which is made if need be. It does not look at the schema: see [DB.Migrate].
func Open(ctx context.Context, dsn string) (*DB, error) {
	open := openSQLite
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		open = openPostgres
	}
	db, err := open(ctx, dsn)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := db.Ping(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Close closes the database. Transactions under way are rolled back.
func (db *DB) Close() error {
	if db.read.DB == db.write {
		return db.write.Close()
	}
	return errors.Join(db.read.Close(), db.write.Close())
}

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.read.PingContext(ctx); err != nil {
		return fmt.Errorf("reach the database: %w", err)
	}
	return nil
}

// Dialect is "sqlite" or "postgres".
func (db *DB) Dialect() string { return db.dialect.name }
