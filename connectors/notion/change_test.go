package notion_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors/notion"
	"github.com/datelinehq/dateline/feed"
)

// TestChanges changes a page in one way after the other and reads what is told of it.
func TestChanges(t *testing.T) {
	h := workspace(t)
	n := newNotebook(t, h, notion.Config{Database: base})
	n.read(t)
	for _, c := range []struct {
		name string
		do   func()
		want []string
	}{
		{"nothing", func() {}, nil},
		{"moved", func() { h.set(3, nikhil, "Status", status("In review")) }, []string{
			`Nikhil Rao moved 3 from "Draft" into "In review" between 6 10:20 and 9 14:00`,
		}},
		{"closed", func() { h.set(3, ines, "Status", status("Decided")) }, []string{
			`Inês Carvalho closed 3 from "In review" into "Decided" between 9 14:00 and 9 15:00`,
			`Inês Carvalho moved 3 from "In review" into "Decided" between 9 14:00 and 9 15:00`,
		}},
		{"from one end to the other", func() { h.set(3, ines, "Status", status("Superseded")) }, []string{
			`Inês Carvalho moved 3 from "Decided" into "Superseded" between 9 15:00 and 9 16:00`,
		}},
		{"reopened", func() { h.set(3, ines, "Status", status("Draft")) }, []string{
			`Inês Carvalho moved 3 from "Superseded" into "Draft" between 9 16:00 and 9 17:00`,
			`Inês Carvalho reopened 3 from "Superseded" into "Draft" between 9 16:00 and 9 17:00`,
		}},
		{"given to another", func() {
			h.set(1, ines, "Owner", thing{"type": "people", "people": []any{thing{"object": "user", "id": ines}}})
		}, []string{
			`Inês Carvalho assigned 1 to Inês Carvalho between 6 10:20 and 9 18:00`, `Inês Carvalho unassigned 1 to Nikhil Rao between 6 10:20 and 9 18:00`,
		}},
		{"renamed, labelled, put off", func() {
			h.set(1, ines, "Name", thing{"type": "title", "title": plainText("Bookings without a signal")})
			h.set(1, ines, "Tags", thing{"type": "multi_select", "multi_select": []any{thing{"name": "web"}, thing{"name": "spring"}}})
			h.set(1, ines, "Due", thing{"type": "date", "date": nil})
		}, []string{
			`Inês Carvalho labeled 1 from "" into "spring" between 9 18:00 and 9 19:00`,
			`Inês Carvalho renamed 1 from "Offline bookings for the quay" into "Bookings without a signal" between 9 18:00 and 9 19:00`,
			`Inês Carvalho unlabeled 1 from "" into "bookings" between 9 18:00 and 9 19:00`,
			`Inês Carvalho unscheduled 1 from "2026-03-20" into "" between 9 18:00 and 9 19:00`,
		}},
		{"written", func() { h.set(1, nikhil, "Sum", thing{"type": "number", "number": 1}) }, []string{`Nikhil Rao edited 1`}},
		{"written on", func() { h.set(1, nikhil, "Sum", thing{"type": "number", "number": 2}) }, nil},
		{"put on the shelf", func() { h.change(h.find(page(1)), thing{"is_archived": true}) }, []string{
			`Nikhil Rao closed 1 from "In review" into "Archived" between 9 21:00 and 9 22:00`, `Nikhil Rao moved 1 from "In review" into "Archived" between 9 21:00 and 9 22:00`,
		}},
		{"thrown away, where a list shows it", func() {
			h.change(h.find(page(1)), thing{"in_trash": "no"}) // a value no client should fall over
		}, nil},
	} {
		h.now = h.now.Add(time.Hour)
		c.do()
		if diff := cmp.Diff(c.want, n.read(t)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	if it := n.items[page(3)]; it.Status != "Draft" || it.State != "open" || !it.Closed.IsZero() {
		t.Errorf("at the end it is %+v", it)
	}
	if n.rejects == 0 {
		t.Error("the odd page was not rejected")
	}
}

// TestOneMinute changes a page twice in a minute, with a reading between: its time stays the same.
func TestOneMinute(t *testing.T) {
	h := workspace(t)
	n := newNotebook(t, h, notion.Config{All: true})
	n.read(t)
	var told []string
	for _, to := range []string{"In review", "Decided", "Draft"} {
		h.set(3, ines, "Status", status(to))
		told = append(told, n.read(t)...)
		told = append(told, n.read(t)...)
	}
	if diff := cmp.Diff([]string{
		`Inês Carvalho moved 3 from "Draft" into "In review" between 6 10:20 and 9 12:00`,
		`Inês Carvalho closed 3 from "In review" into "Decided"`,
		`Inês Carvalho moved 3 from "In review" into "Decided"`,
		`Inês Carvalho moved 3 from "Decided" into "Draft"`,
		`Inês Carvalho reopened 3 from "Decided" into "Draft"`,
	}, told); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestDiscussions follows discussions that leave no trace on their page.
func TestDiscussions(t *testing.T) {
	h := workspace(t)
	h.unsay(5) // which cannot be understood
	n := newNotebook(t, h, notion.Config{DataSource: source})
	n.read(t)
	polls := func() (news []string) {
		for range 40 {
			h.now = h.now.Add(2 * time.Minute)
			news = append(news, n.read(t)...)
		}
		slices.Sort(news)
		return news
	}
	for _, c := range []struct {
		name string
		do   func()
		want []string
	}{
		{"quiet", func() {}, nil},
		{"said", func() { h.say(2, 6, 3, "It was me.") }, []string{`Nikhil Rao commented 2 saying "It was me."`}},
		{"corrected", func() {
			c := h.comments[len(h.comments)-1]
			c["rich_text"] = plainText("It was Inês.")
			c["last_edited_time"] = stamp(h.now)
		}, []string{`Nikhil Rao commented 2 saying "It was Inês."`}},
		{"deleted", func() { h.unsay(6) }, []string{"taken back: comment/" + discussion(3) + "/" + comment(6)}},
		{"on a page where nothing was said", func() { h.say(7, 7, 7, "elsewhere"); h.say(9, 8, 8, "Why?") }, []string{`Nikhil Rao commented 9 saying "Why?"`}},
	} {
		c.do()
		if diff := cmp.Diff(c.want, polls()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	before := h.now
	h.unsay(1, 2)
	polls()
	e, ok := n.events["resolved/"+discussion(1)]
	if !ok || e.Verb != feed.Resolved || e.Thread != discussion(1) || e.From+e.Into != "" || e.Item != page(1) || e.NotBefore.After(e.At) || e.At.Before(before) || e.At.Sub(e.NotBefore) > time.Hour {
		t.Errorf("resolved: %+v, %v", e, ok)
	}
	if it := n.items[page(1)]; it.Comments != 1 {
		t.Errorf("%d comments are open, not 1", it.Comments)
	}
	h.find(page(2))["in_trash"] = true
	if diff := cmp.Diff([]string{"gone: " + page(2)}, polls()); diff != "" {
		t.Errorf("thrown away (-want +got):\n%s", diff)
	}
}
