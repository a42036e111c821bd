package asana

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// portfoliosAtMost bounds how many portfolios are looked into that lie in one another.
const portfoliosAtMost = 50

// A whole is a portfolio or a workspace: the list of its projects.
type whole struct {
	bell
	kind, gid string
	api       *api
	env       connectors.Env
}

// A listing is the cursor of a whole: a fingerprint of what was listed last.
type listing struct {
	Version int    `json:"v"`
	Of      string `json:"of"`
	Sum     string `json:"sum"`
}

// Fetch lists the projects. If they are the same as before there is nothing to be told.
func (w *whole) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	of := fingerprint(w.api.web + " " + w.kind + " " + w.gid)
	var c listing
	if after != "" {
		if err := json.Unmarshal([]byte(after), &c); err != nil || c.Version != version || c.Of != of {
			return feed.Page{}, fmt.Errorf("reading the cursor: %w", connectors.ErrCursor)
		}
	}
	page, err := w.projects(ctx)
	if err != nil {
		return feed.Page{}, err
	}
	seen, err := json.Marshal([]any{page.Parts, page.Rejects})
	if err != nil {
		return feed.Page{}, fmt.Errorf("remember the projects: %w", err)
	}
	next := listing{version, of, fingerprint(string(seen))}
	if next.Sum == c.Sum {
		page = feed.Page{}
	}
	text, err := json.Marshal(next)
	page.Next = feed.Cursor(text)
	return page, err
}

// projects are the projects as parts, by gid.
func (w *whole) projects(ctx context.Context) (feed.Page, error) {
	page := feed.Page{Parts: []feed.Part{}}
	todo, looked := []string{w.gid}, map[string]bool{w.gid: true}
	names := map[string]int{}
	for len(todo) > 0 {
		rows, err := w.list(ctx, todo[0])
		if inner := todo[0] != w.gid; inner && withheld(err) {
			rows, err = nil, nil // a portfolio in ours that is not shared
		}
		if err != nil {
			return page, missing(err, w.kind+" "+w.gid)
		}
		todo = todo[1:]
		for _, raw := range rows {
			var k struct {
				thing
				Type     word  `json:"resource_type"`
				Archived truth `json:"archived"`
			}
			gid := ""
			if json.Unmarshal(raw, &k) == nil {
				gid = string(k.GID)
			}
			switch {
			case !gidForm.MatchString(gid) || k.Name == "":
				page.Rejects = append(page.Rejects, reject("project", raw, errors.New("it has no gid or no name")))
			case looked[gid]:
			case k.Type == "portfolio" && len(looked) < portfoliosAtMost:
				looked[gid], todo = true, append(todo, gid)
			case k.Type == "portfolio" || bool(k.Archived) && w.kind == "workspace":
			default:
				looked[gid] = true
				names[string(k.Name)]++
				page.Parts = append(page.Parts, feed.Part{ID: gid, Name: string(k.Name)})
			}
		}
	}
	slices.SortFunc(page.Parts, func(x, y feed.Part) int {
		return cmp.Or(cmp.Compare(len(x.ID), len(y.ID)), cmp.Compare(x.ID, y.ID))
	})
	for i, p := range page.Parts {
		if names[p.Name] > 1 { // they need not be unique
			page.Parts[i].Name += " " + p.ID
		}
	}
	return page, nil
}

// list are all projects of a workspace, or what lies in a portfolio.
func (w *whole) list(ctx context.Context, gid string) (rows []json.RawMessage, err error) {
	path, query := "/portfolios/"+gid+"/items", url.Values{}
	if w.kind == "workspace" {
		path, query = "/projects", url.Values{"workspace": {gid}, "archived": {"false"}}
	}
	for at, more := "", true; more; {
		found, err := w.api.page(ctx, path, query, "name,archived,resource_type", at, pageSize)
		if err != nil {
			return nil, err
		}
		rows = append(rows, found.rows...)
		at, more = found.next, found.next != ""
	}
	return rows, nil
}

// Part opens one of the projects.
func (w *whole) Part(p feed.Part) (connectors.Connector, error) {
	if !gidForm.MatchString(p.ID) {
		return nil, fmt.Errorf("the project %q has no gid that Asana could have given", p.ID)
	}
	return newProject(p.ID, w.api, w.env), nil
}
