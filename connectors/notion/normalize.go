package notion

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/jomei/notionapi"

	"github.com/datelinehq/dateline/feed"
)

// reject puts an object on the page as it came, named by its id if it has one and by its content if not.
func (b *batch) reject(what string, raw json.RawMessage, why error) {
	var named struct {
		ID json.RawMessage `json:"id"`
	}
	_ = json.Unmarshal(raw, &named) // whatever it tells
	key := fmt.Sprintf("%s %x", what, sha256.Sum256(raw))[:len(what)+13]
	if len(named.ID) > 2 && len(named.ID) < 60 && !bytes.Equal(named.ID, []byte("null")) {
		key = what + " " + strings.Trim(string(named.ID), `"`)
	}
	reason := fmt.Sprintf("Notion's %s cannot be understood: %v", what, why)
	b.page.Rejects = append(b.page.Rejects, feed.Reject{Key: key, Reason: reason, Raw: raw[:min(len(raw), feed.MaxRaw)]})
}

// add puts an event on the page, unless it is older than the source wants to look back.
func (b *batch) add(e feed.Event) {
	if e.At.UnixMilli() < b.c.Since && e.Updated.UnixMilli() < b.c.Since {
		return
	}
	b.page.Events = append(b.page.Events, e)
}

// put translates objects and puts what became of them on the page.
func (b *batch) put(ctx context.Context, rows []row) error {
	var objects []*object
	doubtful := map[string]bool{}
	var named []notionapi.User
	var ids []string
	for _, r := range rows {
		o, err := readObject(r.raw)
		if err != nil {
			b.reject("object", r.raw, err)
			continue
		}
		objects, ids = append(objects, o), append(ids, o.ID)
		doubtful[o.ID] = r.doubtful
		named = append(named, b.rules.people(o)...)
		if o.Object == kindSource {
			b.c.learn(o.ID, o.schema(b.rules))
		}
	}
	if len(objects) == 0 {
		return nil
	}
	known, err := b.stored(ctx, ids)
	if err != nil {
		return err
	}
	if err := b.tables(ctx, objects); err != nil {
		return err
	}
	if err := b.meet(ctx, named); err != nil {
		return err
	}
	for _, o := range objects {
		b.object(o, known, doubtful[o.ID])
	}
	return nil
}

// stored are the snapshots that the host has of the items.
func (b *batch) stored(ctx context.Context, ids []string) (map[string]feed.Item, error) {
	if b.known == nil || len(ids) == 0 {
		return nil, nil
	}
	known, err := b.known(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("looking up what is stored: %w", err)
	}
	return known, nil
}

// lookupsAtMost bounds how many data sources are asked for on behalf of one page of a listing.
const lookupsAtMost = 20

// tables asks for the data sources of pages that have a status and stand in one that is not known.
func (b *batch) tables(ctx context.Context, objects []*object) error {
	asked := 0
	for _, o := range objects {
		id, ok := identify(o.table())
		if _, known := b.c.Tables[id]; known || !ok || id == "" || o.Object != kindPage || asked >= lookupsAtMost {
			continue
		}
		if _, kind := b.rules.statusOf(o.Properties); kind != "status" {
			continue
		}
		asked++
		raw, err := b.api.one(ctx, "data_sources/"+id)
		switch {
		case is(err, notFound) || is(err, restricted):
			b.c.learn(id, table{}) // its rows are shared with the integration, it is not
			continue
		case err != nil:
			return err
		}
		source, err := readObject(raw)
		if err != nil {
			b.reject("data source", raw, err)
			b.c.learn(id, table{})
			continue
		}
		b.c.learn(id, source.schema(b.rules))
	}
	return nil
}

// object translates one object, unless it is what the host has already and may well have.
func (b *batch) object(o *object, stored map[string]feed.Item, doubtful bool) {
	if o.Trashed || o.Archived && !o.Shelved {
		if _, known := stored[o.ID]; known || b.known == nil {
			b.gone(o.ID)
		}
		return
	}
	old, known := stored[o.ID]
	end := b.c.Tables[tableID(o)].End
	it, ok := b.tidy(b.item(o))
	if !ok {
		return
	}
	if known {
		it.Comments = old.Comments
	}
	if it.State == feed.StateClosed {
		it.Closed = it.Updated
		if known && wasClosed(old, end) && !old.Closed.IsZero() {
			it.Closed = old.Closed
		}
	}
	if known && doubtful && alike(old, it) {
		return
	}
	b.page.Items = append(b.page.Items, it)
	if o.Object == kindSource && b.everything() {
		b.c.begin(databases) // which hardly change but with their data sources
	}
	editor := b.c.by(o.EditedBy)
	switch {
	case known:
		b.changed(old, it, editor, end)
	case o.Object == kindDatabase:
		text, _ := markdown(o.Description)
		b.add(feed.Event{Key: "opened/" + o.ID, Item: o.ID, Verb: feed.Opened, By: it.Author, At: it.Created, Text: text, URL: it.URL})
	}
	if o.Object != kindPage {
		return
	}
	s := subject{ID: o.ID, URL: it.URL, At: o.Edited.UnixMilli()}
	if !known {
		b.found(o, it, editor, &s)
	}
	b.links(o, it)
	b.c.queue(s)
}

// tidy makes an item as the host stores it, so that the two can be compared.
func (b *batch) tidy(it feed.Item) (feed.Item, bool) {
	page := feed.Page{Items: []feed.Item{it}}
	page.Clean()
	b.page.Rejects = append(b.page.Rejects, page.Rejects...)
	if len(page.Items) == 0 {
		return feed.Item{}, false
	}
	return page.Items[0], true
}

func tableID(o *object) string {
	id, _ := identify(o.table())
	return id
}

// shelved is the status of what Notion calls archived: it is there, and nobody wants anything of it.
const shelved = "Archived"

// item is the snapshot of an object.
func (b *batch) item(o *object) feed.Item {
	it := feed.Item{
		ID: o.ID, Kind: o.Object, URL: o.URL, State: feed.StateOpen, Author: b.c.by(o.CreatedBy), Created: o.Created, Updated: o.Edited,
	}
	if o.Object != kindPage {
		it.Title = plain(o.Title)
	} else {
		it.Title = title(o.Properties)
		it.Key = number(o.Properties)
		it.Status = b.rules.statusValue(o.Properties)
		it.Owners = b.c.accounts(users(o.Properties[b.rules.ownerOf(o.Properties)]))
		it.Reviewers = b.c.accounts(users(o.Properties[reviewerOf(o.Properties)]))
		it.Labels, it.Due = labels(o.Properties), due(o.Properties)
	}
	if strings.TrimSpace(it.Title) == "" {
		it.Title = "Untitled"
	}
	if o.Shelved {
		it.Status = shelved
	}
	if wasClosed(it, b.c.Tables[tableID(o)].End) {
		it.State = feed.StateClosed
	}
	return it
}

// wasClosed reports whether an item's status means that nothing is wanted any more. Its state says more than that: a team's
// map may have closed it.
func wasClosed(it feed.Item, end []string) bool {
	return it.Status != "" && (it.Status == shelved || slices.Contains(end, it.Status))
}

// gone takes an item off the feed.
func (b *batch) gone(id string) {
	b.page.Gone = append(b.page.Gone, id)
	b.c.Watch = slices.DeleteFunc(b.c.Watch, func(w watched) bool { return w.ID == id })
	b.c.Pages = slices.DeleteFunc(b.c.Pages, func(s subject) bool { return s.ID == id })
}
