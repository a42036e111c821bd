package store

import (
	"context"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A Reject is an object of a source that could not be understood, and when it first came.
type Reject = feed.RejectEntry

var rejectTable = table{"rejects", []column{{"source", "bigint"}, {"key", "text"}, {"at", "bigint"}, {"reason", "text"}, {"raw", "text"}}}

func (t *Tx) putRejects(ctx context.Context, src place, rejects []feed.Reject, at time.Time) (int, error) {
	seen := map[string]bool{}
	var rows [][]any
	for _, r := range rejects {
		if !seen[r.Key] {
			seen[r.Key] = true
			rows = append(rows, []any{src.id, r.Key, micros(at), r.Reason, string(r.Raw)})
		}
	}
	if len(rows) == 0 {
		return 0, nil
	}
	n, err := t.db.dialect.insert(ctx, t.tx, rejectTable, rows, "on conflict (source, key) do nothing")
	if err != nil || n == 0 {
		return 0, err
	}
	_, err = t.tx.ExecContext(ctx, "update sources set rejects = rejects + $2 where id = $1", src.id, n)
	return int(n), err
}

// Rejects returns what could not be understood of a source, or of all sources if its name is empty but for those that are
// hidden: the newest first, at most limit.
func (db *DB) Rejects(ctx context.Context, source string, limit int, hidden ...string) ([]Reject, error) {
	c := conditions{dialect: db.dialect}
	if source != "" {
		c.add("s.name = $%d", source)
	}
	if len(hidden) > 0 {
		c.beyond(hidden, "s.name")
	}
	if c.err != nil {
		return nil, c.err
	}
	list, err := collect(ctx, db.read, func(row scanner) (r Reject, err error) {
		var at int64
		var raw string
		err = row.Scan(&r.Source, &at, &r.Key, &r.Reason, &raw)
		r.At, r.Raw = instant(at), []byte(raw)
		return r, err
	}, "select s.name, r.at, r.key, r.reason, r.raw from rejects r join sources s on s.id = r.source"+c.where()+
		" order by r.at desc, s.name, r.key"+c.limit(limit), c.args...)
	if err != nil {
		return nil, fmt.Errorf("list the rejects: %w", err)
	}
	return list, nil
}
