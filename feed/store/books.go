package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"
)

// A Book is a text that is kept elsewhere, such as a calendar of holidays, as it was last read.
type Book struct {
	// Name identifies it. It is no address, as that may be secret.
	Name string
	// Text is what it said when it was last read, and Tag how its server names that version. Nil if it never was.
	Text []byte
	Tag  string
	// Read is when it was last known to say this, Tried when it was last asked for, and Problem what went wrong then.
	Read, Tried time.Time
	Problem     string
}

// PutBook keeps a book in place of what was kept of it.
func (db *DB) PutBook(ctx context.Context, b Book) error {
	_, err := db.write.ExecContext(ctx, `insert into books (name, body, tag, changed, read, tried, problem)
		values ($1, $2, $3, $4, $4, $5, $6)
		on conflict (name) do update set body = excluded.body, tag = excluded.tag, read = excluded.read, tried = excluded.tried,
		problem = excluded.problem, changed = case when books.body = excluded.body then books.changed else excluded.read end`,
		b.Name, base64.StdEncoding.EncodeToString(b.Text), b.Tag, micros(b.Read), micros(b.Tried), b.Problem)
	if err != nil {
		return fmt.Errorf("keep the book %s: %w", b.Name, err)
	}
	return nil
}

// Books returns the books that are kept, by name.
func (db *DB) Books(ctx context.Context) (map[string]Book, error) {
	list, err := collect(ctx, db.read, func(row scanner) (b Book, err error) {
		var body string
		var read, tried int64
		if err := row.Scan(&b.Name, &body, &b.Tag, &read, &tried, &b.Problem); err != nil {
			return b, err
		}
		b.Read, b.Tried = instant(read), instant(tried)
		if !b.Read.IsZero() {
			b.Text, err = base64.StdEncoding.DecodeString(body)
		}
		return b, err
	}, "select name, body, tag, read, tried, problem from books")
	if err != nil {
		return nil, fmt.Errorf("list the books: %w", err)
	}
	books := make(map[string]Book, len(list))
	for _, b := range list {
		books[b.Name] = b
	}
	return books, nil
}

// Library names what the books say: it changes when a text does.
func (db *DB) Library(ctx context.Context) (string, error) {
	var n, changed int64
	err := db.read.QueryRowContext(ctx, "select count(*), coalesce(max(changed), 0) from books").Scan(&n, &changed)
	if err != nil {
		return "", fmt.Errorf("look whether books changed: %w", err)
	}
	return fmt.Sprintf("%d-%d", n, changed), nil
}
