package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// An Agreement is what a team had agreed on, and since when.
type Agreement struct {
	// Version names what is written, Calendars what the calendars meant, those included that are kept elsewhere.
	Version, Calendars string
	// Text is what is written.
	Text []byte
	// Rulings is the number of the last ruling on who is who, 0 for none.
	Rulings int64
	// Since is when it was first judged by.
	Since time.Time
}

// Same reports whether nothing is judged otherwise by one agreement than by the other.
func (a Agreement) Same(b Agreement) bool {
	return a.Version == b.Version && a.Calendars == b.Calendars && a.Rulings == b.Rulings
}

// Agree notes that from now on everything is judged by an agreement. It does nothing if the last one noted is the same. Where
// another one was noted before, and more than the hours of people changed, the follower goes through the log once more.
func (db *DB) Agree(ctx context.Context, a Agreement, follower string) error {
	err := db.within(ctx, func(t *Tx) error {
		last, err := lastAgreement(ctx, t.tx)
		if err != nil || last.Same(a) {
			return err
		}
		if last.Version != "" && (last.Version != a.Version || last.Rulings != a.Rulings) {
			if _, err := t.tx.ExecContext(ctx, "update bookmarks set seq = 0 where follower = $1", follower); err != nil {
				return err
			}
		}
		_, err = t.tx.ExecContext(ctx, "insert into agreements (version, calendars, body, rulings, since) values ($1, $2, $3, $4, $5)",
			a.Version, a.Calendars, string(a.Text), a.Rulings, micros(a.Since))
		return err
	})
	if err != nil {
		return fmt.Errorf("note what is agreed: %w", err)
	}
	return nil
}

// Agreed returns the agreement that was noted last: the zero Agreement if none was.
func (db *DB) Agreed(ctx context.Context) (Agreement, error) {
	a, err := lastAgreement(ctx, db.read)
	if err != nil {
		return a, fmt.Errorf("look what is agreed: %w", err)
	}
	return a, nil
}

const agreementColumns = "select version, calendars, body, rulings, since from agreements "

func readAgreement(row scanner) (a Agreement, err error) {
	var text string
	var since int64
	err = row.Scan(&a.Version, &a.Calendars, &text, &a.Rulings, &since)
	a.Text, a.Since = []byte(text), instant(since)
	return a, err
}

func lastAgreement(ctx context.Context, q querier) (Agreement, error) {
	a, err := readAgreement(q.QueryRowContext(ctx, agreementColumns+"order by seq desc limit 1"))
	if errors.Is(err, sql.ErrNoRows) {
		return Agreement{}, nil
	}
	return a, err
}

// Agreements returns what was agreed on, in the order of time.
func (db *DB) Agreements(ctx context.Context) ([]Agreement, error) {
	list, err := collect(ctx, db.read, readAgreement, agreementColumns+"order by seq")
	if err != nil {
		return nil, fmt.Errorf("list what was agreed: %w", err)
	}
	return list, nil
}

// A Place is an item of a source.
type Place struct{ Source, Item string }

// Waited returns the items on which somebody is waited for.
func (db *DB) Waited(ctx context.Context) ([]Place, error) {
	list, err := collect(ctx, db.read, func(row scanner) (p Place, err error) {
		return p, row.Scan(&p.Source, &p.Item)
	}, `select distinct s.name, a.item from asks a join sources s on s.id = a.source where a.waiting = 1 order by s.name, a.item`)
	if err != nil {
		return nil, fmt.Errorf("list the items that are waited on: %w", err)
	}
	return list, nil
}
