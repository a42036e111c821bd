package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A Declaration is one source as the configuration has it.
type Declaration struct {
	Name, Tool string
	// Every is how often it is polled.
	Every time.Duration
	// Fingerprint is a hash of the settings. When it changes, a source that was refused is tried again.
	Fingerprint string
	// VisibleTo are the groups of readers it is kept to; none where everybody may see it.
	VisibleTo []string
}

// Declare makes the sources what the configuration says. New ones are due at once. Those that are no longer declared
// are retired, and so are their parts: they are not polled any more, and what was read of them stays. One that is
// declared again goes on from its cursor. A name cannot be given to another tool.
func (db *DB) Declare(ctx context.Context, declared []Declaration, now time.Time) error {
	err := db.within(ctx, func(t *Tx) error {
		names := []string{}
		for _, d := range declared {
			if slices.Contains(names, d.Name) {
				return fmt.Errorf("the source %q is declared twice", d.Name)
			}
			names = append(names, d.Name)
			if err := t.declare(ctx, d, micros(now)); err != nil {
				return err
			}
		}
		c := conditions{dialect: db.dialect}
		c.add("retired = 0 and parent is null")
		c.beyond(names, "name")
		if c.err != nil {
			return c.err
		}
		_, err := affect(ctx, t.tx, "update sources set retired = 1"+c.where(), c.args...)
		return err
	})
	if err != nil {
		return fmt.Errorf("declare the sources: %w", err)
	}
	return nil
}

func (t *Tx) declare(ctx context.Context, d Declaration, now int64) error {
	var id, every, retired int64
	var parent sql.NullInt64
	var tool, print, visible string
	err := t.tx.QueryRowContext(ctx, "select id, parent, tool, every, fingerprint, retired, visible_to from sources where name = $1", d.Name).
		Scan(&id, &parent, &tool, &every, &print, &retired, &visible)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		_, err := t.tx.ExecContext(ctx, `insert into sources (name, tool, every, fingerprint, state, since, due, visible_to)
			values ($1, $2, $3, $4, $5, $6, $6, $7) on conflict (name) do nothing`,
			d.Name, d.Tool, d.Every.Microseconds(), d.Fingerprint, feed.SourceNew, now, listText(d.VisibleTo))
		return err
	case err != nil:
		return err
	case parent.Valid:
		return fmt.Errorf("the name %q belongs to a part of another source: choose another name", d.Name)
	case tool != d.Tool:
		return fmt.Errorf("the source %q was read from %s before: give the one in %s another name", d.Name, tool, d.Tool)
	case retired == 0 && every == d.Every.Microseconds() && print == d.Fingerprint && visible == listText(d.VisibleTo):
		return nil
	}
	// A new rhythm holds from now on, not only after the next poll.
	_, err = t.tx.ExecContext(ctx, `update sources set every = $2, fingerprint = $3, retired = 0, visible_to = $5,
		due = case when due > $4 then $4 else due end where id = $1`, id, d.Every.Microseconds(), d.Fingerprint,
		now+d.Every.Microseconds(), listText(d.VisibleTo))
	if err != nil || print == d.Fingerprint {
		return err
	}
	// Other settings may mean another place: what was agreed with the old one is void, and what troubled may be mended.
	if _, err := t.tx.ExecContext(ctx, "update sources set kept = '', trouble = '' where id = $1 or parent = $1", id); err != nil {
		return err
	}
	_, err = t.tx.ExecContext(ctx, `update sources set state = case when success = 0 then 'new' else 'current' end,
		since = $2, due = $2, error = '' where (id = $1 or parent = $1) and state = 'refused'`, id, now)
	return err
}
