package notion_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/notion"
	"github.com/datelinehq/dateline/feed"
)

// TestNothingIsLost lets a workspace live while it is read: pages and comments come and go, are changed between polls and
// between the requests of a poll, within one minute and over days. In the end who read along has what somebody has who reads
// everything afresh: the same items, the same comments, and an event for every page that was opened.
func TestNothingIsLost(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := workspace(t)
		h.atMost = rapid.IntRange(2, 5).Draw(rt, "page size")
		h.unsay(5)
		h.pages = slices.DeleteFunc(h.pages, func(p thing) bool { return p["id"] == page(10) || p["id"] == page(11) })
		config := rapid.SampledFrom([]notion.Config{{All: true}, {Database: base}, {DataSource: source}}).Draw(rt, "place")
		n := newNotebook(t, h, config)
		l := &life{hub: h, dice: rt, next: 100}
		h.before = l.perhaps
		for range rapid.IntRange(1, 8).Draw(rt, "polls") {
			n.read(rt)
			l.between()
		}
		h.before = nil
		for range 4 {
			h.now = h.now.Add(10 * time.Minute)
			n.read(rt)
		}
		// A comment leaves no trace on its page: every turn has to come.
		for range 3*len(h.pages) + 24 {
			n.read(rt)
		}
		gone(rt, n)
		fresh := newNotebook(t, h, config)
		fresh.read(rt)
		compare(rt, fresh, n)
	})
}

// A life is what happens to a workspace.
type life struct {
	*hub
	dice *rapid.T
	next int
}

// between is what happens between two polls.
func (l *life) between() {
	l.now = l.now.Add(rapid.SampledFrom([]time.Duration{0, 20 * time.Second, time.Minute, 4 * time.Minute, 26 * time.Hour}).Draw(l.dice, "pause"))
	for range rapid.IntRange(0, 4).Draw(l.dice, "deeds") {
		l.live()
	}
}

// perhaps is what happens before a request is answered.
func (l *life) perhaps() {
	if rapid.IntRange(0, 9).Draw(l.dice, "meanwhile") == 0 {
		l.now = l.now.Add(time.Second)
		l.live()
	}
}

func (l *life) live() {
	l.next++
	p := l.pages[rapid.IntRange(0, len(l.pages)-1).Draw(l.dice, "page")]
	var n int
	_, _ = fmt.Sscanf(p["id"].(string)[24:], "%d", &n)
	switch rapid.SampledFrom([]string{"open", "move", "assign", "write", "say", "correct", "bin"}).Draw(l.dice, "deed") {
	case "open":
		fresh := maps.Clone(l.find(page(3)))
		fresh["id"], fresh["created_time"], fresh["in_trash"] = page(l.next), stamp(l.now), false
		fresh["properties"] = thing{"Name": thing{"type": "title", "title": plainText("Another")}, "Status": status("Draft")}
		l.change(fresh, nil)
		l.pages = append(l.pages, fresh)
	case "move":
		l.set(n, ines, "Status", status(rapid.SampledFrom([]string{"Draft", "In review", "Decided"}).Draw(l.dice, "status")))
	case "assign":
		l.set(n, ines, "Owner", thing{"type": "people", "people": []any{thing{"object": "user", "id": rapid.SampledFrom([]string{ines, nikhil}).Draw(l.dice, "owner")}}})
	case "write":
		l.set(n, nikhil, "Sum", thing{"type": "number", "number": l.next})
	case "say":
		l.say(n, l.next, n, fmt.Sprint("words ", l.next))
		l.change(p, nil) // or it might be said where nobody looks
	case "correct":
		if len(l.comments) > 0 {
			c := l.comments[rapid.IntRange(0, len(l.comments)-1).Draw(l.dice, "comment")]
			c["rich_text"], c["last_edited_time"] = plainText(fmt.Sprint("better words ", l.next)), stamp(l.now)
		}
	case "bin":
		if len(live(l.pages)) > 3 && n != 3 {
			p["in_trash"] = true
		}
	}
}

// compare compares who read along with who read afresh.
func compare(t *rapid.T, fresh, along *notebook) {
	for id, want := range fresh.items {
		got, ok := along.items[id]
		got.Closed, want.Closed = time.Time{}, time.Time{} // afresh only the last edit is known
		if !ok || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("the item %s is\n%+v, not\n%+v", id, got, want)
		}
	}
	for id := range along.items {
		if _, ok := fresh.items[id]; !ok {
			t.Errorf("there is no item %s", id)
		}
	}
	for key, want := range fresh.events {
		if want.Verb != feed.Commented && want.Verb != feed.Opened && want.Verb != feed.Linked {
			continue
		}
		got, ok := along.events[key]
		if !ok || got.Text != want.Text || got.By != want.By || want.Verb != feed.Linked && !got.At.Equal(want.At) {
			t.Errorf("the event %s is\n%+v, not\n%+v", key, got, want)
		}
	}
}

// gone takes off what the lister no longer lists, as the host does.
func gone(t tester, n *notebook) {
	exist := map[string]bool{}
	lister := n.connector.(connectors.Lister)
	for next := feed.Cursor(""); ; {
		r, err := lister.List(t.Context(), next)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range r.IDs {
			exist[id] = true
		}
		if next = r.Next; !r.More {
			break
		}
	}
	maps.DeleteFunc(n.items, func(id string, _ feed.Item) bool { return !exist[id] })
	maps.DeleteFunc(n.events, func(_ string, e feed.Event) bool { return !exist[e.Item] })
}
