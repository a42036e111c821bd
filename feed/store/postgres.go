package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// The numbers of our advisory locks: one is held while numbers of the log are taken, one while the schema is changed; those of calls
// are made of their names.
const (
	logLock    = 0x646174656c696e65
	schemaLock = logLock + 1
	callLock   = logLock + 2
)

func openPostgres(_ context.Context, dsn string) (*DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]string{
		"application_name": "dateline",
		// Compiling costs more than any of our queries.
		"jit": "off",
	} {
		if _, ok := config.RuntimeParams[name]; !ok {
			config.RuntimeParams[name] = value
		}
	}
	connections := stdlib.OpenDB(*config)
	connections.SetMaxOpenConns(20)
	connections.SetMaxIdleConns(8)
	connections.SetConnMaxIdleTime(5 * time.Minute)
	return &DB{read: &pool{DB: connections}, write: connections, dialect: postgresDialect(), now: time.Now, looks: maxLook}, nil
}

func postgresDialect() dialect {
	return dialect{
		name:   "postgres",
		schema: "schema/postgres",
		goose:  goose.DialectPostgres,
		migrating: func() ([]goose.ProviderOption, error) {
			locker, err := lock.NewPostgresSessionLocker(lock.WithLockID(schemaLock), lock.WithLockTimeout(1, 300))
			return []goose.ProviderOption{goose.WithSessionLocker(locker)}, err
		},
		lock:  fmt.Sprintf("select pg_advisory_xact_lock(%d)", logLock),
		claim: fmt.Sprintf("select pg_try_advisory_xact_lock(hashtextextended($1, %d))", callLock),
		share: "for update",
		// GIN keeps what is new in a list that every search reads from end to end.
		tidy:     "select gin_clean_pending_list('search_words')",
		size:     "select pg_database_size(current_database())",
		among:    func(column string, n int) string { return fmt.Sprintf("%s = any($%d)", column, n) },
		list:     func(values any) (any, error) { return values, nil },
		numbers:  postgresNumbers,
		insert:   postgresInsert,
		document: postgresDocument,
		index:    postgresIndex,
		match:    postgresMatch,
		matches: func(n int) string {
			return fmt.Sprintf("exists (select 1 from search w where w.pos = e.pos and w.words @@ $%d::tsquery)", n)
		},
		find: postgresFind,
		eras: postgresEras,
	}
}

func postgresNumbers(ctx context.Context, tx *sql.Tx, n int) (first int64, err error) {
	err = tx.QueryRowContext(ctx,
		"select min(n) from (select nextval('log') as n from generate_series(1, $1::bigint)) numbers", n).Scan(&first)
	return first, err
}

// postgresInsert sends every column as one array.
func postgresInsert(ctx context.Context, tx *sql.Tx, t table, rows [][]any, ending string) (int64, error) {
	if len(rows) == 0 {
		return 0, nil
	}
	var names, values, arrays []string
	var args []any
	for i, c := range t.columns {
		names = append(names, c.name)
		if c.kind == "bigint" {
			array := make([]int64, len(rows))
			for j, row := range rows {
				array[j] = row[i].(int64)
			}
			args = append(args, array)
			values = append(values, c.name)
			arrays = append(arrays, fmt.Sprintf("$%d::bigint[]", i+1))
			continue
		}
		array := make([]string, len(rows))
		for j, row := range rows {
			array[j] = row[i].(string)
		}
		args = append(args, array)
		values = append(values, c.name+"::"+c.kind)
		arrays = append(arrays, fmt.Sprintf("$%d::text[]", i+1))
	}
	columns := strings.Join(names, ", ")
	return affect(ctx, tx, fmt.Sprintf("insert into %s (%s) select %s from unnest(%s) as rows (%s) %s",
		t.name, columns, strings.Join(values, ", "), strings.Join(arrays, ", "), columns, ending), args...)
}

func postgresIndex(ctx context.Context, tx *sql.Tx, rows [][]any) error {
	search := table{"search", []column{{"pos", "bigint"}, {"words", "tsvector"}}}
	_, err := postgresInsert(ctx, tx, search, rows, "on conflict (pos) do update set words = excluded.words")
	return err
}

// postgresDocument writes a tsvector. Marks have no position in it, so that no phrase runs over them.
func postgresDocument(words, marks []string) string {
	var b strings.Builder
	for _, m := range marks {
		b.WriteString("'" + m + "' ")
	}
	for i, w := range words {
		b.WriteString("'" + w + "':" + strconv.Itoa(min(i+1, math.MaxInt16/2)) + " ")
	}
	return b.String()
}

// postgresMatch writes the expression as a tsquery.
func postgresMatch(x expression) string { return strings.Join(postgresTerms(x), " & ") }

// postgresTerms writes it as several tsqueries that must all match. GIN leaps from one to the next of those, and looks
// at every entry that any part of a single one has.
func postgresTerms(x expression) (all []string) {
	for _, any := range x.marks {
		all = append(all, "('"+strings.Join(any, "' | '")+"')")
	}
	for _, phrase := range x.with {
		all = append(all, "('"+strings.Join(phrase, "' <-> '")+"')")
	}
	for _, phrase := range x.not() {
		// The index finds what is there, not what is not: that belongs to something that is.
		all[0] += " & !('" + strings.Join(phrase, "' <-> '") + "')"
	}
	return all
}
