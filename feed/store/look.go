package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// maxLook is up to how many events are looked at one by one. For so few that is quicker than asking the search index,
// which has to find all that match first.
const maxLook = 2000

// look returns the places of the events that meet the conditions and match the expression, newest first. It reports
// false, and returns nothing, if there are too many to be looked at.
func (db *DB) look(ctx context.Context, x expression, c conditions) (places []int64, few bool, err error) {
	type seen struct {
		pos   int64
		match bool
	}
	if x.empty() { // which an index answers
		places, err = collect(ctx, db.read, one[int64], "select e.pos from events e"+c.where()+" order by e.seq"+c.limit(db.looks+1), c.args...)
		if err != nil || len(places) > db.looks {
			return nil, false, err
		}
		slices.SortFunc(places, newestFirst)
		return places, true, nil
	}
	all, err := collect(ctx, db.read, func(row scanner) (seen, error) {
		var pos int64
		var src place
		var e feed.Event
		var actor, recipients, title string
		var state feed.State
		err := row.Scan(&pos, &src.id, &src.parent, &src.tool, &e.Verb, &e.Kind, &actor, &recipients, &e.Text, &title, &state)
		if err != nil {
			return seen{}, err
		}
		var d decoder
		e.By, e.To = d.account(actor), d.accounts(recipients)
		return seen{pos, x.matches(document(title, e.Text), marks(src, e, state))}, d.err
	}, `select e.pos, s.id, coalesce(s.parent, 0), s.tool, e.verb, e.kind, e.actor, e.recipients, e.body,
		coalesce(i.title, ''), coalesce(i.state, '') from events e`+entryTables+c.where()+" order by e.seq"+c.limit(db.looks+1),
		c.args...)
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
