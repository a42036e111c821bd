// Package storetest opens databases for tests: real ones, empty, migrated, and gone when the test ends.
//
// It imports feed/store, and is imported by tests only.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
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
	dsn := SQLiteDSN(t)
	MigratedSQLite(t, dsn)
	return Open(t, dsn)
}

// Postgres opens a database of its own on the server of which DATELINE_TEST_POSTGRES is the address.
func Postgres(t testing.TB) *store.DB {
	t.Helper()
	return Open(t, MigratedPostgresDSN(t))
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

// MigratedSQLite writes an empty database that is migrated into a new file: all of a process are copies of one.
func MigratedSQLite(t testing.TB, file string) {
	t.Helper()
	migrated, err := migratedSQLite()
	if err == nil {
		err = os.WriteFile(file, migrated, 0o600)
	}
	if err != nil {
		t.Fatalf("copy a migrated database: %v", err)
	}
}

var migratedSQLite = sync.OnceValues(func() (file []byte, err error) {
	folder, err := os.MkdirTemp("", "dateline-migrated-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	dsn := filepath.Join(folder, "dateline.db")
	if err := migrate(dsn); err != nil {
		return nil, err
	}
	return os.ReadFile(dsn)
})

// migrate migrates a database. Closing it leaves all of it in one file, with no log beside it.
func migrate(dsn string) error {
	db, err := store.Open(context.Background(), dsn)
	if err != nil {
		return err
	}
	return errors.Join(db.Migrate(context.Background()), db.Close())
}

// PostgresDSN makes an empty database, drops it when the test ends, and returns its address.
func PostgresDSN(t testing.TB) string {
	t.Helper()
	return postgresOf(t, "template0")
}

// MigratedPostgresDSN does so with a database that is migrated: all of a process are copies of one, which stays on the server.
func MigratedPostgresDSN(t testing.TB) string {
	t.Helper()
	server(t)
	template, err := migratedPostgres()
	if err != nil {
		t.Fatalf("make a database to copy: %v", err)
	}
	return postgresOf(t, template)
}

var migratedPostgres = sync.OnceValues(func() (name string, err error) {
	server := os.Getenv(postgresVariable)
	name, address, err := newName(server)
	if err != nil {
		return "", err
	}
	if err := onServer(context.Background(), server, "create database "+name+" template template0"); err != nil {
		return "", err
	}
	return name, migrate(address)
})

// postgresOf makes a copy of a database, drops it when the test ends, and returns its address.
func postgresOf(t testing.TB, template string) string {
	t.Helper()
	server := server(t)
	name, address, err := newName(server)
	if err == nil {
		err = onServer(t.Context(), server, "create database "+name+" template "+template)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := onServer(context.Background(), server, "drop database "+name+" with (force)"); err != nil {
			t.Error(err)
		}
	})
	return address
}

const postgresVariable = "DATELINE_TEST_POSTGRES"

func server(t testing.TB) string {
	t.Helper()
	server := os.Getenv(postgresVariable)
	if server == "" {
		t.Fatal(`set DATELINE_TEST_POSTGRES, or run "make test", which starts a throw-away PostgreSQL`)
	}
	return server
}

// newName is the name of a database that is not there yet, and its address.
func newName(server string) (name, address string, err error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", "", fmt.Errorf("read DATELINE_TEST_POSTGRES: %w", err)
	}
	name = "dateline_test_" + strings.ToLower(rand.Text())
	u.Path = "/" + name
	return name, u.String(), nil
}

// onServer runs a statement that is about databases.
func onServer(ctx context.Context, server, statement string) error {
	admin, err := sql.Open("pgx", server)
	if err != nil {
		return fmt.Errorf("open the server for tests: %w", err)
	}
	defer func() { _ = admin.Close() }()
	if _, err := admin.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}
