package github

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/go-github/v75/github"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// permissions are what GitHub's settings of tokens and apps call the permission that a list needs.
var permissions = map[string]string{
	issues.name: "Issues: read", pulls.name: "Pull requests: read", comments.name: "Issues: read",
	remarks.name: "Pull requests: read", events.name: "Issues: read", releases.name: "Contents: read",
}

// Probe asks who we are, whether the repository is there, and for one row of each list: nine requests or so.
func (r *repository) Probe(ctx context.Context) (connectors.Findings, error) {
	found, err := r.api.whoami(ctx)
	if err != nil {
		return found, err
	}
	var repo github.Repository
	resp, err := r.api.get(ctx, "repos/"+r.name, nil, "", &repo)
	if lost := (*missing)(nil); errors.As(err, &lost) {
		return found, fmt.Errorf("%w: %s; grant the permission Metadata: read for it", connectors.ErrAuth, lost.repository(r.name))
	}
	if err != nil {
		return found, err
	}
	what := "the repository " + cmp.Or(repo.GetFullName(), r.name)
	switch {
	case repo.GetArchived():
		what += ", which is archived"
	case repo.GetPrivate():
		what += ", which is private"
	}
	found.Reads = append(found.Reads, what)
	for _, l := range r.listings {
		name, permission := l.name, permissions[l.name]
		if l.path == "commits" {
			name, permission = "decision records in "+l.name, "Contents: read"
		}
		query := url.Values{"per_page": {"1"}}
		maps.Copy(query, l.query)
		_, err := r.api.list(ctx, "repos/"+r.name+"/"+l.path, query, "")
		lost := (*missing)(nil)
		switch {
		case err == nil:
			found.Reads = append(found.Reads, name)
		case ctx.Err() != nil:
			return found, ctx.Err()
		case errors.As(err, &lost) && lost.status == http.StatusGone:
			found.Reads = append(found.Reads, name+", which are switched off")
		case errors.As(err, &lost) && lost.status == http.StatusConflict:
			found.Reads = append(found.Reads, name+", of which there are none: the repository is empty")
		case errors.As(err, &lost), errors.Is(err, connectors.ErrAuth):
			found.Lacks = append(found.Lacks, fmt.Sprintf("%s: grant the permission %s", name, permission))
		default:
			return found, err
		}
	}
	found.Reads = append(found.Reads, quota(resp)...)
	return found, nil
}

// Probe asks who we are and whether the repositories can be listed.
func (w *wholeAccount) Probe(ctx context.Context) (connectors.Findings, error) {
	found, err := w.api.whoami(ctx)
	if err != nil {
		return found, err
	}
	page, err := w.Fetch(ctx, "")
	if err != nil {
		return found, err
	}
	name := cmp.Or(w.config.Org, w.config.User)
	found.Reads = append(found.Reads, fmt.Sprintf("%d repositories of %s", len(page.Parts), name))
	if len(page.Parts) == 0 {
		found.Lacks = append(found.Lacks, fmt.Sprintf("repositories of %s: there are none, or include and exclude leave none, or the credentials may see none: grant the permission Metadata: read for them", name))
	}
	return found, nil
}

// whoami tells whose the credentials are. Apps and nobody cannot be asked.
func (a *api) whoami(ctx context.Context) (connectors.Findings, error) {
	switch {
	case a.app != "":
		return connectors.Findings{As: feed.Account{ID: a.app, Name: a.app, Bot: true}}, nil
	case strings.HasPrefix(a.token, "ghs_"):
		return connectors.Findings{As: feed.Account{Name: "an installation of an app", Bot: true}}, nil
	case a.token == "":
		return connectors.Findings{Lacks: []string{"more than 60 requests an hour: set a token"}}, nil
	}
	var user github.User
	_, err := a.get(ctx, "user", nil, "", &user)
	if lost := (*missing)(nil); errors.As(err, &lost) {
		return connectors.Findings{}, nil // a server that does not tell
	}
	if err != nil {
		return connectors.Findings{}, err
	}
	return connectors.Findings{As: account(&user)}, nil
}

// quota says what is left of the hour's requests, if the answer tells.
func quota(resp *github.Response) []string {
	if resp == nil || resp.Rate.Limit == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d of %d requests are left until %s", resp.Rate.Remaining, resp.Rate.Limit, resp.Rate.Reset.UTC().Format("15:04 MST"))}
}
