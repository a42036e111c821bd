package store

import (
	"context"
	"fmt"

	"github.com/datelinehq/dateline/feed"
)

// Owed counts the open asks by who owes a response, and by who waits for one, in each tool, save those of the hidden sources.
// What is only guessed does not count.
func (db *DB) Owed(ctx context.Context, hidden []string) (owes, waits []feed.Owed, err error) {
	c := conditions{dialect: db.dialect}
	c.add("a.waiting = 1 and a.confidence <> $%d", string(feed.Possible))
	if len(hidden) > 0 {
		ids, err := db.partIDs(ctx, hidden)
		if err != nil {
			return nil, nil, err
		}
		c.beyond(ids, "a.source")
	}
	if c.err != nil {
		return nil, nil, c.err
	}
	count := func(id, group string) ([]feed.Owed, error) {
		list, err := collect(ctx, db.read, readOwed, "select s.tool, "+id+", "+group+
			", count(*), sum(case when a.flagged > 0 then 1 else 0 end) from asks a join sources s on s.id = a.source"+
			c.where()+" group by s.tool, "+id, c.args...)
		if err != nil {
			return nil, fmt.Errorf("count the open asks: %w", err)
		}
		return list, nil
	}
	if owes, err = count("a.responder_id", "max(a.responder_group)"); err != nil {
		return nil, nil, err
	}
	waits, err = count("a.asker_id", "0")
	return owes, waits, err
}

func readOwed(row scanner) (o feed.Owed, err error) {
	var group int64
	err = row.Scan(&o.Tool, &o.Account.ID, &group, &o.Asks, &o.Flagged)
	o.Account.Group = group > 0
	return o, err
}
