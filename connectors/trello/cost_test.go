package trello_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/trello"
)

// big fills a world with so many cards and four comments on each.
func big(n int) *world {
	w := newWorld()
	for range n {
		c := w.open()
		for range 4 {
			w.clock = w.clock.Add(time.Second)
			w.say(c, false)
		}
	}
	return w
}

func reading(t testing.TB, w *world) *reader {
	t.Helper()
	server := serve(t, w.hub)
	r := newReader()
	r.connector = open(t, server.URL, connectors.Env{HTTP: server.Client(), Known: r.known})
	return r
}

// TestCost checks what the package comment says about requests, on a board of 800 cards and 4,000 actions.
func TestCost(t *testing.T) {
	w := big(800)
	r := reading(t, w)
	r.settle(t)
	if len(r.events) != len(w.truth) || len(r.items) != 801 {
		t.Errorf("%d events and %d items arrived, of %d and 801", len(r.events), len(r.items), len(w.truth))
	}
	// Pages overlap by a second, so that the last actions take one more.
	if asked := w.hub.take(); len(asked) > 5 {
		t.Errorf("the first reading of 4,000 actions made %d requests: %v", len(asked), asked)
	}
	t.Logf("cursors are up to %d bytes long, %d in the end", r.largest, len(r.cursor))
	if r.largest > 40_000 {
		t.Errorf("the cursor was up to %d bytes long", r.largest)
	}
	for poll := range 20 {
		p := r.fetch(t)
		if asked := w.hub.take(); len(asked) != 1 || !p.Empty() {
			t.Errorf("idle poll %d asked %v, empty: %v", poll+1, asked, p.Empty())
		}
	}
	for _, c := range []struct {
		changed int
		want    []string
	}{
		{1, []string{"boards/" + boardID, "batch"}},
		{8, []string{"boards/" + boardID, "batch"}},
		{25, []string{"boards/" + boardID, "batch", "batch", "batch"}},
		{200, []string{"boards/" + boardID, "boards/" + boardID + "/cards"}},
	} {
		w.clock = w.clock.Add(time.Hour)
		for k := range c.changed {
			w.clock = w.clock.Add(time.Millisecond)
			w.say(w.hub.cards[k], false)
		}
		r.fetch(t)
		if asked := w.hub.take(); !slices.Equal(asked, c.want) {
			t.Errorf("%d changes asked %v, want %v", c.changed, asked, c.want)
		}
		r.settle(t)
		w.hub.take()
		if p := r.fetch(t); !p.Empty() || len(w.hub.take()) != 1 {
			t.Errorf("after %d changes a poll is not idle", c.changed)
		}
	}
	if len(r.events) != len(w.truth) {
		t.Errorf("%d events arrived of %d", len(r.events), len(w.truth))
	}
}

// TestManyAtOnce reads much that happened in one second, a few to an answer.
func TestManyAtOnce(t *testing.T) {
	w := newWorld()
	c := w.open()
	for i := range 40 {
		if i%4 == 0 {
			w.clock = w.clock.Add(time.Millisecond)
		}
		w.say(c, false)
	}
	r := reading(t, w)
	trello.PerPage(r.connector, 3)
	r.settle(t)
	if len(r.events) != len(w.truth) {
		t.Errorf("%d events arrived of %d", len(r.events), len(w.truth))
	}
}

// BenchmarkFirstReading reads a board of 2,000 actions, server included.
func BenchmarkFirstReading(b *testing.B) {
	w := big(400)
	b.ReportAllocs()
	for b.Loop() {
		r := reading(b, w)
		r.settle(b)
		if len(r.events) != len(w.truth) {
			b.Fatal(fmt.Sprint(len(r.events), " events arrived"))
		}
	}
}
