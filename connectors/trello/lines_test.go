package trello_test

import (
	"cmp"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
)

// lines gives a card a checklist: names of lines, each with whom it was given to, and with an x if it is done.
func (w *world) lines(c object, lines ...string) {
	rows := []any{}
	for _, one := range lines {
		words := strings.Fields(one)
		row := object{"id": fmt.Sprintf("65e0f000%016x", crc32.ChecksumIEEE([]byte(words[0]))), "name": words[0], "state": "incomplete", "idMember": nil}
		for _, word := range words[1:] {
			if word == "x" {
				row["state"] = "complete"
			} else {
				row["idMember"] = word
			}
		}
		rows = append(rows, row)
	}
	c["checklists"] = []object{{"id": "list", "idCard": c["id"], "checkItems": rows}}
	c["dateLastActivity"], w.hub.board["dateLastActivity"] = w.now(), w.now()
}

// TestLines gives lines to people and takes them away, and checks what is told of it after each step: with the request that
// the card costs anyway.
func TestLines(t *testing.T) {
	w := newWorld()
	c := w.open()
	w.lines(c, "rope m1", "price", "paint m1 x")
	made := time.Unix(0x65e0f000, 0).UTC() // as their ids begin
	r := reading(t, w)
	last := made
	step := func(what string, want ...string) {
		t.Helper()
		w.hub.take()
		p := r.fetch(t)
		var got []string
		for _, e := range p.Events {
			if !strings.HasPrefix(e.Thread, "line/") {
				continue
			}
			got = append(got, fmt.Sprintf("%s %s %s", e.Verb, e.To[0].ID, e.Into))
			if !e.At.Equal(w.clock) || !e.NotBefore.Equal(last) {
				t.Errorf("%s: it happened between %v and %v", what, e.NotBefore, e.At)
			}
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
		if asked := w.hub.take(); len(asked) > 2 {
			t.Errorf("%s: asked %v", what, asked)
		}
		last = w.clock
		w.clock = w.clock.Add(time.Hour)
	}
	step("first reading", "assigned ana_pereira rope")
	w.lines(c, "rope m1", "price m1", "paint m1 x")
	step("another is given", "assigned ana_pereira price")
	w.lines(c, "rope m2", "price m1", "paint m1 x")
	step("handed on", "unassigned ana_pereira rope", "assigned m2 rope")
	w.lines(c, "rope m2 x", "price m1", "paint m1 x")
	step("checked off, which an action tells")
	w.lines(c, "price m1", "paint m1")
	step("the check is taken off, and another line goes", "assigned ana_pereira paint")
	c["closed"] = true
	w.lines(c, "price m1", "paint m1", "late m1")
	step("archived")
	c["closed"] = false
	w.lines(c, "price m1", "paint m1", "late m1")
	step("brought back", "assigned ana_pereira late")
	w.lines(c, "price m1", "paint")
	step("taken away, and deleted", "unassigned ana_pereira paint", "unassigned ana_pereira late")
	w.say(c, false)
	step("nothing of a line")
}

// TestManyLines checks that a cursor stays short however many lines people have to do.
func TestManyLines(t *testing.T) {
	w := newWorld()
	for i := range 60 {
		w.clock = w.clock.Add(time.Second)
		var lines []string
		for k := range 20 {
			lines = append(lines, fmt.Sprintf("%d-%d-%s m1", i, k, strings.Repeat("long", 90)))
		}
		w.lines(w.open(), lines...)
	}
	r := reading(t, w)
	r.settle(t)
	if r.largest > 60_000 {
		t.Errorf("the cursor is %d bytes long", r.largest)
	}
	given := 0
	for _, e := range r.events {
		if e.Verb == feed.Assigned {
			given++
		}
	}
	if given != 60*20 {
		t.Errorf("%d lines were given", given)
	}
	if p := r.fetch(t); !p.Empty() {
		t.Error("the next poll is not idle")
	}
}

// holders are who has to do which line, as the events tell it.
func (r *reader) holders() map[string]string {
	var told []feed.Event
	for _, e := range r.events {
		if e.Verb == feed.Assigned || e.Verb == feed.Unassigned {
			told = append(told, e)
		}
	}
	slices.SortFunc(told, func(x, y feed.Event) int { return cmp.Or(x.At.Compare(y.At), -cmp.Compare(x.Verb, y.Verb)) })
	now := map[string]string{}
	for _, e := range told {
		switch {
		case e.Verb == feed.Assigned:
			now[e.Thread] = e.To[0].ID
		case now[e.Thread] == e.To[0].ID:
			delete(now, e.Thread)
		}
	}
	return now
}

// holders are who has to do which line.
func (w *world) holders() map[string]string {
	now := map[string]string{}
	for _, c := range w.hub.cards {
		for _, list := range checklistsOf(c) {
			for _, row := range list["checkItems"].([]any) {
				if who, ok := row.(object)["idMember"].(string); ok {
					now["line/"+row.(object)["id"].(string)] = who
				}
			}
		}
	}
	return now
}
