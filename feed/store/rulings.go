package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// Rule adds what somebody said about two accounts. Nothing that is stored changes by it.
func (db *DB) Rule(ctx context.Context, r feed.Ruling) error {
	_, err := db.write.ExecContext(ctx, "insert into rulings (one, other, verdict, who, at) values ($1, $2, $3, $4, $5)",
		r.One.String(), r.Other.String(), string(r.Verdict), feed.Text(r.Who, feed.MaxName), micros(r.At))
	if err != nil {
		return fmt.Errorf("note who %s and %s are: %w", r.One, r.Other, err)
	}
	return nil
}

// Rulings returns all that was ever said about accounts, in the order in which it was said.
func (db *DB) Rulings(ctx context.Context) ([]feed.Ruling, error) {
	list, err := collect(ctx, db.read, func(row scanner) (r feed.Ruling, err error) {
		var one, other string
		var at int64
		err = row.Scan(&r.Seq, &one, &other, &r.Verdict, &r.Who, &at)
		r.One, r.Other, r.At = ref(one), ref(other), instant(at)
		return r, err
	}, "select seq, one, other, verdict, who, at from rulings order by seq")
	if err != nil {
		return nil, fmt.Errorf("list what was said about accounts: %w", err)
	}
	return list, nil
}

// Ruled returns the number of the last ruling, 0 for none.
func (db *DB) Ruled(ctx context.Context) (int64, error) {
	last, err := one[int64](db.read.QueryRowContext(ctx, "select coalesce(max(seq), 0) from rulings"))
	if err != nil {
		return 0, fmt.Errorf("look for what was said about accounts: %w", err)
	}
	return last, nil
}

func ref(s string) feed.Ref {
	tool, id, _ := strings.Cut(s, "/")
	return feed.Ref{Tool: tool, ID: id}
}

// Acquaintance names what is known of accounts: it changes when an account, or what was said about one, does.
func (db *DB) Acquaintance(ctx context.Context) (string, error) {
	var changed, ruled int64
	err := db.read.QueryRowContext(ctx, `select (select coalesce(max(changed), 0) from accounts),
		(select coalesce(max(seq), 0) from rulings)`).Scan(&changed, &ruled)
	if err != nil {
		return "", fmt.Errorf("look whether accounts changed: %w", err)
	}
	return fmt.Sprintf("%d-%d", changed, ruled), nil
}
