package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/sourcegraph/conc"

	"github.com/datelinehq/dateline/feed"
)

// Owed counts the open asks by who owes a response, and by who of some accounts, as "tool/id", waits for one, in each tool, save
// those of the hidden sources. What is only guessed does not count.
func (db *DB) Owed(ctx context.Context, askers, hidden []string) (owes, waits []feed.Owed, err error) {
	c := conditions{dialect: db.dialect}
	c.add("a.waiting = 1 and a.confidence <> $%d", string(feed.Possible))
	if len(hidden) > 0 {
		ids, err := db.partIDs(ctx, hidden)
		if err != nil {
			return nil, nil, err
		}
		c.beyond(ids, "a.source")
	}
	// Each source's are counted along an index before the tools are looked up.
	count := func(c conditions, id, group string) ([]feed.Owed, error) {
		if c.err != nil {
			return nil, c.err
		}
		list, err := collect(ctx, db.read, readOwed, "select s.tool, x.id, max(x.grouped), cast(sum(x.asks) as bigint), cast(sum(x.flagged) as bigint) from (select "+id+" id, a.source, "+
			group+" grouped, count(*) asks, sum(case when a.flagged > 0 then 1 else 0 end) flagged from asks a"+c.where()+" group by "+id+
			", a.source) x join sources s on s.id = x.source group by s.tool, x.id", c.args...)
		if err != nil {
			return nil, fmt.Errorf("count the open asks: %w", err)
		}
		return list, nil
	}
	var (
		counting conc.WaitGroup
		failed   error
		of       = conditions{c.dialect, slices.Clip(c.terms), slices.Clip(c.args), c.err}
	)
	of.among(idsOf(askers), "a.asker_id")
	counting.Go(func() { owes, err = count(c, "a.responder_id", "max(a.responder_group)") })
	counting.Go(func() { waits, failed = count(of, "a.asker_id", "0") })
	counting.Wait()
	waits = slices.DeleteFunc(waits, func(o feed.Owed) bool { return !slices.Contains(askers, o.Tool+"/"+o.Account.ID) })
	return owes, waits, errors.Join(err, failed)
}

func readOwed(row scanner) (o feed.Owed, err error) {
	var group int64
	err = row.Scan(&o.Tool, &o.Account.ID, &group, &o.Asks, &o.Flagged)
	o.Account.Group = group > 0
	return o, err
}
