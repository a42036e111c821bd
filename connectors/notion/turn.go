package notion

import (
	"context"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// chore is every how many quiet polls something else than a discussion is read.
const chore = 8

// A patrol is where the slow walk through all listings stands.
type patrol struct {
	Listing int    `json:"l,omitempty"`
	Next    string `json:"n,omitempty"`
}

// turn makes the one further request of a quiet poll: for the discussions of a page that is watched, or for what gives no
// sign of a change either.
func (b *batch) turn(ctx context.Context) error {
	b.c.Turn++
	count := b.c.Turn
	if len(b.c.Watch) > 0 && !b.c.Mute {
		if b.c.Turn%chore != 0 {
			w := b.c.due()
			return b.discussions(ctx, w.ID, w.URL, w.At)
		}
		count /= chore
	}
	switch count % 3 {
	case 1:
		if b.known != nil {
			return b.patrol(ctx)
		}
	case 2:
		if len(b.c.People) > 0 && !b.c.Nameless {
			return b.introduce(ctx, 1, false)
		}
	}
	b.c.Mute, b.c.Nameless = false, false // it may have been granted since
	return b.structure(ctx)
}

// structure asks for the databases, or for the next part of the database that is read.
func (b *batch) structure(ctx context.Context) error {
	if b.everything() {
		return b.visit(ctx, databases, newest)
	}
	paths := []string{}
	if b.database != "" {
		paths = append(paths, "databases/"+b.database)
	}
	for _, id := range b.c.Sources {
		paths = append(paths, "data_sources/"+id)
	}
	path := paths[b.c.Turn/chore%len(paths)]
	raw, err := b.api.one(ctx, path)
	if err != nil {
		return err
	}
	b.c.Rebuilt = false
	if b.database != "" && path == paths[0] {
		sources, err := sourcesOf(raw)
		if err != nil {
			return err
		}
		if !slices.Equal(sources[:min(len(sources), sourcesAtMost)], b.c.Sources) {
			b.c.Built = false
			return nil
		}
	}
	if b.known == nil {
		if o, err := readObject(raw); err == nil && o.Object == kindSource {
			b.c.learn(o.ID, o.schema(b.rules))
		}
		return nil
	}
	return b.put(ctx, []row{{raw, true}})
}

// patrol compares the next hundred objects of a listing with what the host has. What was shared with the integration, moved
// or restored shows up somewhere in the middle, with the time of its last edit; here it is found.
func (b *batch) patrol(ctx context.Context) error {
	if b.c.Patrol == nil {
		b.c.Patrol = &patrol{}
	}
	at := b.c.Patrol
	names := b.c.Sources
	if b.everything() {
		names = []string{searched}
	}
	if len(names) == 0 {
		return b.structure(ctx)
	}
	name := names[at.Listing%len(names)]
	q := b.listing(name)
	q.size, q.start = full, at.Next
	got, err := b.api.list(ctx, q)
	switch {
	case at.Next != "" && (is(err, invalid) || is(err, notFound)):
		got = list{}
	case err != nil:
		return err
	}
	if at.Next = got.next; at.Next == "" {
		at.Listing = (at.Listing + 1) % len(names)
	}
	return b.compare(ctx, name, got)
}

// compare puts on the page what the host does not have, or has as it was before.
func (b *batch) compare(ctx context.Context, name string, got list) error {
	var rows []row
	var objects []*object
	var ids []string
	for _, raw := range got.rows {
		o, err := readObject(raw)
		if err != nil || o.Edited.UnixMilli() > b.c.At[name].Settled || o.Edited.UnixMilli() < b.c.Since {
			continue // it was rejected, or is read by the walks, or not at all
		}
		rows, objects, ids = append(rows, row{raw: raw}), append(objects, o), append(ids, o.ID)
	}
	stored, err := b.stored(ctx, ids)
	if err != nil {
		return err
	}
	var news []row
	for i, o := range objects {
		if it, known := stored[o.ID]; !known || it.Updated.Before(o.Edited) {
			news = append(news, rows[i])
		}
	}
	b.page.Progress = feed.Tally{}
	return b.put(ctx, news)
}
