package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Tell appends an event about an ask to the log, once, if it is so: [feed.Flagged] and [feed.Warned] of an open ask that was
// not yet, which is then marked with the time in the same transaction; [feed.Met] and [feed.Missed] of an answered one; all
// else of an open one. It reports false, and appends nothing, where it is not so, and where the log has the event already.
func (db *DB) Tell(ctx context.Context, ask feed.AskEntry, e feed.Event, at time.Time) (told bool, err error) {
	err = db.within(ctx, func(t *Tx) error {
		// In the same order as a commit: first the log, then the rows.
		if err := t.order(ctx); err != nil {
			return err
		}
		holds, err := t.holds(ctx, ask.ID, e.Verb, at)
		if err != nil || !holds {
			return err
		}
		src, err := t.place(ctx, ask.Source)
		if err != nil {
			return err
		}
		// The log may say so already: asks that were thrown away and derived anew have lost their marks.
		before, err := t.records(ctx, src, "key", []string{e.Key})
		if err != nil || len(before) > 0 {
			return err
		}
		_, err = t.Append(ctx, ask.Source, e)
		told = err == nil
		return err
	})
	if err != nil {
		return false, fmt.Errorf("tell of the ask %s that it is %s: %w", ask.ID, e.Verb, err)
	}
	return told, nil
}

// AppendOnce appends events of our own that the log does not have yet. Those it has stay as they were said: what is worked
// out anew never rewrites them. It returns how many were new.
func (t *Tx) AppendOnce(ctx context.Context, source string, events ...feed.Event) (added int, err error) {
	if len(events) == 0 {
		return 0, nil
	}
	src, err := t.place(ctx, source)
	if err != nil {
		return 0, err
	}
	before, err := t.records(ctx, src, "key", each(events, func(e feed.Event) string { return e.Key }))
	if err != nil {
		return 0, fmt.Errorf("look what was said in %q: %w", source, err)
	}
	said := map[string]bool{}
	for _, r := range before {
		said[r.Key] = true
	}
	fresh := make([]feed.Event, 0, len(events))
	for _, e := range events {
		if !said[e.Key] {
			fresh = append(fresh, e)
		}
	}
	if len(fresh) == 0 {
		return 0, nil
	}
	return t.Append(ctx, source, fresh...)
}

// holds reports whether what the verb says of an ask is so and not yet told, and marks the ask where that is marked.
func (t *Tx) holds(ctx context.Context, id string, verb feed.Verb, at time.Time) (bool, error) {
	switch verb {
	case feed.Flagged:
		changed, err := t.next(ctx, asksChanged)
		if err != nil {
			return false, err
		}
		n, err := affect(ctx, t.tx, "update asks set flagged = $2, changed = $3 where id = $1 and waiting = 1 and flagged = 0", id, micros(at), changed)
		return n > 0, err
	case feed.Warned:
		n, err := affect(ctx, t.tx, "update asks set warned = $2 where id = $1 and waiting = 1 and flagged = 0 and warned = 0", id, micros(at))
		return n > 0, err
	}
	var state feed.AskState
	var waiting int64
	err := t.tx.QueryRowContext(ctx, "select state, waiting from asks where id = $1", id).Scan(&state, &waiting)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, err
	case verb == feed.Met || verb == feed.Missed:
		_, err := affect(ctx, t.tx, "update asks set waiting = 0 where id = $1 and waiting = 2", id)
		return state == feed.AskAnswered, err
	}
	return waiting == waited, nil
}
