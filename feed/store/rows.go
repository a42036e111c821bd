package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/datelinehq/dateline/feed"
)

// A querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// roomAtOnce is for how many rows of a query there is room from the beginning, at most.
const roomAtOnce = 256

// A scanner is one row.
type scanner interface{ Scan(dest ...any) error }

// collect reads all rows of a query.
func collect[T any](ctx context.Context, q querier, read func(scanner) (T, error), query string, args ...any) ([]T, error) {
	return collectMost(ctx, q, 0, read, query, args...)
}

// collectMost reads all rows of a query that has at most so many, for which there is room from the beginning.
func collectMost[T any](
	ctx context.Context, q querier, most int, read func(scanner) (T, error), query string, args ...any,
) (list []T, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		v, err := read(rows)
		if err != nil {
			return nil, err
		}
		if list == nil {
			list = make([]T, 0, min(most, roomAtOnce))
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// affect runs a statement and returns how many rows it affected.
func affect(ctx context.Context, q querier, statement string, args ...any) (int64, error) {
	result, err := q.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// one reads a row of one column.
func one[T any](row scanner) (v T, err error) {
	err = row.Scan(&v)
	return v, err
}

// micros is how instants are kept.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// instant is the reverse of micros.
func instant(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// encode writes an account or a list.
func encode[T feed.Account | []feed.Account | []string](v T) string {
	b, err := json.Marshal(v)
	if err != nil { // cannot be: these types hold strings and flags only
		return "null"
	}
	return string(b)
}

// encodeTimes writes instants by name, empty where there are none.
func encodeTimes(times map[string]time.Time) string {
	if len(times) == 0 {
		return ""
	}
	b, err := json.Marshal(times)
	if err != nil { // cannot be: times of this age always marshal
		return ""
	}
	return string(b)
}

// recent are the accounts that were read last, by how they stand in rows: the same few come again and again.
var recent = func() *lru.Cache[string, feed.Account] {
	cache, err := lru.New[string, feed.Account](1000)
	if err != nil {
		panic(err) // only of a size that is none
	}
	return cache
}()

// A decoder reads the JSON columns of rows and remembers the first that was spoilt.
type decoder struct{ err error }

func (d *decoder) account(s string) feed.Account {
	a, known := recent.Get(s)
	if known {
		return a
	}
	if d.read(s, &a); d.err == nil {
		recent.Add(s, a)
	}
	return a
}

func (d *decoder) accounts(s string) (as []feed.Account) {
	d.read(s, &as)
	return as
}

// times are instants by name, nil where there are none.
func (d *decoder) times(s string) (times map[string]time.Time) {
	d.read(s, &times)
	return times
}

func (d *decoder) strings(s string) (list []string) {
	d.read(s, &list)
	return list
}

func (d *decoder) read(s string, v any) {
	if s == "" || s == "null" || s == "[]" || d.err != nil {
		return
	}
	if err := json.Unmarshal([]byte(s), v); err != nil {
		d.err = fmt.Errorf("read a column that is JSON: %w", err)
	}
}
