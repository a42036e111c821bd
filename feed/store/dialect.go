package store

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"
)

// A dialect holds what SQLite and PostgreSQL do not agree on. All other SQL of the package is one text for both.
type dialect struct {
	name   string
	schema string
	goose  goose.Dialect
	// migrating are the options under which migrations are applied.
	migrating func() ([]goose.ProviderOption, error)
	// lock makes transactions that take numbers wait for each other until they end. Empty where all writers do anyway.
	lock string
	// claim tries to hold the name in parameter 1 until the transaction ends, and tells whether nobody else does. Empty where there is
	// one writer.
	claim string
	// share makes a row that is read stay as it is until the transaction ends.
	share string
	// tidy makes the search index fast to read after much was written. Empty where it always is.
	tidy string
	// pieces counts the pieces in which the search index is. Empty where it is in one.
	pieces string
	// size asks for the bytes the database takes.
	size string
	// among is the condition that a column is one of the values in parameter n, which list made.
	among func(column string, n int) string
	// list makes one parameter of many values.
	list func(values any) (any, error)
	// numbers takes n successive numbers of the log and returns the first.
	numbers func(ctx context.Context, tx *sql.Tx, n int) (int64, error)
	// insert puts rows into a table; ending is an "on conflict" clause. It returns how many rows were affected.
	insert func(ctx context.Context, tx *sql.Tx, t table, rows [][]any, ending string) (int64, error)
	// document is what the search index keeps of words and marks; index keeps it.
	document func(words, marks []string) string
	index    func(ctx context.Context, tx *sql.Tx, rows [][]any) error
	// match writes an expression in the search index's language; matches is the condition that the entry at e.pos
	// matches the one in parameter n.
	match   func(expression) string
	matches func(n int) string
	// find returns the ways to look for a page of what matches between two places of the feed: tried in turn until the page
	// is full or what there is has been seen.
	find func(x expression, oldest, newest int64) []attempt
	// eras are the marks by which find tells old entries from new ones.
	eras func(pos int64) []string
}

// An attempt selects as many places as parameter 3 says that match, lie below parameter 1 and not below parameter 2,
// newest first. It sees all there are from the place named down.
type attempt struct {
	query string
	match []any // further parameters
	down  int64
}

// A table names a table and the columns that rows are given for; their kinds are bigint, text or tsvector.
type table struct {
	name    string
	columns []column
}

type column struct{ name, kind string }
