// Package storetest opens databases for tests: real ones, empty, migrated, and gone when the test ends.
//
// It imports feed/store, and is imported by tests only.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/datelinehq/dateline/feed/seal"
	"github.com/datelinehq/dateline/feed/store"
)

// Each runs f as a sub-test on each database.
func Each(t *testing.T, f func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, Postgres(t)) })
}

// SQLite opens a database in a temporary file.
func SQLite(t testing.TB) *store.DB {
	t.Helper()
	return Open(t, SQLiteDSN(t))
}

// Postgres opens a database of its own on the server of which DATELINE_TEST_POSTGRES is the address.
func Postgres(t testing.TB) *store.DB {
	t.Helper()
	return Open(t, PostgresDSN(t))
}

// Open opens and migrates the database, gives it a key of its own, and closes it when the test ends.
func Open(t testing.TB, dsn string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	db.Guard(Keys())
	return db
}

// Keys seal what tests keep: one key, the same for all tests of a process.
var Keys = sync.OnceValue(func() seal.Keys {
	keys, err := seal.Read(seal.New())
	if err != nil {
		panic(err)
	}
	return keys
})

// SQLiteDSN names a file that does not exist yet.
func SQLiteDSN(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "dateline.db")
}

// PostgresDSN makes an empty database, drops it when the test ends, and returns its address.
func PostgresDSN(t testing.TB) string {
	t.Helper()
	server := os.Getenv("DATELINE_TEST_POSTGRES")
	if server == "" {
		t.Fatal(`set DATELINE_TEST_POSTGRES, or run "make test", which starts a throw-away PostgreSQL`)
	}
	name := "dateline_test_" + strings.ToLower(rand.Text())
	run := func(ctx context.Context, statement string) {
		admin, err := sql.Open("pgx", server)
		if err != nil {
			t.Fatalf("open the server for tests: %v", err)
		}
		defer func() { _ = admin.Close() }()
		if _, err := admin.ExecContext(ctx, statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	run(t.Context(), "create database "+name+" template template0")
	t.Cleanup(func() { run(context.Background(), "drop database "+name+" with (force)") })
	address, err := url.Parse(server)
	if err != nil {
		t.Fatalf("read DATELINE_TEST_POSTGRES: %v", err)
	}
	address.Path = "/" + name
	return address.String()
}
