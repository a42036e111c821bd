package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"

	"github.com/datelinehq/dateline/feed"
)

// How a search is walked, so that nothing is lost by what happens meanwhile.
//
// Issues are asked for in the order of a time of theirs, from an instant on; the next request asks from the second of the
// last issue that came. What changes while the walk is under way moves ahead of it and is met again. Pages with numbers or
// tokens would lose what such an issue pulls forward when it leaves its place.
//
// Only where one second has more issues than a page does the walk go on by token or number until it is out of that second.
// It then reads the second again, until two readings found the same issues: nothing moved meanwhile.

// A walk is a place in a search.
type walk struct {
	// From is the instant that is asked from, in milliseconds since 1970.
	From int64 `json:"from"`
	// Token and At say how far the answer to this request was read, on Jira Cloud and on a server.
	Token string `json:"token,omitempty"`
	At    int    `json:"at,omitempty"`
	// Sum is a sum over the issues of the second of From that this reading found, and Before that of the reading before.
	Sum    uint64 `json:"sum,omitempty"`
	Before uint64 `json:"before,omitempty"`
}

// within reports whether the walk is within one second by token or number.
func (w walk) within() bool { return w.Token != "" || w.At > 0 }

// again is the same second from its beginning.
func (w walk) again(sum uint64) walk { return walk{From: w.From, Before: sum} }

// A row is an issue as a walk sees it.
type row struct {
	id string
	at int64
}

// step is the walk after a page. over says that there is nothing behind it.
func (w walk) step(rows []row, f found) (next walk, over bool) {
	latest := int64(0)
	for _, r := range rows {
		if second(r.at) == second(w.From) {
			h := fnv.New64a()
			_, _ = h.Write([]byte(r.id))
			w.Sum += h.Sum64() | 1
		}
		latest = max(latest, r.at)
	}
	ahead := second(latest) > second(w.From)
	switch {
	case (f.last || ahead) && w.within() && w.Sum != w.Before:
		return w.again(w.Sum), false
	case f.last:
		return walk{From: w.From}, true
	case ahead:
		return walk{From: second(latest)}, false
	}
	w.Token, w.At = f.token, w.At+len(f.issues)
	return w, false
}

// second is the beginning of an instant's second, for some versions of Jira compare no finer.
func second(ms int64) int64 { return ms - ms%1000 }

// advance reads the next page of issues.
func (s *search) advance(ctx context.Context, c *cursor, page *feed.Page) error {
	jql := ascending(s.scope, "updated", c.Walk.From)
	f, err := s.ask(ctx, c.Site, jql, c.Walk, fields, "changelog")
	if no := (*refusal)(nil); errors.As(err, &no) && no.status == http.StatusBadRequest && c.Walk.Token != "" {
		c.Walk = walk{From: c.Walk.From} // the token is too old
		f, err = s.ask(ctx, c.Site, jql, c.Walk, fields, "changelog")
	}
	if err != nil {
		return err
	}
	t := s.translator(c)
	pieces := t.pieces(f.issues)
	if news, err := s.settle(ctx, c, t, page); err != nil {
		return err
	} else if news {
		pieces = t.pieces(f.issues)
	}
	c.Site.keep(t.statuses) // issues tell of theirs as they are now
	if err := s.known(ctx, c, pieces); err != nil {
		return err
	}
	rows := c.take(pieces, &f, page)
	if c.First {
		c.Read, c.Total = c.Read+len(rows), max(c.Total, f.total)
	}
	var over bool
	if c.Walk, over = c.Walk.step(rows, f); over {
		c.rest(f)
	}
	c.Over, page.More = over, !over
	return nil
}

// pieces translates issues one by one. One that cannot be understood is a piece with nothing but a reject.
func (t *translator) pieces(issues []json.RawMessage) []*piece {
	pieces := make([]*piece, 0, len(issues))
	for _, raw := range issues {
		p, err := t.issue(raw)
		if err != nil {
			p = &piece{rejects: []feed.Reject{reject("issue", "", raw, err.Error())}}
			p.sum = p.fingerprint()
		}
		pieces = append(pieces, p)
	}
	return pieces
}

// take puts on the page what was not read before, and notes what was. It stops behind an issue with which the page is full
// if the walk can go on from there; what was found is cut to that.
func (c *cursor) take(pieces []*piece, f *found, page *feed.Page) (rows []row) {
	last := c.Walk.From
	for i, p := range pieces {
		if !p.updated.IsZero() {
			last = p.updated.UnixMilli()
			rows = append(rows, row{p.id, last})
		}
		g := glance{ID: p.id, At: last, Sum: p.sum}
		if !c.seen(g) {
			p.put(c, page)
		}
		c.remember(g)
		if len(page.Events) >= eventsAtMost && i+1 < len(pieces) && second(last) > second(c.Walk.From) {
			f.last, f.issues = false, f.issues[:i+1]
			break
		}
	}
	return rows
}

// put puts a piece on the page, and its chores on the list of what is to be done.
func (p *piece) put(c *cursor, page *feed.Page) {
	page.Items = append(page.Items, p.items...)
	page.Events = append(page.Events, p.events...)
	page.Rejects = append(page.Rejects, p.rejects...)
	page.Retracted = append(page.Retracted, p.retracted...)
	c.Chores = append(c.Chores, p.more...)
	if p.whole {
		for _, id := range c.heard(p.id, p.comments) {
			page.Retracted = append(page.Retracted, "comment/"+id)
		}
	}
}

// fingerprint is one of all that the issue says, and of how much more there is to it.
func (p *piece) fingerprint() string {
	said, err := json.Marshal([]any{p.items, p.events, p.rejects, p.retracted, p.more})
	if err != nil {
		return "" // cannot be: everything in it is text
	}
	return fingerprint(string(said))[:12]
}

// rest is where the next poll begins: a little before the latest change, or as far back as is remembered. As long as the
// latest changes are so young that others may still come before them, what was forgotten is rather read again.
func (c *cursor) rest(f found) {
	if c.Top == 0 {
		return
	}
	from := max(second(c.Top-overlap), 0)
	if young := !f.now.IsZero() && f.now.UnixMilli() < c.Top+overlap; !young && c.Forgot >= from {
		from = second(c.Forgot) + 1000
	}
	c.Walk = walk{From: max(from, c.Since)}
}

// glance is the issue at a glance.
func (p *piece) glance() glance { return glance{ID: p.id, At: p.updated.UnixMilli(), Sum: p.sum} }

// known takes from the list of chores the changelogs that reach back to when the issue was stored last. It does not ask in a
// first read, in which everything is to be translated anew.
func (s *search) known(ctx context.Context, c *cursor, pieces []*piece) error {
	if c.First || s.env.Known == nil {
		return nil
	}
	var ids []string
	for _, p := range pieces {
		if p.lacks(changelogs) && !c.seen(p.glance()) {
			ids = append(ids, p.id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	stored, err := s.env.Known(ctx, ids)
	if err != nil {
		return fmt.Errorf("asking for what is stored of issues: %w", err)
	}
	for _, p := range pieces {
		if it, ok := stored[p.id]; ok && !p.oldest.IsZero() && p.oldest.Before(it.Updated) {
			p.drop(changelogs)
		}
	}
	return nil
}
