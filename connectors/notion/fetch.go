package notion

import (
	"context"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// A reader reads one place of Notion: a database, a data source, or everything.
type reader struct {
	api *api
	// database or source is the id of what is read; both are empty for everything.
	database, source string
	since            int64
	rules            rules
	known            func(ctx context.Context, ids []string) (map[string]feed.Item, error)
}

// everything reports whether all that is shared with the integration is read.
func (r *reader) everything() bool { return r.database == "" && r.source == "" }

// A batch is a page of the feed while it is made, with the cursor that will stand behind it.
type batch struct {
	*reader
	c    *cursor
	page feed.Page
}

// Fetch reads the next page. See the package comment for the order in which things are read.
func (r *reader) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	c, err := r.decode(after)
	if err != nil {
		return feed.Page{}, err
	}
	b := &batch{reader: r, c: c}
	if err := b.step(ctx); err != nil {
		return feed.Page{}, r.place(err)
	}
	b.page.More = !c.settled()
	if b.page.Next, err = c.encode(); err != nil {
		return feed.Page{}, err
	}
	return b.page, nil
}

func (b *batch) step(ctx context.Context) error {
	switch {
	case !b.c.Built:
		return b.build(ctx)
	case len(b.c.Pages) > 0:
		return b.look(ctx)
	case len(b.c.Todo) > 0:
		return b.walk(ctx, b.c.Todo[0])
	}
	return b.poll(ctx)
}

// sourcesAtMost bounds how many data sources of one database are read.
const sourcesAtMost = 50

// build finds out which data sources there are, and begins to walk them.
func (b *batch) build(ctx context.Context) error {
	sources := []string{b.source}
	if b.database != "" {
		raw, err := b.api.one(ctx, "databases/"+b.database)
		if err != nil {
			return err
		}
		if sources, err = sourcesOf(raw); err != nil {
			return err
		}
		if err := b.put(ctx, []row{{raw: raw}}); err != nil {
			return err
		}
	}
	var rows []row
	for _, id := range sources[:min(len(sources), sourcesAtMost)] {
		raw, err := b.api.one(ctx, "data_sources/"+id)
		if err != nil {
			return err
		}
		rows = append(rows, row{raw: raw})
	}
	if err := b.put(ctx, rows); err != nil {
		return err
	}
	b.c.Built, b.c.Sources = true, sources[:len(rows)]
	for name := range b.c.At {
		if !slices.Contains(sources, name) {
			delete(b.c.At, name)
		}
	}
	for _, id := range b.c.Sources {
		b.c.begin(id)
	}
	return nil
}

// poll asks every listing for its newest objects, and where nothing is new takes a turn at what gives no sign.
func (b *batch) poll(ctx context.Context) error {
	names := b.c.Sources
	if b.everything() {
		names = []string{searched}
	}
	for _, name := range names {
		if err := b.visit(ctx, name, newest); err != nil {
			return err
		}
	}
	if !b.c.settled() || len(b.page.Items)+len(b.page.Events)+len(b.page.Gone)+len(b.page.Rejects) > 0 {
		return nil
	}
	return b.turn(ctx)
}
