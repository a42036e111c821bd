package notion

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// The listings of a workspace read as a whole. Every other listing is that of a data source, and named by its id.
const (
	searched  = "search"    // pages and data sources
	databases = "databases" // which the current version of the API does not list
)

// How many objects a listing is asked for: while walking, and when looking whether there is anything new.
const (
	full   = 100
	newest = 10
)

// lag is for how long after a minute is over an edit of that minute may still appear. The search index is behind.
const lag = 3 * time.Minute

// What a listing remembers about edits that are not settled, and how often a walk begins again.
const (
	seenAtMost     = 300
	restartsAtMost = 5
)

// How a listing is walked, so that nothing is lost by what happens meanwhile.
//
// It is sorted by the last edit, newest first, and read down to what was settled when the last walk began. Notion goes
// on from an object, not from a number, so what is edited meanwhile moves to the head and displaces nothing; it is met by
// the next walk, for the mark becomes what stood at the head when this walk began, and only when the walk is over. Where
// the object to go on from has vanished, the walk begins again.
//
// An edit bears the minute it was made in. Until that minute is over, and the index had time to follow, there may be
// another one that leaves the time as it is. So whatever is younger is read again by every poll, and compared by its
// content with what was met.

// listing is what a listing is asked with.
func (r *reader) listing(name string) query {
	latest := map[string]any{"timestamp": "last_edited_time", "direction": "descending"}
	switch name {
	case searched:
		return query{path: "search", version: current, post: map[string]any{"sort": latest}}
	case databases:
		kind := map[string]any{"property": "object", "value": "database"}
		return query{path: "search", version: former, post: map[string]any{"sort": latest, "filter": kind}}
	}
	return query{path: "data_sources/" + name + "/query", version: current, post: map[string]any{"sorts": []any{latest}}}
}

// walk reads the next page of a listing.
func (b *batch) walk(ctx context.Context, name string) error {
	size := full
	if b.c.At[name].Mark > 0 && b.c.At[name].Walk == nil {
		size = newest
	}
	return b.visit(ctx, name, size)
}

// visit reads one page of a listing from where its walk stands, or from its head, and puts what is new on the page.
func (b *batch) visit(ctx context.Context, name string, size int) error {
	q := b.listing(name)
	q.size = size
	p := b.c.At[name]
	if p.Walk != nil {
		q.start = p.Walk.Next
	}
	got, err := b.api.list(ctx, q)
	switch {
	case q.start != "" && (is(err, invalid) || is(err, notFound)) && p.Walk.Restarts < restartsAtMost:
		p.Walk.Next, p.Walk.Restarts = "", p.Walk.Restarts+1
		b.c.At[name] = p
		return nil
	case q.start == "" && b.database != "" && is(err, notFound) && !b.c.Rebuilt:
		b.c.Built, b.c.Rebuilt = false, true // a data source was taken out of the database
		return nil
	case name == databases && is(err, invalid):
		got, err = list{}, nil // the former version is no longer spoken: then data sources are all there is
	}
	if err != nil {
		return err
	}
	news := b.take(&p, got)
	b.page.Progress = feed.Tally{What: "pages"}
	if p.Walk != nil {
		b.page.Progress.Done = p.Walk.Read
		b.c.begin(name)
	} else {
		b.c.Todo = slices.DeleteFunc(b.c.Todo, func(s string) bool { return s == name })
	}
	b.c.At[name] = p
	return b.put(ctx, news)
}

// A row is an object of a list. Doubtful says that it may be known already, although nothing says so.
type row struct {
	raw      json.RawMessage
	doubtful bool
}

// take moves the place behind a page of its listing and returns what is new on it.
func (b *batch) take(p *place, got list) (news []row) {
	w := p.Walk
	if w == nil {
		w = &walk{}
	}
	over := got.next == ""
	for i, raw := range got.rows {
		id, at, err := identity(raw)
		if i == 0 && w.Read == 0 {
			w.begin(at, got.now)
		}
		w.Read++
		content := hash(raw)
		switch {
		case err != nil:
			w.remember(content, content)
			if p.Seen[content] == "" {
				b.reject("object", raw, err)
			}
			continue
		case at <= p.Settled || at < b.c.Since:
			over = true
			continue
		}
		w.Top = max(w.Top, at)
		if at > w.Settled {
			w.remember(id, content)
		}
		if at > p.Mark || p.Seen[id] != content {
			news = append(news, row{raw, at <= p.Mark})
		}
	}
	if !over {
		w.Next = got.next
		p.Walk = w
		return news
	}
	p.Mark = max(p.Mark, w.Top)
	p.Settled = max(p.Settled, min(p.Mark, w.Settled))
	p.Seen, p.Walk = w.Seen, nil
	return news
}

// begin notes up to when nothing more can come: by the server's clock, or where it has none by the newest object.
func (w *walk) begin(newest int64, now time.Time) {
	if now.IsZero() {
		now = time.UnixMilli(newest)
	}
	w.Settled = now.Truncate(time.Minute).Add(-lag).UnixMilli() - 1
}

func (w *walk) remember(id, content string) {
	if w.Seen == nil {
		w.Seen = map[string]string{}
	}
	if len(w.Seen) < seenAtMost {
		w.Seen[id] = content
	}
}

// hash is short for an object's content.
func hash(raw []byte) string {
	sum := sha256.Sum256(raw)
	return fmt.Sprintf("%x", sum[:6])
}

// What is wrong with objects that JSON has no objection to.
var (
	errNameless = errors.New("it has no id")
	errTimeless = errors.New("it has no time")
	errKind     = errors.New("it is none of page, database and data source")
)

// identity reads what a walk must know of an object.
func identity(raw json.RawMessage) (id string, edited int64, err error) {
	var o struct {
		ID     string    `json:"id"`
		Edited time.Time `json:"last_edited_time"`
	}
	switch err := json.Unmarshal(raw, &o); {
	case err != nil:
		return "", 0, err
	case !canonical(&o.ID):
		return "", 0, errNameless
	case !dated(o.Edited):
		return "", 0, errTimeless
	}
	return o.ID, o.Edited.UnixMilli(), nil
}

// canonical writes an id as the API does, and reports whether it is one.
func canonical(id *string) bool {
	text, ok := identify(*id)
	*id = text
	return ok && text != ""
}

// dated reports whether a time is one that can be stored.
func dated(t time.Time) bool { return t.Unix() > 0 && t.UTC().Year() <= 2200 }
