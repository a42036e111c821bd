package github

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// A rollCursor is how far the list of what exists was read: which of its lists, and which page of that.
type rollCursor struct {
	Version  int    `json:"v"`
	Releases bool   `json:"r,omitempty"`
	Page     int    `json:"p"`
	After    string `json:"a,omitempty"`
}

// List returns the issues, the pull requests and the releases that exist, a hundred to a request: issues are deleted or
// moved to other repositories. Decision records are not listed. One that was taken out of the branch is still told by the
// commits that wrote it.
func (r *repository) List(ctx context.Context, after feed.Cursor) (connectors.Roll, error) {
	c := rollCursor{Version: version, Page: 1}
	if after != "" {
		if err := json.Unmarshal([]byte(after), &c); err != nil || c.Version != version || c.Page < 1 {
			return connectors.Roll{}, fmt.Errorf("reading the cursor of what exists in %s: %w", r.name, connectors.ErrCursor)
		}
	}
	path, query := "issues", url.Values{"state": {"all"}, "sort": {"created"}, "direction": {"asc"}}
	if c.Releases {
		path, query = "releases", url.Values{}
	}
	query.Set("per_page", strconv.Itoa(r.perPage))
	query.Set("page", strconv.Itoa(c.Page))
	if c.After != "" {
		query.Set("after", c.After)
	}
	path = "repos/" + r.name + "/" + path
	a, err := r.api.list(ctx, path, query, "")
	if lost := (*missing)(nil); errors.As(err, &lost) && lost.gone() {
		if err := r.exists(ctx); err != nil {
			return connectors.Roll{}, err
		}
		return connectors.Roll{Beyond: []string{""}}, nil // switched off: what cannot be seen is not deleted
	}
	if err != nil {
		return connectors.Roll{}, err
	}
	roll := connectors.Roll{Beyond: []string{"record/"}, More: true}
	if roll.IDs, err = c.ids(a.body); err != nil {
		return connectors.Roll{}, fmt.Errorf("GET %s: %w", path, err)
	}
	switch {
	case a.more && len(roll.IDs) > 0:
		c.Page, c.After = c.Page+1, a.after
	case c.Releases:
		return connectors.Roll{IDs: roll.IDs, Beyond: roll.Beyond}, nil
	default:
		c = rollCursor{Version: version, Releases: true, Page: 1}
	}
	text, err := json.Marshal(c)
	roll.Next = feed.Cursor(text)
	return roll, err
}

// ids are the ids that the items of a list have here.
func (c rollCursor) ids(list []byte) ([]string, error) {
	var rows []struct {
		ID     json.Number `json:"id"`
		Number json.Number `json:"number"`
	}
	if err := json.Unmarshal(list, &rows); err != nil || rows == nil {
		return nil, cmp.Or(err, errNoList)
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		number := row.Number
		if c.Releases {
			number = row.ID
		}
		n, err := number.Int64()
		if err != nil || n <= 0 {
			return nil, errNameless
		}
		ids[i] = strconv.FormatInt(n, 10)
		if c.Releases {
			ids[i] = releaseID(n)
		}
	}
	return ids, nil
}
