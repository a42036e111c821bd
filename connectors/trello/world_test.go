package trello_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/trello"
	"github.com/datelinehq/dateline/feed"
)

// A world is a hub in which things happen, and what a reader should have of it.
type world struct {
	hub   *hub
	clock time.Time
	last  int
	// late are actions that are there and not yet shown.
	late []object
	// truth has the text of every action, by the key its event must have.
	truth map[string]string
}

func newWorld() *world {
	w := &world{clock: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), truth: map[string]string{}}
	w.hub = &hub{
		board:   object{"id": boardID, "name": "Berths", "shortLink": "wiNt3r24", "closed": false, "url": "https://trello.com/b/wiNt3r24/berths"},
		lists:   []json.RawMessage{json.RawMessage(`{"id": "l1", "name": "To do"}`)},
		members: []json.RawMessage{json.RawMessage(`{"id": "m1", "username": "ana_pereira", "fullName": "Ana"}`)},
	}
	return w
}

func (w *world) id() string {
	w.last++
	return fmt.Sprintf("%08x%016x", w.clock.Unix(), w.last)
}

func (w *world) now() string { return w.clock.Format("2006-01-02T15:04:05.000Z") }

// act keeps an action on a card and shows it, at once or later.
func (w *world) act(c object, kind string, data object, late bool) object {
	w.hub.board["dateLastActivity"] = w.now()
	c["dateLastActivity"] = w.now()
	data["card"] = object{"id": c["id"], "name": c["name"]}
	a := object{
		"id": w.id(), "type": kind, "date": w.now(), "data": data,
		"memberCreator": object{"id": "m1", "username": "ana_pereira"},
	}
	text, _ := data["text"].(string)
	w.truth["action/"+a["id"].(string)] = text
	if late {
		w.late = append(w.late, a)
	} else {
		w.hub.actions = append(w.hub.actions, a)
	}
	return a
}

func (w *world) open() object {
	c := object{
		"id": w.id(), "name": fmt.Sprint("card ", w.last), "idShort": w.last, "idBoard": boardID, "idList": "l1",
		"labels": []object{}, "badges": object{"comments": 0},
	}
	w.hub.cards = append(w.hub.cards, c)
	w.act(c, "createCard", object{}, false)
	return c
}

func (w *world) say(c object, late bool) {
	w.act(c, "commentCard", object{"text": fmt.Sprint("words ", w.last)}, late)
	w.count(c, 1)
}

func (w *world) count(c object, more int) {
	badges := c["badges"].(object)
	c["badges"] = object{"comments": badges["comments"].(int) + more}
}

// correct edits a comment. No action tells of it; the card takes note.
func (w *world) correct(t *rapid.T) {
	said := slices.DeleteFunc(slices.Clone(w.hub.actions), func(a object) bool { return a["type"] != "commentCard" })
	if len(said) == 0 {
		return
	}
	w.clock = w.clock.Add(time.Millisecond) // what no action tells of is noticed by the time of its card alone
	data := rapid.SampledFrom(said).Draw(t, "comment")["data"].(object)
	for _, c := range w.hub.cards {
		if c["id"] == data["card"].(object)["id"] {
			data["text"] = data["text"].(string) + " and more"
			data["dateLastEdited"] = w.now()
			c["dateLastActivity"], w.hub.board["dateLastActivity"] = w.now(), w.now()
		}
	}
	for _, a := range said {
		w.truth["action/"+a["id"].(string)] = a["data"].(object)["text"].(string)
	}
}

// bin deletes a card, and with it what was done to it.
func (w *world) bin(c object) {
	id := c["id"]
	of := func(a object) bool {
		if a["data"].(object)["card"].(object)["id"] == id {
			delete(w.truth, "action/"+a["id"].(string))
			return true
		}
		return false
	}
	w.hub.actions = slices.DeleteFunc(w.hub.actions, of)
	w.late = slices.DeleteFunc(w.late, of)
	w.hub.cards = slices.DeleteFunc(w.hub.cards, func(x object) bool { return x["id"] == id })
	w.act(c, "deleteCard", object{}, false)
}

func (w *world) show() {
	w.hub.actions = append(w.hub.actions, w.late...)
	w.late = nil
}

func (w *world) step(t *rapid.T) {
	some := func() object {
		if len(w.hub.cards) == 0 {
			return w.open()
		}
		cards := slices.SortedFunc(slices.Values(w.hub.cards), func(x, y object) int { return cmp.Compare(x["id"].(string), y["id"].(string)) })
		return rapid.SampledFrom(cards).Draw(t, "card")
	}
	switch rapid.IntRange(0, 12).Draw(t, "what") {
	case 0, 1:
		w.open()
	case 2, 3:
		w.say(some(), false)
	case 4:
		w.say(some(), true)
	case 5:
		w.show()
	case 6:
		w.correct(t)
	case 7:
		if len(w.hub.cards) > 0 {
			w.bin(some())
		}
	case 8: // a change that is told by no action
		c := some()
		w.clock = w.clock.Add(time.Millisecond)
		c["labels"] = []object{{"id": "x", "name": fmt.Sprint("label ", w.last)}}
		c["dateLastActivity"], w.hub.board["dateLastActivity"] = w.now(), w.now()
	case 10: // nor is a line that is somebody's
		c := some()
		w.clock = w.clock.Add(time.Millisecond)
		who := rapid.SampledFrom([]string{"", " m2", " m3"})
		w.lines(c, fmt.Sprint(c["id"], who.Draw(t, "one")), fmt.Sprint(c["id"], "b", who.Draw(t, "other")))
	case 9: // much at once, in one second
		for i := range rapid.IntRange(3, 9).Draw(t, "many") {
			if i%3 == 0 {
				w.clock = w.clock.Add(time.Millisecond)
			}
			w.say(some(), false)
		}
	default:
		w.clock = w.clock.Add(time.Duration(rapid.SampledFrom([]int{1, 20, 900, 15_000, 50_000}).Draw(t, "ms")) * time.Millisecond)
		if len(w.late) > 0 && w.clock.Sub(mustTime(w.late[0]["date"])) > time.Minute {
			w.show() // nothing is kept back for longer
		}
	}
	if rapid.Bool().Draw(t, "tick") {
		w.clock = w.clock.Add(time.Millisecond)
	}
}

func mustTime(v any) time.Time {
	at, err := time.Parse(time.RFC3339, v.(string))
	if err != nil {
		panic(err)
	}
	return at
}

// A reader reads a board as the host does.
type reader struct {
	connector connectors.Connector
	cursor    feed.Cursor
	events    map[string]feed.Event
	items     map[string]feed.Item
	more      bool
	largest   int // cursor
}

func newReader() *reader {
	return &reader{events: map[string]feed.Event{}, items: map[string]feed.Item{}}
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

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

func (r *reader) fetch(t failer) feed.Page {
	t.Helper()
	p, err := r.connector.Fetch(context.Background(), r.cursor)
	if err != nil {
		t.Fatalf("fetch: %v", err)
	}
	for _, e := range p.Events {
		if old, known := r.events[e.Key]; !known || !e.Updated.Before(old.Updated) {
			r.events[e.Key] = e
		}
	}
	for _, it := range p.Items {
		if old, known := r.items[it.ID]; !known || !it.Updated.Before(old.Updated) {
			r.items[it.ID] = it
		}
	}
	for _, id := range p.Gone {
		delete(r.items, id)
		maps.DeleteFunc(r.events, func(_ string, e feed.Event) bool { return e.Item == id })
	}
	for _, key := range p.Retracted {
		delete(r.events, key)
	}
	if len(p.Rejects) > 0 {
		t.Fatalf("rejected %s: %s", p.Rejects[0].Key, p.Rejects[0].Reason)
	}
	r.cursor, r.more, r.largest = p.Next, p.More, max(r.largest, len(p.Next))
	return p
}

// settle reads until there is no more.
func (r *reader) settle(t failer) {
	t.Helper()
	for r.more = true; r.more; {
		r.fetch(t)
	}
}

// told is what arrived as the world tells it: without labels and whose lines are, which no action tells of.
func (r *reader) told() map[string]string {
	texts := map[string]string{}
	for key, e := range r.events {
		if e.Verb != feed.Labeled && e.Verb != feed.Unlabeled && e.Verb != feed.Assigned && e.Verb != feed.Unassigned {
			texts[key] = e.Text
		}
	}
	return texts
}

// TestNothingIsLost lets things happen between the pages of a reading, a few actions to an answer, by connectors that are
// opened anew now and then, and compares what has arrived in the end with what there is.
func TestNothingIsLost(t *testing.T) {
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		if rapid.Bool().Draw(t, "large") {
			w.hub.most = 1
		}
		server := httptest.NewServer(w.hub)
		defer server.Close()
		rows := rapid.IntRange(2, 6).Draw(t, "rows")
		anew := func(r *reader) {
			r.connector = open(outer, server.URL, connectors.Env{HTTP: server.Client(), Known: r.known})
			trello.PerPage(r.connector, rows)
		}
		r := newReader()
		anew(r)
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			w.clock = w.clock.Add(time.Millisecond) // answers take time
			for range rapid.IntRange(0, 5).Draw(t, "acts") {
				w.step(t)
			}
			if rapid.Bool().Draw(t, "opened anew") {
				anew(r)
			}
			r.fetch(t)
		}
		w.show()
		w.clock = w.clock.Add(10 * time.Second)
		w.say(w.open(), false) // what came late is seen with what comes next
		for range 3 {
			r.settle(t)
		}
		if w.hub.most > 0 {
			for key := range w.truth { // of large boards edits are seen with the next action on their card
				w.truth[key] = r.events[key].Text
				if _, arrived := r.events[key]; !arrived {
					t.Fatalf("the action %s never arrived", key)
				}
			}
		}
		if diff := gocmp.Diff(w.truth, r.told()); diff != "" {
			t.Fatalf("what arrived is not what there is (-there +arrived):\n%s\ncursor %s", diff, r.cursor)
		}
		if diff := gocmp.Diff(w.holders(), r.holders()); diff != "" && w.hub.most == 0 {
			t.Fatalf("lines are not whose they are told to be (-are +told):\n%s", diff)
		}
		fresh := newReader()
		anew(fresh)
		fresh.settle(t)
		if diff := gocmp.Diff(fresh.told(), r.told()); diff != "" && w.hub.most == 0 {
			t.Fatalf("a fresh reader has something else (-fresh +old):\n%s", diff)
		}
		for id, it := range fresh.items {
			if diff := gocmp.Diff(it, r.items[id]); diff != "" && w.hub.most == 0 {
				t.Fatalf("a fresh reader sees the item %s otherwise (-fresh +old):\n%s", id, diff)
			}
		}
		if len(fresh.items) != len(r.items) {
			t.Fatalf("%d items arrived, a fresh reader has %d", len(r.items), len(fresh.items))
		}
	})
}
