package notion_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/notion"
	"github.com/datelinehq/dateline/feed"
)

// A notebook is what a reader of the hub keeps, by the rules of the store.
type notebook struct {
	connector connectors.Connector
	items     map[string]feed.Item
	events    map[string]feed.Event
	rejects   int
	next      feed.Cursor
}

func newNotebook(t *testing.T, h *hub, c notion.Config) *notebook {
	t.Helper()
	n := &notebook{items: map[string]feed.Item{}, events: map[string]feed.Event{}}
	n.connector = open(t, c, "http://notion.example", connectors.Env{Known: n.known, HTTP: &http.Client{Transport: straight{h}}})
	return n
}

// straight asks a handler without a network between, so that what fails there fails here.
type straight struct{ http.Handler }

func (s straight) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result(), nil
}

// A tester is what a test and a case of a property test have in common.
type tester interface {
	Helper()
	Context() context.Context
	Fatal(args ...any)
}

func (n *notebook) known(_ context.Context, ids []string) (map[string]feed.Item, error) {
	known := map[string]feed.Item{}
	for _, id := range ids {
		if it, ok := n.items[id]; ok {
			known[id] = it
		}
	}
	return known, nil
}

// read reads until there is no more, and returns what was new: a line for each event, item that is gone, or event taken back.
func (n *notebook) read(t tester) []string {
	t.Helper()
	var news []string
	for range 1000 {
		p, err := n.connector.Fetch(t.Context(), n.next)
		if err != nil {
			t.Fatal(err)
		}
		news = append(news, n.take(&p)...)
		if !p.More {
			slices.Sort(news)
			return news
		}
	}
	t.Fatal("there is no end")
	return nil
}

func (n *notebook) take(p *feed.Page) (news []string) {
	p.Clean()
	n.next = p.Next
	n.rejects += len(p.Rejects)
	for _, it := range p.Items {
		if old, ok := n.items[it.ID]; !ok || !it.Updated.Before(old.Updated) {
			n.items[it.ID] = it
		}
	}
	for _, e := range p.Events {
		old, ok := n.events[e.Key]
		if ok && e.Updated.Before(old.Updated) {
			continue
		}
		if !ok || old.Text != e.Text || old.Into != e.Into {
			news = append(news, sentence(e))
		}
		n.events[e.Key] = e
	}
	for _, key := range p.Retracted {
		delete(n.events, key)
		news = append(news, "taken back: "+key)
	}
	for _, id := range p.Gone {
		delete(n.items, id)
		news = append(news, "gone: "+id)
	}
	return news
}

// sentence tells an event in a line.
func sentence(e feed.Event) string {
	s := fmt.Sprintf("%s %s", e.By.Label(), e.Verb)
	if e.Item != "" {
		s += " " + strings.TrimLeft(e.Item[len(e.Item)-6:], "0")
	}
	for _, a := range e.To {
		s += " to " + a.Label()
	}
	if e.From+e.Into != "" {
		s += fmt.Sprintf(" from %q into %q", e.From, e.Into)
	}
	if e.Text != "" {
		s += fmt.Sprintf(" saying %q", e.Text)
	}
	if !e.NotBefore.IsZero() {
		s += fmt.Sprintf(" between %s and %s", e.NotBefore.Format("2 15:04"), e.At.Format("2 15:04"))
	}
	return s
}

func page(n int) string       { return fmt.Sprintf("aaaaaaaa-0000-4000-8000-%012d", n) }
func comment(n int) string    { return fmt.Sprintf("cccccccc-0000-4000-8000-%012d", n) }
func discussion(n int) string { return fmt.Sprintf("d15cd15c-0000-4000-8000-%012d", n) }

// The people of the fixtures.
const (
	ines   = "11111111-1111-4111-8111-111111111111"
	nikhil = "22222222-2222-4222-8222-222222222222"
)

// find finds a page of the hub.
func (h *hub) find(id string) thing {
	i := slices.IndexFunc(h.pages, func(p thing) bool { return p["id"] == id })
	return h.pages[i]
}

// set sets a property of a page, as somebody.
func (h *hub) set(n int, by, name string, property thing) {
	o := h.find(page(n))
	o["properties"].(thing)[name] = property
	h.change(o, thing{"last_edited_by": thing{"object": "user", "id": by}})
}

func status(name string) thing { return thing{"type": "status", "status": thing{"name": name}} }

func plainText(text string) []any { return []any{thing{"type": "text", "plain_text": text}} }

// say comments on a page, without moving it.
func (h *hub) say(on, id, in int, text string) {
	h.comments = append(h.comments, thing{
		"object": "comment", "id": comment(id), "discussion_id": discussion(in), "parent": thing{"page_id": page(on)},
		"created_time": stamp(h.now), "last_edited_time": stamp(h.now), "created_by": thing{"id": nikhil}, "rich_text": plainText(text),
	})
}

// unsay deletes comments.
func (h *hub) unsay(ids ...int) {
	h.comments = slices.DeleteFunc(h.comments, func(c thing) bool {
		return slices.ContainsFunc(ids, func(n int) bool { return c["id"] == comment(n) })
	})
}
