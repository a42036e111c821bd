package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// An AskFilter chooses asks. The zero filter chooses all; several fields must all hold.
type AskFilter struct {
	States []feed.AskState
	// Open chooses only asks that are waited for, whatever their state.
	Open bool
	// Flagged chooses only asks that were found to be past their window.
	Flagged   bool
	Kinds     []feed.AskKind
	Urgencies []string
	Tools     []string
	Sources   []string // a name chooses the source and its parts
	// Hidden are sources that are left out, with their parts: those that the reader may not see.
	Hidden []string
	// Accounts chooses by who owes or who waits, as "tool/id".
	Accounts []string
	// Without leaves out those that such accounts owe or wait for.
	Without []string
	// Item chooses the asks of one item; Sources must then name its source.
	Item string
	// Since and Until choose what was opened from then on and before then, EndedSince what has ended from then on.
	Since, Until, EndedSince time.Time
}

// AfterAsk returns what continues a list of asks behind this one. See [DB.Asks].
func AfterAsk(a feed.AskEntry) string { return strconv.FormatInt(falls(a.Due), 10) + " " + a.ID }

// Asks returns the asks that f chooses, those due soonest first, at most limit of them, and those behind another if
// after is what [AfterAsk] returned for that.
func (db *DB) Asks(ctx context.Context, f AskFilter, after string, limit int) ([]feed.AskEntry, error) {
	list, err := db.asks(ctx, f, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list the asks: %w", err)
	}
	return list, nil
}

// Ask returns the ask of an id, or of the beginning of one that no other has. The error is ErrNotFound if there is none.
func (db *DB) Ask(ctx context.Context, id string) (feed.AskEntry, error) {
	list, err := collect(ctx, db.read, askReader(true), "select "+askColumns+askTables+"where a.id >= $1 and a.id < $2 order by a.id limit 2", id, id+"~")
	switch {
	case err != nil:
		return feed.AskEntry{}, fmt.Errorf("read the ask %s: %w", id, err)
	case len(list) == 0 || id == "":
		return feed.AskEntry{}, ErrNotFound
	case len(list) > 1 && list[0].ID != id:
		return feed.AskEntry{}, fmt.Errorf("several asks begin with %s; %w", id, ErrSeveral)
	}
	return list[0], nil
}

// allAtOnce is how many asks AllAsks holds.
const allAtOnce = 1000

// AllAsks gives yield all asks that f chooses, those due soonest first, and ends with the first error. It holds but some
// of them: one that is derived anew meanwhile, and is then due at another time, may come twice or not at all.
func (db *DB) AllAsks(ctx context.Context, f AskFilter, yield func(feed.AskEntry) error) error {
	for after, n := "", allAtOnce; n == allAtOnce; {
		list, err := db.Asks(ctx, f, after, allAtOnce)
		if err != nil {
			return err
		}
		for _, a := range list {
			if err := yield(a); err != nil {
				return err
			}
		}
		if n = len(list); n > 0 {
			after = AfterAsk(list[n-1])
		}
	}
	return nil
}

func (db *DB) asks(ctx context.Context, f AskFilter, after string, limit int) ([]feed.AskEntry, error) {
	if slices.Equal(f.States, feed.OpenStates()) { // for which there are indexes
		f.States, f.Open = nil, true
	}
	c := conditions{dialect: db.dialect}
	if err := c.behind(after); err != nil {
		return nil, err
	}
	f.chooseBy(&c)
	if len(f.Sources) > 0 {
		ids, err := db.partIDs(ctx, f.Sources)
		if err != nil {
			return nil, err
		}
		if f.Item != "" {
			c.among(ids, "a.source")
		} else { // the sum keeps the planner from looking through all that was ever asked there
			c.among(ids, "a.source + 0")
		}
	}
	if len(f.Hidden) > 0 {
		ids, err := db.partIDs(ctx, f.Hidden)
		if err != nil {
			return nil, err
		}
		c.beyond(ids, "a.source")
	}
	if c.err != nil {
		return nil, c.err
	}
	// What is chosen is put in order before anything else of it is read.
	page := "select a.due, a.id from asks a join sources s on s.id = a.source" + c.where() + " order by a.due, a.id" + c.limit(limit)
	return collectMost(ctx, db.read, limit, askReader(true), "with page as materialized ("+page+") select "+askColumns+
		" from page join asks a on a.id = page.id"+askJoins+"order by page.due, page.id", c.args...)
}

// behind adds that an ask comes after one at a place in a list of them, unless that is empty.
func (c *conditions) behind(after string) error {
	if after == "" {
		return nil
	}
	due, id, _ := strings.Cut(after, " ")
	us, err := strconv.ParseInt(due, 10, 64)
	if err != nil || !writable(id) {
		return misplaced(after)
	}
	c.add("(a.due, a.id) > ($%d, $%d)", us, id)
	return nil
}

// chooseBy adds what can be told of the filter without looking anything up.
func (f AskFilter) chooseBy(c *conditions) {
	switch len(f.States) {
	case 0:
	case 1: // as one value, so that the index of states gives them in order
		c.add("a.state = $%d", string(f.States[0]))
	default:
		c.among(texts(f.States), "a.state")
	}
	if f.Open {
		c.add("a.waiting = 1")
	}
	if f.Flagged {
		c.add("a.flagged > 0")
	}
	switch len(f.Kinds) {
	case 0:
	case 1: // as one value, so that the index of kinds gives them in order
		c.add("a.kind = $%d", string(f.Kinds[0]))
	default:
		c.among(texts(f.Kinds), "a.kind")
	}
	if len(f.Urgencies) > 0 {
		c.among(f.Urgencies, "a.urgency")
	}
	if len(f.Tools) > 0 {
		c.among(f.Tools, "s.tool")
	}
	if len(f.Accounts) > 0 {
		// The ids alone tell of most that it is somebody else's, without the tool.
		c.among(idsOf(f.Accounts), "a.responder_id", "a.asker_id")
		c.among(f.Accounts, "s.tool || '/' || a.responder_id", "s.tool || '/' || a.asker_id")
	}
	if len(f.Without) > 0 {
		c.beyond(f.Without, "s.tool || '/' || a.responder_id")
		c.beyond(f.Without, "s.tool || '/' || a.asker_id")
	}
	if f.Item != "" {
		c.add("a.item = $%d", f.Item)
	}
	if !f.Since.IsZero() {
		c.add("a.opened >= $%d", micros(f.Since))
	}
	if !f.Until.IsZero() {
		c.add("a.opened < $%d", micros(f.Until))
	}
	if !f.EndedSince.IsZero() {
		c.add("a.ended > 0 and a.ended >= $%d", micros(f.EndedSince))
	}
}

// idsOf are the ids of accounts that are written as "tool/id".
func idsOf(accounts []string) []string {
	return each(accounts, func(a string) string { _, id, _ := strings.Cut(a, "/"); return id })
}

func texts[T ~string](list []T) []string { return each(list, func(v T) string { return string(v) }) }
