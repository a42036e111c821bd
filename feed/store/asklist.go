package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// An AskFilter chooses asks. The zero filter chooses all; several fields must all hold.
type AskFilter struct {
	States []feed.AskState
	// Flagged chooses only asks that were found to be past their window.
	Flagged bool
	Sources []string // a name chooses the source and its parts
	// Accounts chooses by who owes or who waits, as "tool/id".
	Accounts []string
	// Item chooses the asks of one item; Sources must then name its source.
	Item string
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

func (db *DB) asks(ctx context.Context, f AskFilter, after string, limit int) ([]feed.AskEntry, error) {
	c := conditions{dialect: db.dialect}
	if after != "" {
		due, id, _ := strings.Cut(after, " ")
		us, err := strconv.ParseInt(due, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("continue from %q: %w", after, err)
		}
		c.add("(a.due, a.id) > ($%d, $%d)", us, id)
	}
	switch len(f.States) {
	case 0:
	case 1: // as one value, so that the index of states gives them in order
		c.add("a.state = $%d", string(f.States[0]))
	default:
		c.among(each(f.States, func(s feed.AskState) string { return string(s) }), "a.state")
	}
	if f.Flagged {
		c.add("a.flagged > 0")
	}
	if f.Item != "" {
		c.add("a.item = $%d", f.Item)
	}
	if len(f.Sources) > 0 {
		ids, err := db.partIDs(ctx, f.Sources)
		if err != nil {
			return nil, err
		}
		c.among(ids, "a.source")
	}
	if len(f.Accounts) > 0 {
		c.among(f.Accounts, "s.tool || '/' || a.responder_id", "s.tool || '/' || a.asker_id")
	}
	if c.err != nil {
		return nil, c.err
	}
	return collect(ctx, db.read, readAsk, "select "+askColumns+askTables+c.where()+" order by a.due, a.id"+c.limit(limit), c.args...)
}
