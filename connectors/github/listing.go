package github

import (
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"github.com/google/go-github/v62/github"
)

const (
	// overlap is how far below its mark a descending listing is read, for GitHub's replicas do not agree at once.
	overlap = time.Minute
	// settling is how old a second must be until nothing is added to it any more.
	settling = 10 * time.Second
)

// A listing is one of a repository's lists.
//
// An ascending one is sorted by the time of the last update and is asked from an instant on: the next request asks from
// the last update the page brought. So what is updated while the walk is under way moves ahead of it and is met again;
// with numbered pages it would pull an item from the page ahead onto the page just read.
//
// A descending one knows no such instant and is read from the newest down to the mark of the last walk. What is updated
// meanwhile moves to its head, pushes the rest down, and is met at the next walk.
type listing struct {
	name      string
	path      string // below repos/owner/name
	query     url.Values
	ascending bool
	// stamp is the time by which the list is sorted.
	stamp func(json.RawMessage) time.Time
	// row translates one object.
	row func(*translator, *cursor, json.RawMessage)
}

// The listings, in the order in which a round walks them.
var (
	issues = listing{
		name: "issues", path: "issues", ascending: true, stamp: updated,
		query: url.Values{"state": {"all"}, "sort": {"updated"}, "direction": {"asc"}},
		row:   func(t *translator, _ *cursor, raw json.RawMessage) { t.issue(raw) },
	}
	pulls = listing{
		name: "pull requests", path: "pulls", stamp: updated,
		query: url.Values{"state": {"all"}, "sort": {"updated"}, "direction": {"desc"}},
		row: func(t *translator, c *cursor, raw json.RawMessage) {
			if number := t.pull(raw); number > 0 {
				c.Reviews = append(c.Reviews, number)
			}
		},
	}
	comments = listing{
		name: "comments", path: "issues/comments", ascending: true, stamp: updated,
		query: url.Values{"sort": {"updated"}, "direction": {"asc"}},
		row:   func(t *translator, _ *cursor, raw json.RawMessage) { t.comment(raw) },
	}
	reviewComments = listing{
		name: "review comments", path: "pulls/comments", ascending: true, stamp: updated,
		query: url.Values{"sort": {"updated"}, "direction": {"asc"}},
		row:   func(t *translator, _ *cursor, raw json.RawMessage) { t.reviewComment(raw) },
	}
	events = listing{
		name: "events", path: "issues/events", stamp: created,
		row: func(t *translator, _ *cursor, raw json.RawMessage) { t.event(raw) },
	}
	releases = listing{
		name: "releases", path: "releases", stamp: created,
		row: func(t *translator, _ *cursor, raw json.RawMessage) { t.release(raw) },
	}
)

// decisions lists the commits that touched a folder of decision records on the default branch.
func decisions(folder string) listing {
	return listing{
		name: "decisions in " + folder, path: "commits", stamp: committed,
		query: url.Values{"path": {folder}},
		row: func(_ *translator, c *cursor, raw json.RawMessage) {
			var commit struct {
				SHA string `json:"sha"`
			}
			if json.Unmarshal(raw, &commit) == nil && commit.SHA != "" {
				c.Commits = append(c.Commits, commit.SHA)
			}
		},
	}
}

func perPage() url.Values { return url.Values{"per_page": {"100"}} }

// ask is the next request at the place, and the ETag it is made conditional with.
func (l listing) ask(p *place) (query url.Values, etag string) {
	query = perPage()
	for key, values := range l.query {
		query[key] = values
	}
	if l.ascending && !p.Since.IsZero() {
		query.Set("since", p.Since.Format(time.RFC3339))
	}
	if p.Page > 0 {
		query.Set("page", strconv.Itoa(p.Page))
		return query, ""
	}
	return query, p.ETag
}

// read translates the rows of an answer, moves the place, and reports whether the walk is over.
func (l listing) read(t *translator, c *cursor, p *place, a answer) (over bool) {
	var first, last time.Time
	for _, raw := range a.rows {
		at := l.stamp(raw)
		if !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
		if at.After(last) {
			last = at
		}
		if l.ascending || at.IsZero() || !at.Before(p.Mark.Add(-overlap)) && !at.Before(c.Since) {
			l.row(t, c, raw)
		}
	}
	if last.After(p.Latest) {
		p.Latest = last
	}
	if l.ascending {
		return p.up(a, last)
	}
	return p.down(a, first, last, c.Since)
}

// up moves the place in an ascending listing.
func (p *place) up(a answer, last time.Time) (over bool) {
	switch {
	case !a.more && p.Page == 0:
		p.ETag = a.etag
		return true
	case !a.more:
		// More than a page has one and the same time. Once nothing can be added to that second, it is left behind.
		p.Page, p.ETag = 0, ""
		if a.now.Sub(p.Since) > settling {
			p.Since = p.Since.Add(time.Second)
		}
		return true
	case last.After(p.Since):
		p.Since, p.Page, p.ETag = last, 0, ""
	default:
		p.Page = max(p.Page, 1) + 1
	}
	return false
}

// down moves the place in a descending listing.
func (p *place) down(a answer, first, last, since time.Time) (over bool) {
	if p.Page == 0 {
		p.Top, p.Fresh = last, a.etag
	}
	beyond := !first.IsZero() && (first.Before(p.Mark.Add(-overlap)) || first.Before(since))
	if a.more && !beyond {
		p.Page = max(p.Page, 1) + 1
		return false
	}
	if p.Top.After(p.Mark) {
		p.Mark = p.Top
	}
	p.ETag, p.Page, p.Top, p.Fresh = p.Fresh, 0, time.Time{}, ""
	return true
}

// stamps are the times that objects may bear.
type stamps struct {
	Created   github.Timestamp `json:"created_at"`
	Updated   github.Timestamp `json:"updated_at"`
	Published github.Timestamp `json:"published_at"`
	Commit    struct {
		Committer struct {
			Date github.Timestamp `json:"date"`
		} `json:"committer"`
	} `json:"commit"`
}

// Objects that cannot be understood have the zero time: they are no reason to stop.

func updated(raw json.RawMessage) time.Time {
	var s stamps
	if json.Unmarshal(raw, &s) != nil {
		return time.Time{}
	}
	if s.Updated.IsZero() {
		return s.Created.UTC()
	}
	return s.Updated.UTC()
}

func created(raw json.RawMessage) time.Time {
	var s stamps
	if json.Unmarshal(raw, &s) != nil {
		return time.Time{}
	}
	if s.Published.After(s.Created.Time) {
		return s.Published.UTC()
	}
	return s.Created.UTC()
}

func committed(raw json.RawMessage) time.Time {
	var s stamps
	if json.Unmarshal(raw, &s) != nil {
		return time.Time{}
	}
	return s.Commit.Committer.Date.UTC()
}
