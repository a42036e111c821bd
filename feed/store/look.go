package store

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// maxLook is up to how many events are looked at one by one. For so few that is quicker than asking the search index,
// which has to find all that match first.
const maxLook = 2000

// look returns the places of the events that meet the conditions and match the expression, newest first. It reports
// false, and returns nothing, if there are too many to be looked at.
func (db *DB) look(ctx context.Context, x expression, c conditions) (places []int64, few bool, err error) {
	if x.empty() { // which an index answers
		places, err = collect(ctx, db.read, one[int64], "select e.pos from events e"+c.where()+" order by e.seq"+c.limit(db.looks+1), c.args...)
		if err != nil || len(places) > db.looks {
			return nil, false, err
		}
		slices.SortFunc(places, newestFirst)
		return places, true, nil
	}
	all, err := collect(ctx, db.read, x.reader(), "select "+metColumns+" from events e"+entryTables+c.where()+" order by e.seq"+
		c.limit(db.looks+1), c.args...)
	if err != nil || len(all) > db.looks {
		return nil, false, err
	}
	for _, s := range all {
		if s.match {
			places = append(places, s.pos)
		}
	}
	slices.SortFunc(places, newestFirst)
	return places, true, nil
}

// first returns the number of the first entry, in an order, that meets the conditions and matches the expression; 0 if there is none.
func (db *DB) first(ctx context.Context, x expression, c conditions, order string) (seq int64, err error) {
	rows, err := db.read.QueryContext(ctx, "select "+metColumns+" from events e"+entryTables+c.where()+order, c.args...)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for read := x.reader(); rows.Next(); {
		switch s, err := read(rows); {
		case err != nil:
			return 0, err
		case s.match:
			return s.seq, nil
		}
	}
	return 0, rows.Err()
}

// met is an entry that was compared with an expression.
type met struct {
	pos, seq int64
	match    bool
}

// metColumns are what is read of an entry to compare it.
const metColumns = `e.pos, e.seq, s.id, coalesce(s.parent, 0), s.tool, e.verb, e.kind, e.actor, e.recipients, e.body, coalesce(i.title, ''),
	coalesce(i.state, '')`

// reader returns what compares the entries of a query one after the other.
func (x expression) reader() func(scanner) (met, error) {
	var d decoder
	return func(row scanner) (met, error) {
		var (
			s                        met
			src                      place
			e                        feed.Event
			actor, recipients, title string
			state                    feed.State
			words                    []string
		)
		err := row.Scan(&s.pos, &s.seq, &src.id, &src.parent, &src.tool, &e.Verb, &e.Kind, &actor, &recipients, &e.Text, &title, &state)
		if err != nil {
			return met{}, err
		}
		e.By, e.To = d.account(actor), d.accounts(recipients)
		if len(x.with)+len(x.without) > 0 {
			words = document(title, e.Text)
		}
		s.match = x.matches(words, marks(src, e, state))
		return s, d.err
	}
}

func newestFirst(a, b int64) int { return cmp.Compare(b, a) }

// matches says of one entry what the search index says of all.
func (x expression) matches(words, marks []string) bool {
	for _, any := range x.marks {
		if !slices.ContainsFunc(any, func(m string) bool { return slices.Contains(marks, m) }) {
			return false
		}
	}
	for _, phrase := range x.with {
		if !occurs(phrase, words) {
			return false
		}
	}
	if slices.ContainsFunc(x.barred, func(m string) bool { return slices.Contains(marks, m) }) {
		return false
	}
	return !slices.ContainsFunc(x.without, func(phrase []string) bool { return occurs(phrase, words) })
}

func occurs(phrase, words []string) bool {
	for i := range len(words) - len(phrase) + 1 {
		if slices.Equal(words[i:i+len(phrase)], phrase) {
			return true
		}
	}
	return false
}
