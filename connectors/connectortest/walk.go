package connectortest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// pagesAtMost ends walks that do not end by themselves.
const pagesAtMost = 1000

// A harvest is what a reading brought, kept as the store keeps it.
type harvest struct {
	items   map[string]feed.Item
	events  map[string]feed.Event
	rejects map[string]feed.Reject
	parts   []feed.Part
	next    feed.Cursor
	pages   int
}

func newHarvest() *harvest {
	return &harvest{items: map[string]feed.Item{}, events: map[string]feed.Event{}, rejects: map[string]feed.Reject{}}
}

// take adds a page by the rules of the store: a snapshot never replaces a later one, a mention replaces nothing, and of
// two readings of an event the later one wins.
func (h *harvest) take(p feed.Page) {
	h.pages++
	h.next = p.Next
	for _, it := range p.Items {
		old, known := h.items[it.ID]
		if !known || !it.Updated.IsZero() && !it.Updated.Before(old.Updated) {
			h.items[it.ID] = it
		}
	}
	for _, e := range p.Events {
		if old, known := h.events[e.Key]; !known || !e.Updated.Before(old.Updated) {
			h.events[e.Key] = e
		}
	}
	for _, r := range p.Rejects {
		h.rejects[r.Key] = r
	}
	if p.Parts != nil {
		h.parts = p.Parts
	}
}

// differs compares what two readings brought.
func (h *harvest) differs(other *harvest) string {
	return cmp.Diff(h.text(), other.text())
}

// walk reads from the harvest's cursor until there is no more. Each page is fetched by what open returns.
func (s *stage) walk(t *testing.T, h *harvest, open func() connectors.Connector) {
	t.Helper()
	for {
		p, err := open().Fetch(t.Context(), h.next)
		if err != nil {
			t.Fatalf("page %d: %v", h.pages+1, err)
		}
		s.keepsSecrets(t, string(p.Next))
		clean(t, &p)
		h.take(p)
		if !p.More {
			break
		}
		if h.pages > pagesAtMost {
			t.Fatalf("no end after %d pages", h.pages)
		}
	}
	for _, r := range s.asked() {
		if r.writes {
			t.Errorf("asked %s, which writes", r.what)
		}
	}
}

// calm is one undisturbed reading from the beginning by one connector.
func (s *stage) calm(t *testing.T) *harvest {
	t.Helper()
	h, c := newHarvest(), s.open(t)
	s.walk(t, h, func() connectors.Connector { return c })
	return h
}

// clean cleans a page as the store does, and fails where something in it was not fit to be stored.
func clean(t *testing.T, p *feed.Page) {
	t.Helper()
	before := len(p.Rejects)
	p.Items, p.Events, p.Rejects = slices.Clone(p.Items), slices.Clone(p.Events), slices.Clone(p.Rejects)
	p.Clean()
	for _, r := range p.Rejects[before:] {
		t.Errorf("not fit to be stored: %s: %s", r.Key, r.Reason)
	}
}

func (s *stage) keepsSecrets(t *testing.T, text string) {
	t.Helper()
	for _, secret := range s.Secrets {
		if strings.Contains(text, secret) {
			t.Errorf("a credential stands in %q", text)
		}
	}
}

func (s *stage) valid(t *testing.T) {
	h := s.calm(t)
	if len(h.events)+len(h.parts) == 0 {
		t.Fatal("nothing arrived")
	}
	for key, e := range h.events {
		if _, known := h.items[e.Item]; e.Item != "" && !known {
			t.Errorf("the event %s is about the item %s, which never arrived", key, e.Item)
		}
	}
}

func (s *stage) reopened(t *testing.T) {
	want, got := s.calm(t), newHarvest()
	s.walk(t, got, func() connectors.Connector { return s.open(t) })
	if diff := want.differs(got); diff != "" {
		t.Errorf("opened anew at every page it brought something else (-once +anew):\n%s", diff)
	}
}

func (s *stage) repeated(t *testing.T) {
	want, got := s.calm(t), newHarvest()
	s.walk(t, got, func() connectors.Connector { return twice{s.open(t)} })
	if diff := want.differs(got); diff != "" {
		t.Errorf("with every page read twice it brought something else (-once +twice):\n%s", diff)
	}
}

// twice fetches every page twice, as a host does that died before it stored the first.
type twice struct{ connectors.Connector }

func (c twice) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	if _, err := c.Connector.Fetch(ctx, after); err != nil {
		return feed.Page{}, err
	}
	return c.Connector.Fetch(ctx, after)
}

// again polls until every turn of a connector that asks in turns has come.
func (s *stage) again(t *testing.T) {
	h := s.calm(t)
	before := h.text()
	for range idlePolls {
		s.walk(t, h, func() connectors.Connector { return s.open(t) })
	}
	if diff := cmp.Diff(before, h.text()); diff != "" {
		t.Errorf("read again, it brought something new (-first +again):\n%s", diff)
	}
}

// idlePolls is how often a quiet tool is polled.
const idlePolls = 40

func (s *stage) idle(t *testing.T) {
	h := s.calm(t)
	for poll := range idlePolls {
		s.forget(nil)
		p, err := s.open(t).Fetch(t.Context(), h.next)
		if err != nil {
			t.Fatal(err)
		}
		if !p.Empty() {
			t.Errorf("idle poll %d brought %d items and %d events, more: %v", poll+1, len(p.Items), len(p.Events), p.More)
		}
		asked := s.asked()
		if len(asked) != s.Idle {
			t.Errorf("idle poll %d made %d requests, not %d: %v", poll+1, len(asked), s.Idle, asked)
		}
		for _, r := range asked {
			if s.IdleStatus != 0 && r.status != s.IdleStatus {
				t.Errorf("idle poll %d: %s was answered %d, not %d", poll+1, r.what, r.status, s.IdleStatus)
			}
		}
		h.next = p.Next
	}
}
