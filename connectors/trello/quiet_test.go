package trello_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
)

// What no action tells of is noticed all the same: labels, by comparing with what is known, and edited comments, by the
// cards that moved.
func TestQuietChanges(t *testing.T) {
	w := newWorld()
	c := w.open()
	c["labels"] = []object{{"id": "1", "name": "urgent", "color": "red"}, {"id": "2", "name": "", "color": "green"}}
	w.say(c, false)
	before := w.clock
	r := reading(t, w)
	r.settle(t)
	events := len(r.events)

	w.clock = w.clock.Add(time.Hour)
	c["labels"] = []object{{"id": "1", "name": "urgent", "color": "red"}, {"id": "3", "name": "blocked", "color": "blue"}}
	said := w.hub.actions[0]
	if said["type"] != "commentCard" {
		said = w.hub.actions[1]
	}
	said["data"].(object)["text"] = "@ana_pereira, what now?"
	said["data"].(object)["dateLastEdited"] = w.now()
	c["dateLastActivity"] = w.now()
	p := r.fetch(t)
	if p.More {
		t.Error("there is more")
	}
	got := map[feed.Verb]feed.Event{}
	for _, e := range p.Events {
		got[e.Verb] = e
	}
	for verb, name := range map[feed.Verb]string{feed.Labeled: "blocked", feed.Unlabeled: "green"} {
		id := c["id"].(string)
		want := feed.Event{
			Key:  fmt.Sprintf("label/%s/%d/%s/%s", id, w.clock.UnixMilli(), verb, name),
			Item: id, Verb: verb, At: w.clock, NotBefore: before, Into: name, URL: "https://trello.com/c/" + id,
		}
		if diff := cmp.Diff(want, got[verb]); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	edited := got[feed.Commented]
	if edited.Text != "@ana_pereira, what now?" || !edited.Updated.Equal(w.clock) || !edited.At.Equal(before) || len(edited.To) != 1 ||
		edited.Key != "action/"+said["id"].(string) {
		t.Errorf("the edited comment is %+v", edited)
	}
	if len(r.events) != events+2 {
		t.Errorf("%d events are known, want %d and two labels", len(r.events), events)
	}
	if p := r.fetch(t); !p.Empty() {
		t.Errorf("the next poll brings %+v", p)
	}
}

// Where a server lists the actions that Trello keeps to its webhooks, they are understood: the comment they are about
// changes, or goes.
func TestActionsAboutComments(t *testing.T) {
	w := newWorld()
	c := w.open()
	w.say(c, false)
	w.say(c, false)
	r := reading(t, w)
	r.settle(t)
	var keys []string
	for key, e := range r.events {
		if e.Verb == feed.Commented {
			keys = append(keys, key)
		}
	}
	w.clock = w.clock.Add(time.Minute)
	w.act(c, "deleteComment", object{"action": object{"id": strings.TrimPrefix(keys[0], "action/")}}, false)
	w.act(c, "updateComment", object{"action": object{"id": strings.TrimPrefix(keys[1], "action/"), "text": "Better."}}, false)
	r.settle(t)
	if _, there := r.events[keys[0]]; there {
		t.Error("the deleted comment is still there")
	}
	if got := r.events[keys[1]]; got.Text != "Better." || !got.Updated.Equal(w.clock) {
		t.Errorf("the edited comment is %+v", got)
	}
}

// A card that left, for another board or for good, is gone; what is left of it is an event of the board.
func TestGoneCards(t *testing.T) {
	w := newWorld()
	moved, deleted, stays := w.open(), w.open(), w.open()
	r := reading(t, w)
	r.settle(t)
	w.clock = w.clock.Add(time.Minute)
	w.bin(deleted)
	w.act(moved, "moveCardFromBoard", object{"boardTarget": object{"id": "b2", "name": "Summer"}}, false)
	w.hub.cards = []object{stays}
	p := r.fetch(t)
	if len(p.Gone) != 2 || len(r.items) != 2 {
		t.Errorf("gone are %v, left %d items", p.Gone, len(r.items))
	}
	for _, e := range p.Events {
		if e.Item != boardID || e.Verb != feed.Tidied || e.Into == "" {
			t.Errorf("what is told is %+v", e)
		}
	}
}
