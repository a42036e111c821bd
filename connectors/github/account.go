package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strconv"

	"github.com/google/go-github/v75/github"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// A wholeAccount reads which repositories an organisation or a user has. Each is a part that is read by itself.
type wholeAccount struct {
	config *Config
	api    *api
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
	for number, etag := 1, c.ETag; ; number, etag = number+1, "" {
		query := url.Values{"per_page": {"100"}, "sort": {"created"}, "direction": {"desc"}}
		if number > 1 {
			query.Set("page", strconv.Itoa(number))
		}
		a, err := w.api.list(ctx, place, query, etag)
		if lost := (*missing)(nil); errors.As(err, &lost) && lost.gone() {
			return feed.Page{}, fmt.Errorf("%w: there is no such account, or these credentials may not see it (%w)", connectors.ErrAuth, lost)
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
		if err := w.add(&page, a.body); err != nil {
			return feed.Page{}, fmt.Errorf("GET %s: %w", place, err)
		}
		if !a.more {
			break
		}
	}
	text, err := json.Marshal(c)
	page.Next = feed.Cursor(text)
	return page, err
}

// add puts the repositories that the patterns choose on the page.
func (w *wholeAccount) add(page *feed.Page, list []byte) error {
	decode := rows("repository",
		func(*github.Repository) (*github.Timestamp, string) { return nil, "" },
		func(_ *translator, r *github.Repository) error {
			if r.GetID() == 0 || r.GetName() == "" {
				return errNameless
			}
			if w.config.wants(r.GetName()) {
				page.Parts = append(page.Parts, feed.Part{ID: strconv.FormatInt(r.GetID(), 10), Name: r.GetName()})
			}
			return nil
		})
	listed, err := decode(newTranslator(w.env.Source, 0, page), list)
	for _, o := range listed {
		if o.put != nil {
			o.put()
		}
	}
	return err
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
		chosen = chosen && (err != nil || !matched)
	}
	return chosen
}

// Part opens one of the repositories by the name it has now. Its cursors outlive the name.
func (w *wholeAccount) Part(p feed.Part) (connectors.Connector, error) {
	owner := w.config.Org
	if owner == "" {
		owner = w.config.User
	}
	r := w.config.repository(w.api, w.env, owner+"/"+p.Name)
	r.id = p.ID
	return r, nil
}
