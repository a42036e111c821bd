package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite" // the driver named sqlite
	sqlite3 "modernc.org/sqlite/lib"
)

func openSQLite(ctx context.Context, file string) (*DB, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	// The file is mapped: what connections and processes read of it they share, and the system may take back, while a cache is
	// each connection's own. See https://www.sqlite.org/mmap.html: a disk that fails under a mapped page ends the process.
	address := func(more ...string) string {
		pragmas := append([]string{
			"busy_timeout(10000)", "journal_mode(wal)", "synchronous(normal)", "foreign_keys(on)", "temp_store(memory)",
			"wal_autocheckpoint(8000)", "journal_size_limit(67108864)", "mmap_size(2000000000)",
		}, more...)
		query := url.Values{"_pragma": pragmas, "_txlock": {"immediate"}, "_dqs": {"0"}}
		return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: query.Encode()}).String()
	}
	write, err := sql.Open("sqlite", address("cache_size(-4000)"))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	// The writer comes first, for it makes the file that the readers open.
	if err := firstConnection(ctx, write); err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read, err := sql.Open("sqlite", address("cache_size(-1000)", "query_only(on)"))
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(max(4, runtime.GOMAXPROCS(0)))
	read.SetMaxIdleConns(max(4, runtime.GOMAXPROCS(0)))
	return &DB{
		read: &pool{DB: read, keeps: true, kept: map[string]*sql.Stmt{}}, write: write, dialect: sqliteDialect(), now: time.Now, looks: maxLook,
	}, nil
}

// firstConnection opens the one that sets the journal of a new file. That is refused at once, whatever busy_timeout says,
// while another program does the same.
func firstConnection(ctx context.Context, write *sql.DB) error {
	for tries := 500; ; tries-- {
		err := write.PingContext(ctx)
		wrong, is := errors.AsType[*sqlite.Error](err)
		if !is || wrong.Code()&0xff != sqlite3.SQLITE_BUSY || tries == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func sqliteDialect() dialect {
	return dialect{
		name:      "sqlite",
		schema:    "schema/sqlite",
		goose:     goose.DialectSQLite3,
		migrating: func() ([]goose.ProviderOption, error) { return nil, nil },
		pieces:    "select count(distinct segid) from search_idx",
		size:      "select page_count * page_size from pragma_page_count(), pragma_page_size()",
		among: func(column string, n int) string {
			return fmt.Sprintf("%s in (select value from json_each($%d))", column, n)
		},
		list: func(values any) (any, error) {
			b, err := json.Marshal(values)
			return string(b), err
		},
		numbers:  sqliteNumbers,
		insert:   sqliteInsert,
		document: sqliteDocument,
		index:    sqliteIndex,
		match:    sqliteMatch,
		matches: func(n int) string {
			return fmt.Sprintf("e.pos in (select rowid from search where search match $%d)", n)
		},
		find: func(x expression, _, _ int64) []attempt {
			return []attempt{{sqliteFind, []any{sqliteMatch(x)}, math.MinInt64}}
		},
		eras: func(int64) []string { return nil },
	}
}

// FTS5 reads its lists of places from either end, so that a page takes as long as it is deep in its own list, and stops.
const sqliteFind = `select rowid from search where search match $4 and rowid < $1 and rowid >= $2
	order by rowid desc limit $3 + 0`

// sqliteNumbers counts on from the head of the log: nobody else writes until the transaction ends.
func sqliteNumbers(ctx context.Context, tx *sql.Tx, _ int) (int64, error) {
	var head int64
	err := tx.QueryRowContext(ctx, "select coalesce(max(changed), 0) from events").Scan(&head)
	return head + 1, err
}

func sqliteInsert(ctx context.Context, tx *sql.Tx, t table, rows [][]any, ending string) (int64, error) {
	var names, places []string
	for i, c := range t.columns {
		names = append(names, c.name)
		places = append(places, fmt.Sprintf("$%d", i+1))
	}
	return sqliteEach(ctx, tx, fmt.Sprintf("insert into %s (%s) values (%s) %s",
		t.name, strings.Join(names, ", "), strings.Join(places, ", "), ending), rows)
}

func sqliteIndex(ctx context.Context, tx *sql.Tx, rows [][]any) error {
	_, err := sqliteEach(ctx, tx, "insert or replace into search (rowid, words) values ($1, $2)", rows)
	return err
}

// sqliteEach runs one statement for every row. There is no way over a network to be saved.
func sqliteEach(ctx context.Context, tx *sql.Tx, statement string, rows [][]any) (n int64, err error) {
	if len(rows) == 0 {
		return 0, nil
	}
	s, err := tx.PrepareContext(ctx, statement)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	for _, row := range rows {
		result, err := s.ExecContext(ctx, row...)
		if err != nil {
			return n, err
		}
		affected, err := result.RowsAffected()
		if err != nil {
			return n, err
		}
		n += affected
	}
	return n, nil
}

func sqliteDocument(words, marks []string) string {
	return strings.Join(marks, " ") + " " + strings.Join(words, " ")
}

// sqliteMatch writes the expression for FTS5, where a quoted string is a phrase.
func sqliteMatch(x expression) string {
	var all []string
	for _, any := range x.marks {
		all = append(all, `("`+strings.Join(any, `" OR "`)+`")`)
	}
	for _, phrase := range x.with {
		all = append(all, `"`+strings.Join(phrase, " ")+`"`)
	}
	s := "(" + strings.Join(all, " AND ") + ")"
	for _, phrase := range x.not() {
		s = "(" + s + ` NOT "` + strings.Join(phrase, " ") + `")`
	}
	return s
}
