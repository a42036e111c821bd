package asana

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// me asks who the token belongs to.
func (a *api) me(ctx context.Context) (feed.Account, error) {
	raw, err := a.object(ctx, "/users/me", "name,email")
	if err != nil {
		return feed.Account{}, fmt.Errorf("ask who the token belongs to: %w", err)
	}
	var u user
	if json.Unmarshal(raw, &u) != nil || !u.known() {
		return feed.Account{}, errors.New("ask who the token belongs to: the answer names nobody")
	}
	return u.account(), nil
}

// Probe tells who we are, how many tasks the project has, and whether its events and its status updates can be read.
func (p *project) Probe(ctx context.Context) (connectors.Findings, error) {
	found := connectors.Findings{}
	var err error
	if found.As, err = p.api.me(ctx); err != nil {
		return found, err
	}
	raw, err := p.api.object(ctx, "/projects/"+p.gid, "name")
	if withheld(err) {
		found.Lacks = append(found.Lacks, fmt.Sprintf("the project %s: there is none, or it is not shared with %s", p.gid, found.As.Label()))
		return found, nil
	}
	if err != nil {
		return found, missing(err, "project "+p.gid)
	}
	var named thing
	if json.Unmarshal(raw, &named) != nil || named.GID == "" {
		return found, fmt.Errorf("read the project %s: the answer is no project", p.gid)
	}
	what := fmt.Sprintf("the project %s", named.Name)
	raw, err = p.api.object(ctx, "/projects/"+p.gid+"/task_counts", "num_tasks,num_completed_tasks")
	var counts struct {
		Tasks count `json:"num_tasks"`
		Done  count `json:"num_completed_tasks"`
	}
	switch {
	case err == nil && json.Unmarshal(raw, &counts) == nil:
		what += fmt.Sprintf(": %s, %d of them completed", plural(int(counts.Tasks), "task"), counts.Done)
	case err != nil && !withheld(err):
		return found, missing(err, "number of tasks of the project "+p.gid)
	}
	found.Reads = append(found.Reads, what)
	return found, p.features(ctx, &found)
}

// features finds out what of the project cannot be read.
func (p *project) features(ctx context.Context, found *connectors.Findings) error {
	_, err := p.api.get(ctx, "/events", url.Values{"resource": {p.gid}})
	switch no := of(err); {
	case no != nil && no.status == http.StatusPreconditionFailed:
	case withheld(err):
		found.Lacks = append(found.Lacks, "events: let the OAuth app read them, or use a personal access token")
	case err != nil:
		return missing(err, "events of the project "+p.gid)
	}
	_, err = p.api.page(ctx, "/status_updates", url.Values{"parent": {p.gid}}, "title", "", 1)
	switch {
	case withheld(err):
		found.Lacks = append(found.Lacks, "status updates: share the whole project, or let the OAuth app read them; the rest is read without them")
	case err != nil:
		return missing(err, "status updates of the project "+p.gid)
	}
	return nil
}

// Probe tells who we are, and how many projects there are.
func (w *whole) Probe(ctx context.Context) (connectors.Findings, error) {
	found := connectors.Findings{}
	var err error
	if found.As, err = w.api.me(ctx); err != nil {
		return found, err
	}
	page, err := w.projects(ctx)
	if err != nil {
		return found, err
	}
	name := w.gid
	if raw, err := w.api.object(ctx, "/"+w.kind+"s/"+w.gid, "name"); err == nil {
		var named thing
		if json.Unmarshal(raw, &named) == nil && named.Name != "" {
			name = string(named.Name)
		}
	}
	found.Reads = append(found.Reads, fmt.Sprintf("the %s %s: %s", w.kind, name, plural(len(page.Parts), "project")))
	return found, nil
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
