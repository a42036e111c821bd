package store

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/datelinehq/dateline/feed"
)

var askTable = table{"asks", []column{
	{"id", "text"}, {"source", "bigint"}, {"item", "text"}, {"kind", "text"}, {"asker", "text"}, {"asker_id", "text"},
	{"responder", "text"}, {"responder_id", "text"}, {"evidence", "text"}, {"opened", "bigint"}, {"due", "bigint"},
	{"window_name", "text"}, {"within", "text"}, {"state", "text"}, {"ended", "bigint"}, {"ended_by", "text"},
	{"nudges", "bigint"}, {"flagged", "bigint"}, {"warn", "bigint"}, {"protocol", "text"}, {"calendar", "text"},
	{"unclear", "text"},
}}

const (
	askColumns = `a.id, s.name, a.item, a.kind, a.asker, a.responder, a.evidence, a.opened, a.due, a.window_name, a.within,
		a.state, a.ended, a.ended_by, a.nudges, a.flagged, a.warn, a.protocol, a.calendar, a.unclear, s.tool, s.success, ` + itemColumns
	askTables  = ` from asks a join sources s on s.id = a.source left join items i on i.source = a.source and i.id = a.item `
	replaceAsk = `on conflict (id) do update set source = excluded.source, item = excluded.item, kind = excluded.kind,
		asker = excluded.asker, asker_id = excluded.asker_id, responder = excluded.responder,
		responder_id = excluded.responder_id, evidence = excluded.evidence, opened = excluded.opened, due = excluded.due,
		window_name = excluded.window_name, within = excluded.within, state = excluded.state, ended = excluded.ended,
		ended_by = excluded.ended_by, nudges = excluded.nudges, warn = excluded.warn, protocol = excluded.protocol,
		calendar = excluded.calendar, unclear = excluded.unclear,
		flagged = case when asks.flagged > 0 then asks.flagged else excluded.flagged end`
)

// never is when an ask is due that never is: behind all others.
const never = math.MaxInt64

// falls is when an ask is due, as it is stored.
func falls(due time.Time) int64 {
	if due.IsZero() {
		return never
	}
	return micros(due)
}

func readAsk(row scanner) (a feed.AskEntry, err error) {
	var asker, responder string
	var opened, due, ended, flagged, warn, read int64
	var on itemFields
	err = row.Scan(append([]any{&a.ID, &a.Source, &a.Item, &a.Kind, &asker, &responder, &a.Evidence, &opened, &due, &a.Window,
		&a.Within, &a.State, &ended, &a.End, &a.Nudges, &flagged, &warn, &a.Protocol, &a.Calendar, &a.Unclear,
		&a.Tool, &read}, on.dest()...)...)
	if err != nil {
		return a, err
	}
	var d decoder
	a.Asker, a.Responder = d.account(asker), d.account(responder)
	a.Opened, a.Ended, a.Flagged, a.Warn, a.Read = instant(opened), instant(ended), instant(flagged), instant(warn), instant(read)
	if due < never {
		a.Due = instant(due)
	}
	if d.err != nil {
		return a, d.err
	}
	item, err := on.value()
	a.On = item.Item
	return a, err
}

// PutAsks makes these the asks of an item, in place of those that were derived before. One that stays keeps when it was
// flagged.
func (t *Tx) PutAsks(ctx context.Context, source, item string, asks []feed.Ask) error {
	if err := t.putAsks(ctx, source, item, asks); err != nil {
		return fmt.Errorf("store the asks of %s in %q: %w", item, source, err)
	}
	return nil
}

func (t *Tx) putAsks(ctx context.Context, source, item string, asks []feed.Ask) error {
	src, err := t.place(ctx, source)
	if err != nil {
		return err
	}
	c := conditions{dialect: t.db.dialect}
	c.add("source = $%d and item = $%d", src.id, item)
	c.beyond(each(asks, func(a feed.Ask) string { return a.ID }), "id")
	if c.err != nil {
		return c.err
	}
	if _, err := affect(ctx, t.tx, "delete from asks"+c.where(), c.args...); err != nil {
		return err
	}
	rows := make([][]any, len(asks))
	for i, a := range asks {
		rows[i] = []any{
			a.ID, src.id, item, string(a.Kind), encode(a.Asker), a.Asker.ID, encode(a.Responder), a.Responder.ID, a.Evidence,
			micros(a.Opened), falls(a.Due), a.Window, a.Within, string(a.State), micros(a.Ended), a.End, int64(a.Nudges),
			micros(a.Flagged), micros(a.Warn), a.Protocol, a.Calendar, a.Unclear,
		}
	}
	_, err = t.db.dialect.insert(ctx, t.tx, askTable, rows, replaceAsk)
	return err
}
