package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A Commit is a page together with what is to be known about its reading.
type Commit struct {
	Source string
	// After is the cursor the page was fetched with.
	After feed.Cursor
	Page  feed.Page
	// At is when it was fetched, Due when the source is to be polled next.
	At, Due time.Time
	// Requests is how many it took, Quota what the tool said of how many may follow.
	Requests int
	Quota    feed.Quota
}

// Committed counts what a commit changed. Repeating a commit changes nothing.
type Committed struct {
	// Added events are new, Revised ones were edited in the tool, Removed ones went with their items or were retracted.
	Added, Revised, Removed int
	// Items were written, for they were new or changed.
	Items int
	// Rejected objects were rejected for the first time.
	Rejected int
	// Head is the highest number of the log.
	Head int64
}

// Commit stores a page, its cursor and the state of its source in one transaction: all of it or nothing. The page is
// cleaned first.
//
// An event is stored once, by its key. When it comes again with other content, and was not updated earlier than the
// stored one, its content is replaced and its Changed number moves to the head of the log; its place stays. An item is
// replaced unless the stored one was updated later. Of an item that is gone the title and the labels are removed, and
// of its events the texts; it lives again if the tool brings it again. So does a retracted event. Parts become sources of their own, named
// "<source>/<name>", and keep that name when the part is renamed; parts that are missing are retired.
//
// The error is [ErrMoved] if the source's cursor is no longer After.
func (db *DB) Commit(ctx context.Context, c Commit) (Committed, error) {
	c.Page = own(c.Page)
	c.Page.Clean()
	done, err := db.commit(ctx, c)
	if err != nil {
		return Committed{}, fmt.Errorf("commit a page of %q: %w", c.Source, err)
	}
	return done, nil
}

// own copies what cleaning changes in place, for the page is the caller's.
func own(p feed.Page) feed.Page {
	p.Items, p.Events, p.Rejects = slices.Clone(p.Items), slices.Clone(p.Events), slices.Clone(p.Rejects)
	for i := range p.Items {
		it := &p.Items[i]
		it.Owners, it.Reviewers, it.Labels = slices.Clone(it.Owners), slices.Clone(it.Reviewers), slices.Clone(it.Labels)
	}
	for i := range p.Events {
		p.Events[i].To = slices.Clone(p.Events[i].To)
	}
	return p
}

func (db *DB) commit(ctx context.Context, c Commit) (done Committed, err error) {
	p := &c.Page
	if len(p.Events)+len(p.Items)+len(p.Gone)+len(p.Retracted)+len(p.Rejects) == 0 && p.Parts == nil {
		_, done.Head, err = settle(ctx, db.writer(ctx), c)
		return done, err
	}
	people := sightings(p, c.At)
	err = db.within(ctx, func(t *Tx) error {
		if err := t.order(ctx); err != nil {
			return err
		}
		src, _, err := settle(ctx, t.tx, c)
		if err != nil {
			return err
		}
		if err := t.putAccounts(ctx, src, people, c.At); err != nil {
			return fmt.Errorf("store its accounts: %w", err)
		}
		p.Items = slices.DeleteFunc(p.Items, func(it feed.Item) bool { return slices.Contains(p.Gone, it.ID) })
		p.Events = slices.DeleteFunc(p.Events, func(e feed.Event) bool { return slices.Contains(p.Retracted, e.Key) })
		if done.Items, err = t.putItems(ctx, src, p.Items); err != nil {
			return fmt.Errorf("store its items: %w", err)
		}
		if done.Added, done.Revised, err = t.putEvents(ctx, src, p.Events, p.Gone); err != nil {
			return fmt.Errorf("store its events: %w", err)
		}
		if done.Removed, err = t.remove(ctx, src, p.Gone); err != nil {
			return fmt.Errorf("remove what is gone: %w", err)
		}
		retracted, err := t.retract(ctx, src, p.Retracted)
		if err != nil {
			return fmt.Errorf("remove what was retracted: %w", err)
		}
		done.Removed += retracted
		if done.Rejected, err = t.putRejects(ctx, src, p.Rejects, c.At); err != nil {
			return fmt.Errorf("store its rejects: %w", err)
		}
		if err := t.putParts(ctx, src, p.Parts, c.At); err != nil {
			return fmt.Errorf("store its parts: %w", err)
		}
		if !p.More && t.db.dialect.tidy != "" {
			if _, err := affect(ctx, t.tx, t.db.dialect.tidy); err != nil {
				return fmt.Errorf("tidy the search index: %w", err)
			}
		}
		done.Head, err = head(ctx, t.tx)
		return err
	})
	return done, err
}

// settle moves the cursor and notes that the source was read. It returns the head of the log as it was before.
func settle(ctx context.Context, q querier, c Commit) (src place, head int64, err error) {
	state, reading := feed.SourceCurrent, feed.Tally{}
	if c.Page.More {
		state, reading = feed.SourceReading, c.Page.Progress
	}
	src = place{name: c.Source}
	err = q.QueryRowContext(ctx, `update sources set cursor = $3, since = case when state = $4 then since else $5 end,
		state = $4, error = '', attempt = $5, due = $6,
		success = case when $4 = 'reading' then success when state = 'reading' then since else $5 end,
		reading_what = $7, reading_done = $8, reading_total = $9,
		requests = $10, quota_left = $11, quota_limit = $12, quota_reset = $13
		where name = $1 and cursor = $2
		returning id, coalesce(parent, 0), tool, coalesce((select max(changed) from events), 0)`,
		c.Source, string(c.After), string(c.Page.Next), string(state), micros(c.At), micros(c.Due),
		feed.Text(reading.What, feed.MaxName), reading.Done, reading.Total,
		c.Requests, c.Quota.Left, c.Quota.Limit, micros(c.Quota.Reset)).
		Scan(&src.id, &src.parent, &src.tool, &head)
	if !errors.Is(err, sql.ErrNoRows) {
		return src, head, err
	}
	exists, err := one[bool](q.QueryRowContext(ctx, "select exists (select 1 from sources where name = $1)", c.Source))
	switch {
	case err != nil:
		return src, 0, err
	case !exists:
		return src, 0, ErrNotFound
	}
	return src, 0, ErrMoved
}
