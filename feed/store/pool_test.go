package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"golang.org/x/sync/errgroup"
)

// Whatever is asked is answered, from many goroutines, whether it is kept or there was no room for it, and also when the
// schema has changed since it was prepared.
func TestPool(t *testing.T) {
	db, err := openSQLite(t.Context(), filepath.Join(t.TempDir(), "dateline.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.write.ExecContext(t.Context(), "create table t (n); insert into t values (7)"); err != nil {
		t.Fatal(err)
	}
	ask := func(ctx context.Context) error {
		for i := range keptStatements + 20 {
			n, err := one[int](db.read.QueryRowContext(ctx, fmt.Sprintf("select n + %d from t where n < $1", i), 8))
			if err != nil || n != 7+i {
				return fmt.Errorf("%d is %d: %w", i, n, err)
			}
		}
		return nil
	}
	for _, before := range []string{"", "alter table t add column m", "create index t_n on t (n)"} {
		if _, err := db.write.ExecContext(t.Context(), before); err != nil {
			t.Fatal(err)
		}
		group, ctx := errgroup.WithContext(t.Context())
		for range 4 {
			group.Go(func() error { return ask(ctx) })
		}
		if err := group.Wait(); err != nil {
			t.Errorf("after %q: %v", before, err)
		}
	}
	if n := len(db.read.kept); n < keptStatements || n > keptStatements+4 {
		t.Errorf("%d statements are kept", n)
	}
	if _, err := one[int](db.read.QueryRowContext(t.Context(), "select n from nothing")); err == nil {
		t.Error("a table that does not exist was read")
	}
}
