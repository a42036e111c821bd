package notion

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// begun is for how long after it was created a page is still being created by whoever did.
const begun = time.Hour

// alike reports whether two snapshots of an item say the same of what is compared.
func alike(a, b feed.Item) bool {
	return a.Updated.Equal(b.Updated) && a.Title == b.Title && a.Status == b.Status && a.URL == b.URL && a.Due.Equal(b.Due) &&
		slices.Equal(idsOf(a.Owners), idsOf(b.Owners)) && slices.Equal(idsOf(a.Reviewers), idsOf(b.Reviewers)) && slices.Equal(a.Labels, b.Labels)
}

func idsOf(as []feed.Account) []string {
	var ids []string
	for _, a := range as {
		ids = append(ids, a.ID)
	}
	slices.Sort(ids)
	return ids
}

// A difference is what an item shows to have been done to it between two readings: by somebody, at some time in between.
type difference struct {
	batch    *batch
	item     feed.Item
	by       feed.Account
	earliest time.Time
	any      bool
}

// tell puts an event on the page. What it became stands in its key, for a page can change twice in a minute.
func (d *difference) tell(verb feed.Verb, from, into string, to ...feed.Account) {
	d.any = true
	sum := sha256.Sum256([]byte(strings.Join(append([]string{from, into}, idsOf(to)...), "\n")))
	d.batch.add(feed.Event{
		Key: fmt.Sprintf("%s/%s/%d/%x", verb, d.item.ID, d.item.Updated.Unix(), sum[:4]), Item: d.item.ID, Verb: verb, By: d.by,
		At: d.item.Updated, NotBefore: d.earliest, From: from, Into: into, To: to, URL: d.item.URL,
	})
}

// people tells who came and who went.
func (d *difference) people(old, now []feed.Account, came, went feed.Verb) {
	for _, a := range now {
		if !slices.Contains(idsOf(old), a.ID) {
			d.tell(came, "", "", a)
		}
	}
	for _, a := range old {
		if !slices.Contains(idsOf(now), a.ID) {
			d.tell(went, "", "", a)
		}
	}
}

// changed tells what became of an item since the host stored it. By is who edited it last.
func (b *batch) changed(old, it feed.Item, by feed.Account, end []string) {
	d := &difference{batch: b, item: it, by: by, earliest: old.Updated}
	if old.Updated.After(it.Updated) {
		return // what is stored is the later of the two
	}
	if old.Title != it.Title {
		d.tell(feed.Renamed, old.Title, it.Title)
	}
	if it.Kind != kindPage {
		return
	}
	if old.Status != it.Status {
		d.tell(feed.Moved, old.Status, it.Status)
	}
	switch was, is := wasClosed(old, end), wasClosed(it, end); {
	case is && !was:
		d.tell(feed.Closed, old.Status, it.Status)
	case was && !is:
		d.tell(feed.Reopened, old.Status, it.Status)
	}
	d.people(old.Owners, it.Owners, feed.Assigned, feed.Unassigned)
	d.people(old.Reviewers, it.Reviewers, feed.Requested, feed.Unrequested)
	switch {
	case old.Due.Equal(it.Due):
	case it.Due.IsZero():
		d.tell(feed.Unscheduled, date(old.Due), "")
	default:
		d.tell(feed.Scheduled, date(old.Due), date(it.Due))
	}
	for _, label := range it.Labels {
		if !slices.Contains(old.Labels, label) {
			d.tell(feed.Labeled, "", label)
		}
	}
	for _, label := range old.Labels {
		if !slices.Contains(it.Labels, label) {
			d.tell(feed.Unlabeled, "", label)
		}
	}
	if !d.any && it.Updated.After(old.Updated) {
		b.edited(it, by)
	}
}

// date is a due date as people read it.
func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return t.UTC().Format(time.DateOnly)
	}
	return t.UTC().Format(time.DateOnly + " 15:04")
}

// edited tells that somebody rewrote a page: once for a page, a person and a day, however long they write.
func (b *batch) edited(it feed.Item, by feed.Account) {
	b.add(feed.Event{
		Key: fmt.Sprintf("edited/%s/%s/%s", it.ID, it.Updated.Format(time.DateOnly), by.ID), Item: it.ID, Verb: feed.Edited,
		By: by, At: it.Updated, URL: it.URL,
	})
}

// found tells what a page shows when it is met for the first time. Whatever it says was said between its creation and its
// last edit, and by its author as far as anybody knows.
func (b *batch) found(o *object, it feed.Item, editor feed.Account, s *subject) {
	d := &difference{batch: b, item: it, by: it.Author, earliest: it.Created}
	t := b.c.Tables[tableID(o)]
	s.New, s.By, s.Created = true, it.Author, it.Created.UnixMilli()
	switch fresh := it.Updated.Sub(it.Created) < time.Minute; {
	case it.Status == "":
	case fresh || slices.Contains(t.Begin, it.Status):
		s.Into = it.Status
	default:
		d.tell(feed.Moved, "", it.Status)
	}
	if it.State == feed.StateClosed {
		d.tell(feed.Closed, "", it.Status)
	}
	d.people(nil, it.Owners, feed.Assigned, feed.Unassigned)
	d.people(nil, it.Reviewers, feed.Requested, feed.Unrequested)
	if since := it.Updated.Sub(it.Created); since >= begun || since > 0 && editor.ID != it.Author.ID {
		b.edited(it, editor)
	}
}

// links tells which pages the properties of this one name. Notion says neither who named them nor when.
func (b *batch) links(o *object, it feed.Item) {
	for _, to := range relations(o.Properties) {
		b.add(feed.Event{
			Key: "link/" + it.ID + "/" + to, Item: it.ID, Verb: feed.Linked, At: it.Updated, NotBefore: it.Created,
			Into: "https://www.notion.so/" + strings.ReplaceAll(to, "-", ""), URL: it.URL,
		})
	}
}
