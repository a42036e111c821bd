package notion

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/jomei/notionapi"

	"github.com/datelinehq/dateline/feed"
)

// A remark is a comment in a discussion.
type remark struct {
	ID         string          `json:"id"`
	Discussion string          `json:"discussion_id"`
	Created    time.Time       `json:"created_time"`
	Edited     time.Time       `json:"last_edited_time"`
	By         json.RawMessage `json:"created_by"`
	Text       json.RawMessage `json:"rich_text"`
	Shown      json.RawMessage `json:"display_name"`
}

func readRemark(raw json.RawMessage) (remark, error) {
	var m remark
	switch err := json.Unmarshal(raw, &m); {
	case err != nil:
		return remark{}, err
	case !canonical(&m.ID) || m.Discussion != "" && !canonical(&m.Discussion):
		return remark{}, errNameless
	case !dated(m.Created):
		return remark{}, errTimeless
	}
	if !dated(m.Edited) {
		m.Edited = m.Created
	}
	if m.Edited.Before(m.Created) {
		m.Edited = m.Created
	}
	return m, nil
}

// name names the comment within the page, behind its discussion.
func (m remark) name() string { return m.Discussion + "/" + m.ID }

// event is what the comment is in the feed.
func (b *batch) said(m remark, item, page string) feed.Event {
	text, mentioned := markdown(m.Text)
	e := feed.Event{
		Key: "comment/" + m.name(), Item: item, Verb: feed.Commented, By: b.c.by(m.By), At: m.Created.UTC(), Updated: m.Edited.UTC(),
		To: b.c.accounts(mentioned), Thread: m.Discussion, Text: text, URL: page,
	}
	if page != "" && m.Discussion != "" && !strings.ContainsAny(page, "?#") {
		e.URL = page + "?d=" + strings.ReplaceAll(m.Discussion, "-", "")
	}
	var shown struct {
		Type string `json:"type"`
		Name string `json:"resolved_name"`
	}
	if json.Unmarshal(m.Shown, &shown) == nil && e.By.ID != "" {
		if e.By.Name == "" {
			e.By.Name = shown.Name
		}
		e.By.Bot = e.By.Bot || shown.Type == "integration"
	}
	return e
}

// remarksAtMost bounds, in pages of a hundred, how much of what is said about one page is read.
const remarksAtMost = 5

// discussions reads what is open of what was said about a page, and tells what is new in it and what is gone from it.
func (b *batch) discussions(ctx context.Context, id, page string, at int64) error {
	if b.c.Mute {
		return nil
	}
	q := query{path: "comments", get: url.Values{"block_id": {id}}, version: current, size: full}
	var all []remark
	var named []notionapi.User
	var broken []json.RawMessage
	var now time.Time
	for range remarksAtMost {
		got, err := b.api.list(ctx, q)
		switch {
		case is(err, restricted):
			b.c.Mute = true
			return nil
		case is(err, notFound):
			return b.missing(ctx, id)
		case err != nil:
			return err
		}
		for _, raw := range got.rows {
			m, err := readRemark(raw)
			if err != nil {
				broken = append(broken, raw)
				continue
			}
			_, mentioned := markdown(m.Text)
			all, named = append(all, m), append(append(named, authors(m.By)...), mentioned...)
		}
		now = got.now
		if q.start = got.next; q.start == "" {
			break
		}
	}
	if err := b.meet(ctx, named); err != nil {
		return err
	}
	return b.heard(ctx, hearing{id, page, at, all, broken, now, q.start == "" && len(broken) == 0})
}

// A hearing is what a reading of the discussions of a page brought. Whole says that it is all there is.
type hearing struct {
	id, page string
	at       int64
	all      []remark
	broken   []json.RawMessage
	now      time.Time
	whole    bool
}

// heard compares what is open with what was, and tells the difference.
func (b *batch) heard(ctx context.Context, h hearing) error {
	old, before := b.c.watching(h.id)
	w := watched{ID: h.id, URL: h.page, At: max(h.at, old.At), Turn: b.c.Turn, Read: h.now.UnixMilli(), Partial: !h.whole}
	if h.now.IsZero() {
		w.Read = old.Read
	}
	var content strings.Builder
	for _, m := range h.all {
		text, _ := markdown(m.Text) // which can be corrected within the minute it was read in
		fmt.Fprintln(&content, m.name(), m.Edited.UnixMilli(), text)
		w.Open = append(w.Open, m.name())
		w.Latest = max(w.Latest, m.Edited.UnixMilli())
	}
	for _, raw := range h.broken {
		content.WriteString(hash(raw))
	}
	w.At = max(w.At, w.Latest)
	w.Hash = hash([]byte(content.String()))
	if before && w.Hash == old.Hash {
		b.c.watch(w)
		return nil
	}
	for _, raw := range h.broken {
		_, err := readRemark(raw)
		b.reject("comment", raw, err)
	}
	for _, m := range h.all {
		if !before || !slices.Contains(old.Open, m.name()) || m.Edited.UnixMilli() >= old.Latest-time.Minute.Milliseconds() {
			b.add(b.said(m, h.id, h.page))
		}
	}
	if h.whole && before && !old.Partial {
		b.silenced(old, w, h.now)
	}
	b.c.watch(w)
	return b.tally(ctx, h.id, len(h.all))
}

// silenced tells which discussions were resolved, and takes back comments that are gone from those that were not. It
// happened after the page was read the last time.
func (b *batch) silenced(old, now watched, at time.Time) {
	if at.IsZero() {
		at = time.UnixMilli(max(now.At, old.At, old.Read))
	}
	open := map[string]bool{}
	for _, name := range now.Open {
		discussion, _, _ := strings.Cut(name, "/")
		open[discussion] = true
	}
	for _, name := range old.Open {
		discussion, _, _ := strings.Cut(name, "/")
		resolved, told := open[discussion]
		switch {
		case slices.Contains(now.Open, name):
		case resolved:
			b.page.Retracted = append(b.page.Retracted, "comment/"+name)
		case !told:
			open[discussion] = false
			link := old.URL
			if link != "" && !strings.ContainsAny(link, "?#") {
				link += "?d=" + strings.ReplaceAll(discussion, "-", "")
			}
			b.add(feed.Event{
				Key: "resolved/" + discussion, Item: old.ID, Verb: feed.Resolved, Kind: feed.Discussion, At: at.UTC(),
				NotBefore: time.UnixMilli(old.Read).UTC(), Thread: discussion, URL: link,
			})
		}
	}
}

// tally counts the open comments of an item that the host has.
func (b *batch) tally(ctx context.Context, id string, open int) error {
	stored, err := b.stored(ctx, []string{id})
	if err != nil {
		return err
	}
	if it, ok := stored[id]; ok && it.Comments != open {
		it.Comments = open
		b.page.Items = append(b.page.Items, it)
	}
	return nil
}

// missing looks whether a page whose comments cannot be found is there at all.
func (b *batch) missing(ctx context.Context, id string) error {
	raw, err := b.api.one(ctx, "pages/"+url.PathEscape(id))
	if err != nil && !is(err, notFound) && !is(err, restricted) {
		return err
	}
	var page struct {
		Trashed  bool `json:"in_trash"`
		Archived bool `json:"archived"`
	}
	if err == nil && json.Unmarshal(raw, &page) == nil && !page.Trashed && !page.Archived {
		b.c.unwatch(id)
		return nil
	}
	b.gone(id)
	return nil
}
