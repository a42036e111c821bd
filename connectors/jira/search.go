package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// A search is what a source reads: the issues of one site that a search finds.
type search struct {
	api            *api
	env            connectors.Env
	project, scope string
	// of is a fingerprint of the site and the search.
	of, secret string
}

// How much is asked for and brought at a time.
const (
	perPage      = 50
	eventsAtMost = 1000
)

// overlap is how far behind the latest change a poll looks, in milliseconds: what changed last may be found before what
// changed first.
const overlap = int64(5 * time.Minute / time.Millisecond)

// Fetch reads the next page of issues that changed, or what is missing of those it read.
func (s *search) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	c, err := s.decode(after)
	if err != nil {
		return feed.Page{}, err
	}
	var page feed.Page
	if c.Site == nil {
		if c.Site, err = s.api.look(ctx, &page); err != nil {
			return feed.Page{}, err
		}
	}
	if len(c.Chores) > 0 {
		err = s.catchUp(ctx, c, &page)
	} else {
		err = s.advance(ctx, c, &page)
	}
	if err != nil {
		return feed.Page{}, err
	}
	page.More = page.More || len(c.Chores) > 0
	if c.First && page.More {
		page.Progress = feed.Tally{What: "issues", Done: c.Read, Total: c.Total}
	}
	c.First = c.First && page.More
	page.Next, err = c.encode()
	return page, err
}

// translator is one for this reading.
func (s *search) translator(c *cursor) *translator {
	return &translator{
		cloud: c.Site.Cloud, web: c.Site.Web, since: time.UnixMilli(c.Since).UTC(), statuses: c.Site.statuses(), strange: map[string]bool{},
	}
}

// settle asks for the statuses again if some were met that are not known. What is still not known then is gone, and taken
// for one that was not final. It reports whether there is anything new.
func (s *search) settle(ctx context.Context, c *cursor, t *translator, page *feed.Page) (bool, error) {
	if len(t.strange) == 0 || len(t.statuses) == 0 {
		return false, nil
	}
	all, err := s.api.statuses(ctx, page)
	if err != nil {
		return false, err
	}
	for id := range t.strange {
		if _, known := all[id]; !known {
			all[id] = false
		}
	}
	for id, final := range t.statuses {
		if _, known := all[id]; !known {
			all[id] = final
		}
	}
	t.statuses, t.strange = all, map[string]bool{}
	c.Site.keep(all)
	return true, nil
}

// A found is what one request for issues brought.
type found struct {
	issues []json.RawMessage
	// last says that there are no more, token and total are what Jira Cloud and servers tell of the rest.
	last  bool
	token string
	total int
	now   time.Time
}

// ask makes one request for issues.
func (s *search) ask(ctx context.Context, st *site, jql string, w walk, wanted, expand string) (found, error) {
	query := url.Values{"jql": {jql}, "maxResults": {strconv.Itoa(perPage)}, "fields": {wanted}}
	if expand != "" {
		query.Set("expand", expand)
	}
	path := "rest/api/2/search"
	if st.Cloud {
		path = "rest/api/3/search/jql"
		if w.Token != "" {
			query.Set("nextPageToken", w.Token)
		}
	} else if w.At > 0 {
		query.Set("startAt", strconv.Itoa(w.At))
	}
	var got struct {
		Issues []json.RawMessage `json:"issues"`
		Total  count             `json:"total"`
		IsLast bool              `json:"isLast"`
		Token  string            `json:"nextPageToken"`
	}
	a, err := s.api.get(ctx, path, query, &got)
	if err != nil {
		return found{}, s.meant(err, st)
	}
	if got.Issues == nil {
		return found{}, fmt.Errorf("GET %s: the answer has no list of issues", path)
	}
	f := found{issues: got.Issues, total: int(got.Total), token: got.Token, now: a.now}
	if st.Cloud {
		f.last = got.IsLast || got.Token == ""
	} else {
		f.last = len(got.Issues) == 0 || w.At+len(got.Issues) >= f.total
	}
	return f, nil
}

// meant says what a refused search means.
func (s *search) meant(err error, st *site) error {
	no := (*refusal)(nil)
	switch {
	case !errors.As(err, &no):
	case no.status == http.StatusBadRequest && no.said != "":
		what := "what jql asks for"
		if s.project != "" {
			what = "the project " + s.project
		}
		return fmt.Errorf("%w: %s does not exist or is not shared with the account, or jql is wrong (%w); grant the account the permission Browse Projects", connectors.ErrAuth, what, err)
	case !st.fresh && (no.status == http.StatusGone || no.status == http.StatusNotFound && no.said != ""):
		return fmt.Errorf("%w: the site is not the one it was (%w)", connectors.ErrCursor, err)
	}
	return err
}
