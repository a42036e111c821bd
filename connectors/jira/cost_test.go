package jira_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/jira"
	"github.com/datelinehq/dateline/feed"
)

// busy fills a desk with so many issues, one every so often.
func busy(d *desk, n int, every time.Duration) *life {
	l := &life{Rand: rand.New(rand.NewPCG(1, 2)), desk: d}
	for range n {
		l.open()
		t := d.tickets[len(d.tickets)-1]
		l.change(t)
		l.change(t)
		d.now = d.now.Add(every)
	}
	d.now = d.now.Add(time.Hour)
	return l
}

// TestCost checks what the package comment says about requests.
func TestCost(t *testing.T) {
	for _, cloud := range []bool{true, false} {
		t.Run(fmt.Sprint("cloud ", cloud), func(t *testing.T) {
			d := newDesk(cloud)
			l := busy(d, 2000, time.Minute)
			server := httptest.NewServer(d)
			defer server.Close()
			r := newReader(t, jira.Config{Project: "SUP", Token: "any"}, server.URL)
			longest := r.settle(t)
			made := d.take()
			t.Logf("first reading: %v, cursors of up to %d bytes, %d in the end", made, longest, len(r.cursor))
			if len(r.items) != 2000 || total(made) > 2000/50+2+2 {
				t.Errorf("the first reading of %d issues made %d requests: %v", len(r.items), total(made), made)
			}
			if longest > 8000 {
				t.Errorf("a cursor was %d bytes long", longest)
			}
			for poll := range 10 {
				if p := r.fetch(t); !p.Empty() || total(d.take()) != 1 {
					t.Fatalf("idle poll %d brought %d events, more: %v", poll+1, len(p.Events), p.More)
				}
			}
			l.change(d.tickets[7])
			d.now = d.now.Add(time.Minute)
			if p := r.fetch(t); len(p.Items) != 1 || p.More || total(d.take()) != 1 {
				t.Errorf("one change brought %d items, more: %v", len(p.Items), p.More)
			}
			if p := r.fetch(t); !p.Empty() {
				t.Errorf("the poll after it brought %d events", len(p.Events))
			}
		})
	}
}

// TestOneSecond imports more issues in one second than pages and cursors hold, and changes one of them meanwhile.
func TestOneSecond(t *testing.T) {
	for _, cloud := range []bool{true, false} {
		d := newDesk(cloud)
		l := busy(d, 230, 0)
		d.now = d.now.Add(24 * time.Hour)
		asked := 0
		d.between = func(d *desk) {
			if asked++; asked == 5 {
				l.change(d.tickets[3]) // it leaves the second, and pulls those behind it forward
			}
		}
		server := httptest.NewServer(d)
		r := newReader(t, jira.Config{Project: "SUP", Token: "any"}, server.URL)
		r.settle(t)
		d.between = nil
		d.now = d.now.Add(time.Hour)
		r.settle(t)
		if len(r.items) != 230 {
			t.Errorf("cloud %v: of 230 issues %d were read", cloud, len(r.items))
		}
		d.take()
		if p := r.fetch(t); !p.Empty() || total(d.take()) != 1 {
			t.Errorf("cloud %v: a further poll brought %d items", cloud, len(p.Items))
		}
		server.Close()
	}
}

// TestLongLists reads an issue with lists of many pages, and again when it changes: what was read is not asked for again.
func TestLongLists(t *testing.T) {
	d := newDesk(true)
	l := busy(d, 1, 0)
	is := d.tickets[0]
	is.comments, is.worklogs, is.histories = nil, nil, nil
	is.fields["assignee"] = person("ben")
	for i := range 730 {
		when := stamp(d.now)
		write := func(id int, rest string) json.RawMessage {
			return json.RawMessage(fmt.Sprintf(`{"id": "%d", "author": {"accountId": "ana"}, "created": %q, %s}`, id, when, rest))
		}
		is.histories = append(is.histories, write(10000+i, `"items": [{"field": "summary", "fromString": "a", "toString": "b"}]`))
		if i < 150 {
			is.comments = append(is.comments, write(20000+i, `"body": "words"`))
		}
		d.now = d.now.Add(time.Minute)
	}
	l.touch(is)
	d.now = d.now.Add(time.Hour)
	server := httptest.NewServer(d)
	defer server.Close()
	r := newReader(t, jira.Config{Project: "SUP", Token: "any"}, server.URL)
	for more := true; more; {
		p := r.fetch(t)
		if more = p.More; len(p.Events) > 1200 {
			t.Errorf("a page brought %d events", len(p.Events))
		}
	}
	// The events are the changes, the comments, the opening and whom the issue was given to then.
	if made := d.take(); len(r.events) != 730+150+2 || made["changelog"] != 8 || made["comment"] != 2 || total(made) > 14 {
		t.Errorf("%d events were read by %v", len(r.events), made)
	}
	is.comments = is.comments[:149]
	is.histories = append(is.histories, json.RawMessage(fmt.Sprintf(`{"id": "10999", "created": %q, "items": [{"field": "summary", "toString": "c"}]}`, stamp(d.now))))
	l.touch(is)
	r.settle(t)
	if made := d.take(); made["changelog"] != 0 || made["comment"] != 2 || r.events["history/10999"].Into != "c" {
		t.Errorf("after one change %v was asked", made)
	}
}

// TestSince leaves out what is older than the source wants to look back, but not the issues that changed since.
func TestSince(t *testing.T) {
	d := newDesk(true)
	l := busy(d, 20, time.Hour)
	since := d.now
	l.change(d.tickets[4])
	server := httptest.NewServer(d)
	defer server.Close()
	c := open(t, jira.Config{Project: "SUP"}, server.URL, connectors.Env{Since: since})
	p, err := c.Fetch(t.Context(), "")
	if err != nil || len(p.Items) != 1 || len(p.Events) == 0 || p.More {
		t.Fatalf("%d items, %d events, %v", len(p.Items), len(p.Events), err)
	}
	for _, e := range p.Events {
		if e.Updated.Before(since) {
			t.Errorf("%s is of %s", e.Key, e.Updated)
		}
	}
}

// TestOldToken begins a second anew when its token is too old.
func TestOldToken(t *testing.T) {
	d := newDesk(true)
	busy(d, 120, 0)
	server := httptest.NewServer(d)
	defer server.Close()
	r := newReader(t, jira.Config{Project: "SUP", Token: "any"}, server.URL)
	for !strings.Contains(string(r.cursor), `"token":"after-50"`) {
		r.fetch(t)
	}
	r.cursor = feed.Cursor(strings.Replace(string(r.cursor), "after-50", "old", 1))
	r.settle(t)
	if len(r.items) != 120 {
		t.Errorf("%d issues were read", len(r.items))
	}
}

// TestKnownFails passes on that the store cannot be asked.
func TestKnownFails(t *testing.T) {
	d := newDesk(true)
	d.short = 1
	l := busy(d, 3, time.Minute)
	server := httptest.NewServer(d)
	defer server.Close()
	failing := func(context.Context, []string) (map[string]feed.Item, error) { return nil, context.DeadlineExceeded }
	c := open(t, jira.Config{Project: "SUP"}, server.URL, connectors.Env{Known: failing})
	var p feed.Page
	var err error
	for p.More = true; p.More && err == nil; {
		p, err = c.Fetch(t.Context(), p.Next)
	}
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		l.change(d.tickets[1])
	}
	if _, err := c.Fetch(t.Context(), p.Next); err == nil || !strings.Contains(err.Error(), context.DeadlineExceeded.Error()) {
		t.Errorf("the error is %v", err)
	}
}
