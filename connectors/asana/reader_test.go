package asana_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/asana"
	"github.com/datelinehq/dateline/feed"
)

// A reader reads a project as the host does, and keeps what arrives as the store does.
type reader struct {
	connector connectors.Connector
	items     map[string]feed.Item
	events    map[string]feed.Event
	rejects   map[string]string
	cursor    feed.Cursor
	longest   int // of the cursors
	most      int // events on a page
}

func newReader(t testing.TB, base string, env connectors.Env, size int) *reader {
	t.Helper()
	r := &reader{items: map[string]feed.Item{}, events: map[string]feed.Event{}, rejects: map[string]string{}}
	env.Known, env.HTTP = r.known, http.DefaultClient
	r.connector = open(t, settings{Project: projectGID}, base, env)
	asana.PerPage(r.connector, size)
	return r
}

func (r *reader) known(_ context.Context, ids []string) (map[string]feed.Item, error) {
	known := map[string]feed.Item{}
	for _, id := range ids {
		if it, ok := r.items[id]; ok {
			known[id] = it
		}
	}
	return known, nil
}

// fetch reads one page.
func (r *reader) fetch(t testing.TB) feed.Page {
	t.Helper()
	p, err := r.connector.Fetch(t.Context(), r.cursor)
	if err != nil {
		t.Fatal(err)
	}
	r.longest, r.most = max(r.longest, len(p.Next)), max(r.most, len(p.Events))
	before := len(p.Rejects)
	p.Clean()
	if len(p.Rejects) > before {
		t.Errorf("not fit to be stored: %+v", p.Rejects[before:])
	}
	for _, it := range p.Items {
		if old, ok := r.items[it.ID]; !ok || !it.Updated.Before(old.Updated) {
			r.items[it.ID] = it
		}
	}
	for _, e := range p.Events {
		if old, ok := r.events[e.Key]; !ok || !e.Updated.Before(old.Updated) {
			r.events[e.Key] = e
		}
	}
	for _, key := range p.Retracted {
		delete(r.events, key)
	}
	for _, id := range p.Gone {
		r.forget(id)
	}
	for _, reject := range p.Rejects {
		r.rejects[reject.Key] = reject.Reason
	}
	r.cursor = p.Next
	return p
}

func (r *reader) forget(id string) {
	delete(r.items, id)
	maps.DeleteFunc(r.events, func(_ string, e feed.Event) bool { return e.Item == id })
}

// settle polls until there is nothing more to be read at once.
func (r *reader) settle(t testing.TB) {
	t.Helper()
	for pages := 0; r.fetch(t).More; pages++ {
		if pages > 5000 {
			t.Fatal("there is no end")
		}
	}
}

// quiet polls until every turn of a connector that asks in turns has come.
func (r *reader) quiet(t testing.TB) {
	t.Helper()
	for range 12 {
		r.settle(t)
	}
}

// sweep forgets what the tool does not list any more.
func (r *reader) sweep(t testing.TB) {
	t.Helper()
	listed := map[string]bool{}
	for cursor, more := feed.Cursor(""), true; more; {
		roll, err := r.connector.(connectors.Lister).List(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range roll.IDs {
			listed[id] = true
		}
		cursor, more = roll.Next, roll.More
	}
	for id := range r.items {
		if !listed[id] {
			r.forget(id)
		}
	}
}

// text is what was read, a line for everything.
func (r *reader) text() string {
	var lines []string
	for _, it := range r.items {
		lines = append(lines, fmt.Sprintf("item %+v", it))
	}
	for _, e := range r.events {
		lines = append(lines, fmt.Sprintf("event %+v", e))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
