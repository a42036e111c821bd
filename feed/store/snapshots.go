package store

import (
	"context"
	"maps"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

var itemTable = table{"items", []column{
	{"source", "bigint"}, {"id", "text"}, {"kind", "text"}, {"key", "text"}, {"title", "text"}, {"url", "text"},
	{"state", "text"}, {"status", "text"}, {"author", "text"}, {"owners", "text"}, {"reviewers", "text"},
	{"labels", "text"}, {"created", "bigint"}, {"updated", "bigint"}, {"closed", "bigint"}, {"due", "bigint"},
	{"comments", "bigint"}, {"gone", "bigint"},
}}

const (
	// headColumns are what names an item beside what happened to it.
	headColumns = `coalesce(i.id, ''), coalesce(i.kind, ''), coalesce(i.key, ''), coalesce(i.title, ''), coalesce(i.url, ''),
		coalesce(i.state, ''), coalesce(i.status, ''), coalesce(i.updated, 0)`
	itemColumns = headColumns + `, coalesce(i.author, ''), coalesce(i.owners, ''), coalesce(i.reviewers, ''),
		coalesce(i.labels, ''), coalesce(i.created, 0), coalesce(i.closed, 0), coalesce(i.due, 0), coalesce(i.comments, 0),
		coalesce(i.gone, 0)`
	replaceItem = `on conflict (source, id) do update set kind = excluded.kind, key = excluded.key, title = excluded.title,
		url = excluded.url, state = excluded.state, status = excluded.status, author = excluded.author,
		owners = excluded.owners, reviewers = excluded.reviewers, labels = excluded.labels, created = excluded.created,
		updated = excluded.updated, closed = excluded.closed, due = excluded.due, comments = excluded.comments,
		gone = excluded.gone`
)

// A snapshot is an item as it is stored.
type snapshot struct {
	feed.Item
	gone bool
}

// headFields are where the columns that name an item are read to. Lists have no more of it: much of the time in which a page is made
// goes into single columns of their rows.
type headFields struct {
	feed.Item
	updated int64
}

func (f *headFields) dest() []any {
	return []any{&f.ID, &f.Kind, &f.Key, &f.Title, &f.URL, &f.State, &f.Status, &f.updated}
}

func (f *headFields) value() feed.Item {
	f.Updated = instant(f.updated)
	return f.Item
}

// itemFields are where all columns of an item are read to.
type itemFields struct {
	headFields
	author, owners, reviewers, labels string
	created, closed, due, gone        int64
	decoder                           decoder
}

func (f *itemFields) dest() []any {
	return append(f.headFields.dest(), &f.author, &f.owners, &f.reviewers, &f.labels, &f.created, &f.closed, &f.due, &f.Comments, &f.gone)
}

func (f *itemFields) value() (snapshot, error) {
	d, s := &f.decoder, snapshot{f.headFields.value(), f.gone > 0}
	s.Author, s.Owners, s.Reviewers, s.Labels = d.account(f.author), d.accounts(f.owners), d.accounts(f.reviewers), d.strings(f.labels)
	s.Created, s.Closed, s.Due = instant(f.created), instant(f.closed), instant(f.due)
	return s, d.err
}

func readSnapshot(row scanner) (snapshot, error) {
	var f itemFields
	if err := row.Scan(f.dest()...); err != nil {
		return snapshot{}, err
	}
	return f.value()
}

func (s snapshot) row(src place) []any {
	return []any{
		src.id, s.ID, s.Kind, s.Key, s.Title, s.URL, string(s.State), s.Status, encode(s.Author), encode(s.Owners),
		encode(s.Reviewers), encode(s.Labels), micros(s.Created), micros(s.Updated), micros(s.Closed), micros(s.Due),
		int64(s.Comments), flag(s.gone),
	}
}

// putItems stores the snapshots that are new or say something else, unless what is stored was updated later. It returns
// how many it wrote.
func (t *Tx) putItems(ctx context.Context, src place, items []feed.Item) (int, error) {
	if len(items) == 0 {
		return 0, nil
	}
	stored, err := t.snapshots(ctx, src, each(items, func(it feed.Item) string { return it.ID }))
	if err != nil {
		return 0, err
	}
	now := maps.Clone(stored)
	var changed []string
	for _, it := range items {
		s, known := now[it.ID]
		if known && (it.Updated.IsZero() || it.Updated.Before(s.Updated) || !s.gone && equal(s.Item, it)) {
			continue
		}
		now[it.ID] = snapshot{Item: it}
		if !slices.Contains(changed, it.ID) {
			changed = append(changed, it.ID)
		}
	}
	var rows [][]any
	var found, rekeyed []string // those whose events are found by, or mean, something else now
	var called, titled []renaming
	fresh, shown := int64(0), false
	for _, id := range changed {
		s := now[id]
		rows = append(rows, s.row(src))
		old, known := stored[id]
		if !known {
			fresh++
		}
		shown = shown || known && (s.Title != old.Title || s.State != old.State || s.Key != old.Key || s.URL != old.URL)
		if s.Title != old.Title || s.State != old.State {
			found = append(found, id)
		}
		if s.Key != old.Key {
			rekeyed = append(rekeyed, id)
		}
		if names := s.Names(); !known || !slices.Equal(names, old.Names()) {
			called = append(called, renaming{id, names, known})
		}
		if s.Title != old.Title {
			titled = append(titled, renaming{id, named(s.Title, s.Key), known})
		}
	}
	if len(rows) == 0 {
		return 0, nil
	}
	if _, err := t.db.dialect.insert(ctx, t.tx, itemTable, rows, replaceItem); err != nil {
		return 0, err
	}
	if shown {
		if err := t.shown(ctx); err != nil {
			return 0, err
		}
	}
	if fresh > 0 {
		if _, err := t.tx.ExecContext(ctx, "update sources set items = items + $2 where id = $1", src.id, fresh); err != nil {
			return 0, err
		}
	}
	if err := t.call(ctx, src, called); err != nil {
		return 0, err
	}
	if err := t.title(ctx, src, titled); err != nil {
		return 0, err
	}
	return len(rows), t.reindex(ctx, src, found, rekeyed)
}

// snapshots returns the stored items of those ids.
func (t *Tx) snapshots(ctx context.Context, src place, ids []string) (map[string]snapshot, error) {
	list, err := t.db.dialect.list(ids)
	if err != nil {
		return nil, err
	}
	rows, err := collect(ctx, t.tx, readSnapshot, "select "+itemColumns+" from items i where i.source = $1 and "+
		t.db.dialect.among("i.id", 2), src.id, list)
	if err != nil {
		return nil, err
	}
	found := make(map[string]snapshot, len(rows))
	for _, s := range rows {
		found[s.ID] = s
	}
	return found, nil
}

func equal(a, b feed.Item) bool {
	return a.ID == b.ID && a.Kind == b.Kind && a.Key == b.Key && a.Title == b.Title && a.URL == b.URL && a.State == b.State &&
		a.Status == b.Status && a.Author == b.Author && slices.Equal(a.Owners, b.Owners) &&
		slices.Equal(a.Reviewers, b.Reviewers) && slices.Equal(a.Labels, b.Labels) && a.Created.Equal(b.Created) &&
		a.Updated.Equal(b.Updated) && a.Closed.Equal(b.Closed) && a.Due.Equal(b.Due) && a.Comments == b.Comments
}
