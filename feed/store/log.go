package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Append adds events of our own making to a source's part of the log, by the same rule as [DB.Commit]: once by key. It
// returns how many were new. Unlike a page, it refuses an event that is not fit to be stored.
func (db *DB) Append(ctx context.Context, source string, events ...feed.Event) (added int, err error) {
	err = db.within(ctx, func(t *Tx) (err error) {
		added, err = t.Append(ctx, source, events...)
		return err
	})
	return added, err
}

// Append is [DB.Append] within the transaction.
func (t *Tx) Append(ctx context.Context, source string, events ...feed.Event) (int, error) {
	page := own(feed.Page{Events: events})
	page.Clean()
	if len(page.Rejects) > 0 {
		return 0, fmt.Errorf("append to the log of %q: %s", source, page.Rejects[0].Reason)
	}
	if err := t.order(ctx); err != nil {
		return 0, err
	}
	src, err := t.place(ctx, source)
	if err != nil {
		return 0, err
	}
	added, _, err := t.putEvents(ctx, src, page.Events, nil)
	if err != nil {
		return 0, fmt.Errorf("append to the log of %q: %w", source, err)
	}
	return added, nil
}

// A record is an event in its place in the log, as it is written.
type record struct {
	feed.Event
	pos, seq, changed int64
	gone              bool
	// joined are the recipients whom an edit added, and when.
	joined map[string]time.Time
}

var (
	eventTable = table{"events", []column{
		{"pos", "bigint"}, {"seq", "bigint"}, {"changed", "bigint"}, {"source", "bigint"}, {"key", "text"},
		{"item", "text"}, {"verb", "text"}, {"kind", "text"}, {"at", "bigint"}, {"updated", "bigint"}, {"actor", "text"},
		{"recipients", "text"}, {"was", "text"}, {"became", "text"}, {"body", "text"}, {"url", "text"}, {"gone", "bigint"},
		{"not_before", "bigint"}, {"thread", "text"}, {"joined", "text"},
	}}
	tallyTable = table{"tallies", []column{{"source", "bigint"}, {"kind", "text"}, {"n", "bigint"}}}
)

const (
	recordColumns = "pos, seq, changed, key, item, verb, kind, at, updated, actor, recipients, was, became, body, url, gone, not_before, thread, joined"
	// revise replaces what an event says. Its place, its number and its time are given once.
	revise = `on conflict (pos) do update set changed = excluded.changed, item = excluded.item, verb = excluded.verb,
		kind = excluded.kind, updated = excluded.updated, actor = excluded.actor, recipients = excluded.recipients,
		was = excluded.was, became = excluded.became, body = excluded.body, url = excluded.url, gone = excluded.gone,
		not_before = excluded.not_before, thread = excluded.thread, joined = excluded.joined`
)

func readRecord(row scanner) (r record, err error) {
	var at, updated, gone, notBefore int64
	var actor, recipients, joined string
	err = row.Scan(&r.pos, &r.seq, &r.changed, &r.Key, &r.Item, &r.Verb, &r.Kind, &at, &updated, &actor, &recipients,
		&r.From, &r.Into, &r.Text, &r.URL, &gone, &notBefore, &r.Thread, &joined)
	var d decoder
	r.At, r.Updated, r.NotBefore, r.gone = time.UnixMicro(at).UTC(), time.UnixMicro(updated).UTC(), instant(notBefore), gone > 0
	r.By, r.To, r.joined = d.account(actor), d.accounts(recipients), d.times(joined)
	if err == nil {
		err = d.err
	}
	return r, err
}

func (r record) row(src place) []any {
	return []any{
		r.pos, r.seq, r.changed, src.id, r.Key, r.Item, string(r.Verb), string(r.Kind), r.At.UnixMicro(), r.Updated.UnixMicro(),
		encode(r.By), encode(r.To), r.From, r.Into, r.Text, r.URL, flag(r.gone),
		micros(r.NotBefore), r.Thread, encodeTimes(r.joined),
	}
}

// putEvents adds the events that are new and revises those that say something else than what is stored. Those of items
// that are gone do not come back to life.
func (t *Tx) putEvents(ctx context.Context, src place, events []feed.Event, gone []string) (added, revised int, err error) {
	events = latest(events)
	if len(events) == 0 {
		return 0, 0, nil
	}
	stored, err := t.records(ctx, src, "key", each(events, func(e feed.Event) string { return e.Key }))
	if err != nil {
		return 0, 0, err
	}
	old := map[string]record{}
	for _, r := range stored {
		old[r.Key] = r
	}
	counts := map[feed.Kind]int64{}
	var fresh, edited, moved []record
	for _, e := range events {
		r, known := old[e.Key]
		switch {
		case !known:
			counts[e.Kind]++
			fresh = append(fresh, record{Event: e})
		case r.gone && slices.Contains(gone, e.Item):
		case !e.Updated.Before(r.Updated) && (r.gone || !same(r.Event, e)):
			counts[r.Kind]--
			counts[e.Kind]++
			e.At = r.At
			if e.Item != r.Item {
				moved = append(moved, r)
			}
			r.joined = joins(r, e)
			r.Event, r.gone = e, false
			edited = append(edited, r)
		}
	}
	if len(fresh)+len(edited) == 0 {
		return 0, 0, nil
	}
	if err := t.unrefer(ctx, src, moved); err != nil {
		return 0, 0, err
	}
	if err := t.write(ctx, src, fresh, edited); err != nil {
		return 0, 0, err
	}
	return len(fresh), len(edited), t.count(ctx, src, counts)
}

// joins are those to whom an event is addressed since an edit, and when they were added.
func joins(r record, e feed.Event) map[string]time.Time {
	joined := map[string]time.Time{}
	for _, to := range e.To {
		if at, late := r.joined[to.ID]; late {
			joined[to.ID] = at
		} else if !slices.ContainsFunc(r.To, func(a feed.Account) bool { return a.ID == to.ID }) && e.Updated.After(e.At) {
			joined[to.ID] = e.Updated.UTC()
		}
	}
	return joined
}

// latest keeps one event of each key: the one updated last.
func latest(events []feed.Event) []feed.Event {
	index := make(map[string]int, len(events))
	list := make([]feed.Event, 0, len(events))
	for _, e := range events {
		i, twice := index[e.Key]
		switch {
		case !twice:
			index[e.Key] = len(list)
			list = append(list, e)
		case !e.Updated.Before(list[i].Updated):
			list[i] = e
		}
	}
	return list
}

// same reports whether two readings of one event say the same, whenever it was updated.
func same(a, b feed.Event) bool {
	return a.Item == b.Item && a.Verb == b.Verb && a.Kind == b.Kind && a.By == b.By && slices.Equal(a.To, b.To) &&
		a.From == b.From && a.Into == b.Into && a.Text == b.Text && a.URL == b.URL && a.Thread == b.Thread && a.NotBefore.Equal(b.NotBefore)
}

// records returns the stored events of a source whose key or item is one of the values.
func (t *Tx) records(ctx context.Context, src place, column string, values []string) ([]record, error) {
	list, err := t.db.dialect.list(values)
	if err != nil {
		return nil, err
	}
	return collect(ctx, t.tx, readRecord, "select "+recordColumns+" from events where source = $1 and "+
		t.db.dialect.among(column, 2), src.id, list)
}

// write gives every record a number, fresh ones also a place, and stores and indexes them.
func (t *Tx) write(ctx context.Context, src place, fresh, edited []record) error {
	n, err := t.db.dialect.numbers(ctx, t.tx, len(fresh)+len(edited))
	if err != nil {
		return fmt.Errorf("take numbers of the log: %w", err)
	}
	for i := range fresh {
		fresh[i].seq, fresh[i].changed = n, n
		n++
	}
	for i := range edited {
		edited[i].changed = n
		n++
	}
	if err := t.settlePlaces(ctx, fresh); err != nil {
		return err
	}
	all := append(fresh, edited...)
	rows := make([][]any, len(all))
	for i, r := range all {
		rows[i] = r.row(src)
	}
	if _, err := t.db.dialect.insert(ctx, t.tx, eventTable, rows, revise); err != nil {
		return err
	}
	items, err := t.facets(ctx, src, each(all, func(r record) string { return r.Item }))
	if err != nil {
		return err
	}
	if err := t.index(ctx, src, all, items); err != nil {
		return err
	}
	if err := t.refer(ctx, src, all[:len(fresh)], items, false); err != nil {
		return err
	}
	return t.refer(ctx, src, all[len(fresh):], items, true)
}

// count keeps how many events of each kind the source has.
func (t *Tx) count(ctx context.Context, src place, counts map[feed.Kind]int64) error {
	var rows [][]any
	for kind, n := range counts {
		if n != 0 {
			rows = append(rows, []any{src.id, string(kind), n})
		}
	}
	_, err := t.db.dialect.insert(ctx, t.tx, tallyTable, rows, "on conflict (source, kind) do update set n = tallies.n + excluded.n")
	return err
}
