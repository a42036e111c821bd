package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strconv"

	"github.com/google/go-github/v62/github"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// A wholeAccount reads which repositories an organisation or a user has. Each is a part that is read by itself.
type wholeAccount struct {
	config *Config
	api    *github.Client
	env    connectors.Env
}

// An accountCursor is how far the list of repositories was read.
type accountCursor struct {
	Version int    `json:"v"`
	ETag    string `json:"e,omitempty"`
	// Same counts the polls since the whole list was read.
	Same int `json:"n,omitempty"`
}

// wholeEvery is after how many polls the whole list is read though its first page, on which new repositories stand, is
// the same: of what was renamed or deleted the others tell.
const wholeEvery = 30

// Fetch lists the repositories, all pages at once: parts that are missing from a list are taken for gone.
func (w *wholeAccount) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	c := accountCursor{Version: version}
	if after != "" {
		if err := json.Unmarshal([]byte(after), &c); err != nil || c.Version != version {
			return feed.Page{}, fmt.Errorf("reading the cursor: %w", connectors.ErrCursor)
		}
	}
	place := "orgs/" + w.config.Org + "/repos"
	if w.config.User != "" {
		place = "users/" + w.config.User + "/repos"
	}
	page := feed.Page{Parts: []feed.Part{}}
	if c.Same >= wholeEvery {
		c = accountCursor{Version: version}
	}
	r := &repository{api: w.api, name: place}
	for number, etag := 1, c.ETag; ; number, etag = number+1, "" {
		query := url.Values{"per_page": {"100"}, "sort": {"created"}, "direction": {"desc"}}
		if number > 1 {
			query.Set("page", strconv.Itoa(number))
		}
		a, err := r.list(ctx, place, query, etag)
		if errors.Is(err, errMissing) {
			return feed.Page{}, fmt.Errorf("%w: there is no such account, or the token may not see it: %w", connectors.ErrAuth, err)
		}
		if err != nil {
			return feed.Page{}, err
		}
		page.Wait = max(page.Wait, a.wait)
		if a.same {
			c.Same++
			page.Parts = nil
			break
		}
		if number == 1 {
			c.ETag, c.Same = a.etag, 0
		}
		w.add(&page, a.rows)
		if !a.more {
			break
		}
	}
	text, err := json.Marshal(c)
	page.Next = feed.Cursor(text)
	return page, err
}

func (w *wholeAccount) add(page *feed.Page, rows []json.RawMessage) {
	t := &translator{name: w.env.Source, page: page}
	for _, raw := range rows {
		var r github.Repository
		if !t.understand("repository", raw, &r) {
			continue
		}
		if r.GetID() == 0 || r.GetName() == "" {
			t.reject("repository", raw, "a repository without an id or a name")
			continue
		}
		if w.config.wants(r.GetName()) {
			page.Parts = append(page.Parts, feed.Part{ID: strconv.FormatInt(r.GetID(), 10), Name: r.GetName()})
		}
	}
}

// wants reports whether the patterns choose the repository. They were tried when the settings were read.
func (c *Config) wants(name string) bool {
	chosen := len(c.Include) == 0
	for _, pattern := range c.Include {
		matched, err := path.Match(pattern, name)
		chosen = chosen || err == nil && matched
	}
	for _, pattern := range c.Exclude {
		matched, err := path.Match(pattern, name)
		chosen = chosen && !(err == nil && matched)
	}
	return chosen
}

// Part opens one of the repositories by the name it has now.
func (w *wholeAccount) Part(p feed.Part) (connectors.Connector, error) {
	owner := w.config.Org
	if owner == "" {
		owner = w.config.User
	}
	return w.config.repository(w.api, w.env, owner+"/"+p.Name), nil
}
