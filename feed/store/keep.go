package store

import (
	"context"
	"fmt"

	"github.com/datelinehq/dateline/feed"
)

// Keep keeps a secret that the tool of a source agreed on with its doorbell, unless one is kept already, and reports
// whether the given one is kept now. It is forgotten when the source's settings change. The error is ErrNoKey if there is
// no key to seal it with.
func (db *DB) Keep(ctx context.Context, source, secret string) (bool, error) {
	if !db.Guarded() {
		return false, fmt.Errorf("keep a secret of %q: %w", source, ErrNoKey)
	}
	_, err := affect(ctx, db.write, "update sources set kept = $2 where name = $1 and kept = ''",
		source, db.seal(keptOfSources, source, secret))
	if err != nil {
		return false, fmt.Errorf("keep a secret of %q: %w", source, err)
	}
	kept, err := db.kept(ctx, db.write, source)
	return kept == secret, err
}

// Kept returns the secret that is kept of a source, or nothing.
func (db *DB) Kept(ctx context.Context, source string) (string, error) {
	return db.kept(ctx, db.read, source)
}

func (db *DB) kept(ctx context.Context, q querier, source string) (string, error) {
	text, err := one[string](q.QueryRowContext(ctx, "select kept from sources where name = $1", source))
	secret := ""
	if err == nil {
		secret, err = db.open(keptOfSources, source, text)
	}
	if err != nil {
		return "", fmt.Errorf("read the secret of %q: %w", source, known(err))
	}
	return secret, nil
}

// Trouble notes what an operator should look at though the source is read, in place of what was noted before. Empty is
// nothing.
func (db *DB) Trouble(ctx context.Context, source, trouble string) error {
	n, err := affect(ctx, db.write, "update sources set trouble = $2 where name = $1", source, feed.Text(trouble, feed.MaxTitle))
	switch {
	case err != nil:
		return fmt.Errorf("note the trouble of %q: %w", source, err)
	case n == 0:
		return fmt.Errorf("note the trouble of %q: %w", source, ErrNotFound)
	}
	return nil
}
