package github_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/github"
	"github.com/datelinehq/dateline/feed"
)

// A world changes a hub and knows what must arrive: every event's key and text.
type world struct {
	hub   *hub
	clock int64
	last  int
	truth map[string]string
	// issues has the pull requests too.
	issues   []*issue
	comments []*comment
}

type issue struct {
	number           int
	pull             bool
	created, updated int64
	body             string
	rows             []*row
}

type comment struct {
	id, number       int
	created, updated int64
	body             string
	row              *row
}

var worldBegins = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC).Unix()

func newWorld() *world {
	w := &world{hub: newHub(), truth: map[string]string{}}
	w.hub.objects[""] = []byte(`{"id": 1}`)
	for _, name := range []string{"issues", "pulls", "issues/comments", "pulls/comments", "issues/events", "releases", "commits"} {
		w.hub.put(name, nil)
	}
	w.at(worldBegins)
	return w
}

func (w *world) at(seconds int64) {
	w.clock = seconds
	w.hub.now = time.Unix(seconds, 0)
}

func (w *world) id() int { w.last++; return w.last }

func iso(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.RFC3339) }

func encoded(fields map[string]any) []byte {
	text, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return text
}

func (w *world) open(pull bool) *issue {
	i := &issue{number: w.id(), pull: pull, created: w.clock, updated: w.clock}
	i.body = fmt.Sprintf("body %d of %d", w.id(), i.number)
	w.issues = append(w.issues, i)
	i.rows = []*row{{id: i.number, created: i.created, updated: i.updated, render: func() []byte { return i.render("issues") }}}
	w.hub.put("issues", i.rows[0])
	if pull {
		i.rows = append(i.rows, &row{id: i.number, created: i.created, updated: i.updated, render: func() []byte { return i.render("pulls") }})
		w.hub.put("pulls", i.rows[1])
		w.hub.put(fmt.Sprintf("pulls/%d/reviews", i.number), nil)
	}
	w.truth[fmt.Sprintf("issue/%d", i.number)] = i.body
	return i
}

func (i *issue) page() string {
	if i.pull {
		return fmt.Sprintf("https://github.com/acme/api/pull/%d", i.number)
	}
	return fmt.Sprintf("https://github.com/acme/api/issues/%d", i.number)
}

func (i *issue) render(list string) []byte {
	fields := map[string]any{
		"id": 100_000 + i.number, "number": i.number, "title": "A thing that is to be done", "state": "open", "body": i.body,
		"html_url": i.page(), "user": map[string]any{"login": "ana", "type": "User"},
		"created_at": iso(i.created), "updated_at": iso(i.updated),
	}
	if i.pull && list == "issues" {
		fields["pull_request"] = map[string]any{"html_url": i.page()}
	}
	return encoded(fields)
}

// touch is what everything that happens to an issue does to it.
func (w *world) touch(i *issue) {
	i.updated = w.clock
	for _, r := range i.rows {
		r.updated = w.clock
	}
	w.hub.put("issues", nil)
	w.hub.put("pulls", nil)
}

func (w *world) edit(i *issue) {
	i.body = fmt.Sprintf("body %d of %d", w.id(), i.number)
	w.truth[fmt.Sprintf("issue/%d", i.number)] = i.body
	w.touch(i)
}

func (w *world) say(i *issue, list string) {
	c := &comment{id: w.id(), number: i.number, created: w.clock, updated: w.clock}
	c.body = fmt.Sprintf("words %d", c.id)
	key, parent := "issue_comment", "issue_url"
	if list == "pulls/comments" {
		key, parent = "review_comment", "pull_request_url"
	}
	c.row = &row{id: c.id, created: c.created, updated: c.updated, render: func() []byte {
		return encoded(map[string]any{
			"id": c.id, "body": c.body, "user": map[string]any{"login": "ben"}, "created_at": iso(c.created), "updated_at": iso(c.updated),
			parent: fmt.Sprintf("https://api.github.com/repos/acme/api/%s/%d", "issues", c.number), "html_url": i.page(),
		})
	}}
	w.hub.put(list, c.row)
	w.truth[fmt.Sprintf("%s/%d", key, c.id)] = c.body
	if list == "issues/comments" {
		w.comments = append(w.comments, c)
	}
	w.touch(i)
}

// correct edits a comment, which moves no issue.
func (w *world) correct(c *comment) {
	c.body += " and more"
	c.updated, c.row.updated = w.clock, w.clock
	w.hub.put("issues/comments", nil)
	w.truth[fmt.Sprintf("issue_comment/%d", c.id)] = c.body
}

// unsay deletes a comment. It may have arrived, or not.
func (w *world) unsay(n int) {
	c := w.comments[n]
	w.comments = slices.Delete(w.comments, n, n+1)
	w.hub.remove("issues/comments", c.row)
	delete(w.truth, fmt.Sprintf("issue_comment/%d", c.id))
}

func (w *world) review(i *issue) {
	id, at := w.id(), w.clock
	body := fmt.Sprintf("review %d", id)
	w.hub.put(fmt.Sprintf("pulls/%d/reviews", i.number), &row{id: id, created: at, render: func() []byte {
		return encoded(map[string]any{"id": id, "body": body, "state": "APPROVED", "submitted_at": iso(at), "html_url": i.page()})
	}})
	w.truth[fmt.Sprintf("review/%d", id)] = body
	w.touch(i)
}

func (w *world) label(i *issue) {
	id, at := w.id(), w.clock
	w.hub.put("issues/events", &row{id: id, created: at, render: func() []byte {
		return encoded(map[string]any{
			"id": id, "event": "labeled", "label": map[string]any{"name": "bug"}, "created_at": iso(at),
			"issue": json.RawMessage(i.render("issues")),
		})
	}})
	w.truth[fmt.Sprintf("issue_event/%d", id)] = ""
	w.touch(i)
}

func (w *world) release() {
	id, at := w.id(), w.clock
	w.hub.put("releases", &row{id: id, created: at, render: func() []byte {
		return encoded(map[string]any{"id": id, "tag_name": fmt.Sprintf("v%d", id), "created_at": iso(at), "published_at": iso(at)})
	}})
	w.truth[fmt.Sprintf("release/%d", id)] = ""
}

// decide merges a branch with a decision record that was written some time ago.
func (w *world) decide(ago int64) {
	sha, at := fmt.Sprintf("%08x%032x", w.id()*7919, 1), w.clock-ago
	file := fmt.Sprintf("docs/decisions/%d.md", w.last)
	commit := map[string]any{"sha": sha, "commit": map[string]any{"committer": map[string]any{"date": iso(at)}}}
	text := encoded(commit)
	w.hub.put("commits", &row{id: w.last, created: at, folders: []string{"docs/decisions"}, render: func() []byte { return text }})
	commit["files"] = []any{map[string]any{"filename": file, "status": "added", "patch": "+# Title\n+status: accepted\n"}}
	w.hub.objects["commits/"+sha] = encoded(commit)
	w.truth["commit/"+sha+"/"+file] = "Title"
}

// act lets one thing happen.
func (w *world) act(t *rapid.T) {
	some := func() *issue {
		if len(w.issues) == 0 {
			return w.open(true)
		}
		return rapid.SampledFrom(w.issues).Draw(t, "issue")
	}
	switch what := rapid.IntRange(0, 13).Draw(t, "act"); what {
	case 0, 1:
		w.open(what == 1)
	case 2:
		w.edit(some())
	case 3:
		w.say(some(), "issues/comments")
	case 4:
		w.say(some(), "pulls/comments")
	case 5:
		if i := some(); i.pull {
			w.review(i)
		}
	case 6:
		w.label(some())
	case 7:
		w.release()
	case 8:
		w.decide(rapid.Int64Range(0, 30*24*3600).Draw(t, "ago"))
	case 9:
		if len(w.comments) > 0 {
			w.correct(rapid.SampledFrom(w.comments).Draw(t, "comment"))
		}
	case 10:
		if len(w.comments) > 0 {
			w.unsay(rapid.IntRange(0, len(w.comments)-1).Draw(t, "comment"))
		}
	case 11: // a change of many at once, in one second
		for range rapid.IntRange(4, 12).Draw(t, "many") {
			w.say(w.open(false), "issues/comments")
		}
	default:
		w.at(w.clock + rapid.SampledFrom([]int64{1, 2, 30, 400}).Draw(t, "seconds"))
	}
}

// A reader reads a world as the host does.
type reader struct {
	connector connectors.Connector
	cursor    feed.Cursor
	got       map[string]feed.Event
	items     map[string]feed.Item
	more      bool
}

func newReader(c connectors.Connector) *reader {
	return &reader{connector: c, got: map[string]feed.Event{}, items: map[string]feed.Item{}}
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
		if old, known := r.got[e.Key]; !known || !e.Updated.Before(old.Updated) {
			r.got[e.Key] = e
		}
	}
	for _, it := range p.Items {
		if old, known := r.items[it.ID]; !known || !it.Updated.IsZero() && !it.Updated.Before(old.Updated) {
			r.items[it.ID] = it
		}
	}
	if len(p.Rejects) > 0 {
		t.Fatalf("rejected %s: %s", p.Rejects[0].Key, p.Rejects[0].Reason)
	}
	r.cursor, r.more = p.Next, p.More
	return p
}

// TestNothingIsLost lets things happen between the pages of a reading, two or three rows to a page, by connectors that are
// opened anew now and then, and compares what has arrived in the end with what there is.
func TestNothingIsLost(t *testing.T) {
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		w.hub.keyset = rapid.Bool().Draw(t, "keyset")
		server := httptest.NewServer(w.hub)
		defer server.Close()
		rows := rapid.IntRange(2, 3).Draw(t, "rows")
		anew := func() connectors.Connector {
			c := open(outer, server.URL, server.Client())
			github.PerPage(c, rows)
			return c
		}
		r := newReader(anew())
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			for range rapid.IntRange(0, 5).Draw(t, "acts") {
				w.act(t)
			}
			if rapid.Bool().Draw(t, "opened anew") {
				r.connector = anew()
			}
			r.fetch(t)
		}
		w.at(w.clock + 600)
		for polls := 0; polls < 30; {
			if r.fetch(t); !r.more {
				polls++
			}
		}
		texts := map[string]string{}
		for key, e := range r.got {
			texts[key] = e.Text
		}
		for _, key := range slices.Sorted(maps.Keys(texts)) {
			if _, there := w.truth[key]; !there {
				delete(texts, key) // a comment that was deleted
			}
		}
		if diff := cmp.Diff(w.truth, texts); diff != "" {
			t.Fatalf("what arrived is not what there is (-there +arrived):\n%s\ncursor %s", diff, r.cursor)
		}
		for _, i := range w.issues {
			if it := r.items[strconv.Itoa(i.number)]; it.Updated.Unix() != i.updated || (it.Kind == "pull_request") != i.pull {
				t.Fatalf("item %d is a %s updated %s, not at %s", i.number, it.Kind, it.Updated, iso(i.updated))
			}
		}
	})
}
