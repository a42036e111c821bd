package jira_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http/httptest"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/jira"
	"github.com/datelinehq/dateline/feed"
)

// A reader reads a source as the host does and keeps what it brings as the store does.
type reader struct {
	c      connectors.Connector
	cursor feed.Cursor
	items  map[string]feed.Item
	events map[string]feed.Event
}

func newReader(t testing.TB, c jira.Config, base string) *reader {
	t.Helper()
	r := &reader{items: map[string]feed.Item{}, events: map[string]feed.Event{}}
	r.c = open(t, c, base, connectors.Env{Source: "support", Known: func(_ context.Context, ids []string) (map[string]feed.Item, error) {
		stored := map[string]feed.Item{}
		for _, id := range ids {
			if it, ok := r.items[id]; ok {
				stored[id] = it
			}
		}
		return stored, nil
	}})
	return r
}

// fetch reads one page.
func (r *reader) fetch(t testing.TB) feed.Page {
	t.Helper()
	p, err := r.c.Fetch(t.Context(), r.cursor)
	if err != nil {
		t.Fatal(err)
	}
	if p.Clean(); len(p.Rejects) > 0 {
		t.Fatalf("rejected: %s: %s", p.Rejects[0].Key, p.Rejects[0].Reason)
	}
	for _, it := range p.Items {
		if !it.Updated.Before(r.items[it.ID].Updated) {
			r.items[it.ID] = it
		}
	}
	for _, e := range p.Events {
		if !e.Updated.Before(r.events[e.Key].Updated) {
			r.events[e.Key] = e
		}
	}
	for _, key := range p.Retracted {
		delete(r.events, key)
	}
	r.cursor = p.Next
	return p
}

// settle reads until there is no more, and returns the longest cursor on the way.
func (r *reader) settle(t testing.TB) (longest int) {
	t.Helper()
	for more := true; more; {
		more = r.fetch(t).More
		longest = max(longest, len(r.cursor))
	}
	return longest
}

// sweep asks what exists, and forgets the rest.
func (r *reader) sweep(t testing.TB) {
	t.Helper()
	exist := map[string]bool{}
	for cursor, more := feed.Cursor(""), true; more; {
		roll, err := r.c.(connectors.Lister).List(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range roll.IDs {
			exist[id] = true
		}
		cursor, more = roll.Next, roll.More
	}
	maps.DeleteFunc(r.items, func(id string, _ feed.Item) bool { return !exist[id] })
	maps.DeleteFunc(r.events, func(_ string, e feed.Event) bool { return !exist[e.Item] })
}

// text is what was read, a line for each event and item.
func (r *reader) text() map[string]string {
	lines := map[string]string{}
	for key, e := range r.events {
		lines[key] = fmt.Sprint(e.Item, e.Verb, e.At, e.By.ID, e.To, e.From, e.Into, e.Text)
	}
	for id, it := range r.items {
		lines["item "+id] = fmt.Sprint(it)
	}
	return lines
}

// A life is what happens at a desk, by chance.
type life struct {
	*rand.Rand
	desk *desk
	last int
	// late are tickets that searches have not noticed yet as they are now.
	late map[*ticket]time.Time
}

// turn lets something happen, or nothing.
func (l *life) turn(*desk) {
	d := l.desk
	d.now = d.now.Add(time.Duration(l.IntN(1500)) * time.Millisecond)
	for t, due := range l.late {
		if d.now.After(due) {
			t.found = t.updated
			delete(l.late, t)
		}
	}
	switch n := len(d.tickets); {
	case n == 0 || l.IntN(4) == 0:
		l.open()
	case l.IntN(25) == 0:
		d.tickets = slices.Delete(d.tickets, 0, 1)
	case l.IntN(20) == 0: // somebody changes many at once
		for range 1 + l.IntN(3*d.size) {
			l.change(d.tickets[l.IntN(len(d.tickets))])
		}
	case l.IntN(3) > 0:
		l.change(d.tickets[l.IntN(n)])
	}
}

func (l *life) open() {
	l.last++
	t := &ticket{id: l.last, key: fmt.Sprintf("SUP-%d", l.last), created: l.desk.now, fields: map[string]any{
		"summary": "ticket", "reporter": person("ana"), "creator": person("ana"), "status": map[string]any{"id": "1", "name": "Open"},
	}}
	if l.IntN(2) == 0 {
		t.fields["assignee"] = person("ben")
	}
	l.desk.tickets = append(l.desk.tickets, t)
	l.touch(t)
	t.found = t.updated
}

func person(id string) map[string]any { return map[string]any{"accountId": id, "displayName": id} }

// touch dates the ticket. Searches may take a minute to notice.
func (l *life) touch(t *ticket) {
	t.updated = l.desk.now
	if l.late != nil && l.IntN(3) == 0 {
		l.late[t] = l.desk.now.Add(time.Duration(l.IntN(60)) * time.Second)
	} else {
		t.found = t.updated
		delete(l.late, t)
	}
}

func (l *life) change(t *ticket) {
	l.last++
	id, when := strconv.Itoa(l.last), stamp(l.desk.now)
	write := func(v map[string]any) json.RawMessage {
		raw, _ := json.Marshal(v)
		return raw
	}
	comment := func(text string) json.RawMessage {
		return write(map[string]any{"id": id, "author": person("ben"), "body": text, "created": when, "updated": when})
	}
	altered := func(field, from, into string) {
		t.histories = append(t.histories, write(map[string]any{"id": id, "author": person("ana"), "created": when, "items": []any{
			map[string]any{"field": field, "from": from, "fromString": from, "to": into, "toString": into}}}))
	}
	switch k := l.IntN(8); {
	case k < 2:
		t.comments = append(t.comments, comment("first words"))
	case k == 2 && len(t.comments) > 0:
		at := l.IntN(len(t.comments))
		var old map[string]any
		_ = json.Unmarshal(t.comments[at], &old)
		old["body"], old["updated"] = "other words "+id, when
		t.comments[at] = write(old)
	case k == 3 && len(t.comments) > 0:
		t.comments = slices.Delete(t.comments, 0, 1)
	case k == 4:
		t.worklogs = append(t.worklogs, write(map[string]any{"id": id, "author": person("ben"), "created": when, "updated": when, "timeSpent": "1h"}))
	case k == 5:
		from := ""
		if a, ok := t.fields["assignee"].(map[string]any); ok {
			from, _ = a["accountId"].(string)
		}
		altered("assignee", from, "cleo"+id)
		t.fields["assignee"] = person("cleo" + id)
	default:
		into := []string{"1", "3", "5"}[l.IntN(3)]
		altered("status", t.fields["status"].(map[string]any)["id"].(string), into)
		t.fields["status"] = map[string]any{"id": into, "name": into}
	}
	l.touch(t)
}

// TestNothingIsLost lets things happen before every answer, among them changes of many issues in one second, and searches
// be late by up to a minute. In the end a reader who was there all the time has what one has who comes only then.
func TestNothingIsLost(t *testing.T) {
	lives := uint64(12)
	if testing.Short() {
		lives /= 4
	}
	for seed := range lives {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			d := newDesk(seed%2 == 0)
			d.size, d.short = 5+int(seed), 4
			l := &life{Rand: rand.New(rand.NewPCG(seed, 3)), desk: d}
			if seed%3 > 0 {
				l.late = map[*ticket]time.Time{}
			}
			for range 40 {
				l.turn(d)
			}
			server := httptest.NewServer(d)
			defer server.Close()
			config := jira.Config{Project: "SUP", Token: "any"}
			there := newReader(t, config, server.URL)
			d.between = l.turn
			for range 150 {
				there.fetch(t)
			}
			d.between = nil
			d.now = d.now.Add(2 * time.Minute)
			for late := range l.late {
				late.found = late.updated
			}
			for range 3 {
				there.settle(t)
				d.now = d.now.Add(10 * time.Minute)
			}
			there.sweep(t)
			after := newReader(t, config, server.URL)
			after.settle(t)
			if diff := cmp.Diff(after.text(), there.text()); diff != "" {
				t.Errorf("who was there all the time has (-who came after +who was there):\n%s", diff)
			}
			d.size = 50
			d.take()
			if p := there.fetch(t); !p.Empty() || total(d.take()) != 1 {
				t.Errorf("a further poll brought %d events", len(p.Events))
			}
			t.Logf("%d issues, %d events, a cursor of %d bytes", len(after.items), len(after.events), len(there.cursor))
		})
	}
}
