package connectortest

import (
	"context"
	"errors"
	"maps"
	"net/http"
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
	for _, key := range p.Retracted {
		delete(h.events, key)
	}
	for _, id := range p.Gone {
		delete(h.items, id)
		maps.DeleteFunc(h.events, func(_ string, e feed.Event) bool { return e.Item == id })
	}
	for _, r := range p.Rejects {
		h.rejects[r.Key] = r
	}
	if p.Parts != nil {
		h.parts = p.Parts
	}
}

// known is what the host knows of items.
func (h *harvest) known(_ context.Context, ids []string) (map[string]feed.Item, error) {
	known := map[string]feed.Item{}
	for _, id := range ids {
		if it, ok := h.items[id]; ok && !it.Updated.IsZero() {
			known[id] = it
		}
	}
	return known, nil
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
	h := newHarvest()
	c := s.open(t, h)
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

// roll checks that a connector that lists what exists lists all that it brought.
func (s *stage) roll(t *testing.T) {
	h := s.calm(t)
	lister, ok := s.open(t, h).(connectors.Lister)
	if !ok {
		return
	}
	exist, beyond := map[string]bool{}, []string{}
	pages := 0
	for cursor, more := feed.Cursor(""), true; more; pages++ {
		r, err := lister.List(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		if r.More && r.Next == cursor || pages > pagesAtMost {
			t.Fatalf("the list of what exists goes in circles at page %d", pages+1)
		}
		s.keepsSecrets(t, string(r.Next))
		for _, id := range r.IDs {
			exist[id] = true
		}
		beyond = append(beyond, r.Beyond...)
		cursor, more = r.Next, r.More
	}
	for id, it := range h.items {
		mention := it.Updated.IsZero()
		if !exist[id] && !mention && !slices.ContainsFunc(beyond, func(beginning string) bool { return strings.HasPrefix(id, beginning) }) {
			t.Errorf("the item %s was brought and is not listed among those that exist", id)
		}
	}
	if len(exist) == 0 {
		t.Error("nothing is listed among what exists")
	}
	s.rollFaults(t, lister)
}

// rollFaults checks that a walk that was disturbed is an error, for what it does not name would be taken for deleted.
func (s *stage) rollFaults(t *testing.T, lister connectors.Lister) {
	for _, f := range []fault{
		{"401", status(http.StatusUnauthorized), func(err error) string {
			if !errors.Is(err, connectors.ErrAuth) {
				return "it is not ErrAuth"
			}
			return ""
		}},
		{"429", status(http.StatusTooManyRequests), func(err error) string {
			if wait := (*connectors.Wait)(nil); !errors.As(err, &wait) {
				return "it is not a Wait"
			}
			return ""
		}},
		{"500", status(http.StatusInternalServerError), passing},
		{"cut off", cutOff, passing},
		{"null", text("application/json", "null"), passing},
		{"a web page", text("text/html", "<!DOCTYPE html><title>We'll be right back</title>"), passing},
	} {
		s.forget(func(_ int, w http.ResponseWriter, r *http.Request) bool {
			f.answer(w, r, s.Tool)
			return true
		})
		r, err := lister.List(t.Context(), "")
		switch {
		case err == nil:
			t.Errorf("%s was taken for a list of %d items that exist", f.name, len(r.IDs))
		case f.wrong(err) != "":
			t.Errorf("listing what exists, %s: %s: %v", f.name, f.wrong(err), err)
		}
	}
	s.forget(nil)
}

// probe checks that a connector that tells about its credentials does, and says so when they are refused.
func (s *stage) probe(t *testing.T) {
	prober, ok := s.open(t, newHarvest()).(connectors.Prober)
	if !ok {
		return
	}
	found, err := prober.Probe(t.Context())
	if err != nil || len(found.Reads) == 0 {
		t.Errorf("the probe found %+v, %v", found, err)
	}
	s.forget(func(_ int, w http.ResponseWriter, r *http.Request) bool {
		status(http.StatusUnauthorized)(w, r, s.Tool)
		return true
	})
	if _, err := prober.Probe(t.Context()); !errors.Is(err, connectors.ErrAuth) {
		t.Errorf("refused, the probe says %v, not ErrAuth", err)
	}
}

func (s *stage) reopened(t *testing.T) {
	want, got := s.calm(t), newHarvest()
	s.walk(t, got, func() connectors.Connector { return s.open(t, got) })
	if diff := want.differs(got); diff != "" {
		t.Errorf("opened anew at every page it brought something else (-once +anew):\n%s", diff)
	}
}

func (s *stage) repeated(t *testing.T) {
	want, got := s.calm(t), newHarvest()
	s.walk(t, got, func() connectors.Connector { return twice{s.open(t, got)} })
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
		s.walk(t, h, func() connectors.Connector { return s.open(t, h) })
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
		p, err := s.open(t, h).Fetch(t.Context(), h.next)
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
