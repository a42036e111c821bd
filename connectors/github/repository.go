package github

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

const (
	// askAtMost bounds the requests of one Fetch. Most make one: further ones follow only answers that brought nothing.
	askAtMost = 10
	// everyThird idle poll asks another listing than the liveliest.
	everyThird = 3
	// livelier is how many seconds later something must have happened to pull requests than to issues for those to be
	// asked instead, which on github.com are among the issues: a week.
	livelier = 7 * 24 * 60 * minute
)

// A repository reads one repository.
type repository struct {
	api  *api
	name string // owner/name
	// id tells its cursors from those of other repositories: GitHub's number where that is known, or else its name.
	id       string
	since    int64
	listings []listing
	perPage  int
	hook     hookSecret
	log      *slog.Logger
}

func (c *Config) repository(api *api, env connectors.Env, name string) *repository {
	r := &repository{api: api, name: name, id: strings.ToLower(name), perPage: perPage, hook: hookSecret(c.HookSecret), log: env.Log}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	if !env.Since.IsZero() {
		r.since = max(env.Since.Unix(), 0)
	}
	r.listings = append(r.listings, issues, pulls, comments, remarks, events, releases)
	folders := c.Decisions
	if folders == nil {
		folders = []string{"docs/decisions", "docs/adr"}
	}
	for _, folder := range folders {
		r.listings = append(r.listings, decisions(folder))
	}
	return r
}

// Fetch reads on where the cursor stands: a round that is under way, or else one listing for news.
func (r *repository) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	c, err := r.decode(after)
	if err != nil {
		return feed.Page{}, err
	}
	page := feed.Page{}
	probe := ""
	switch {
	case !c.settled():
	case c.Again:
		c.Again, c.Todo = false, r.round(c, "")
	default:
		probe = r.liveliest(c)
		c.Todo = []string{probe}
	}
	for asked := 0; asked < askAtMost && !c.settled(); asked++ {
		news, err := r.step(ctx, c, &page)
		if err != nil && (asked == 0 || ctx.Err() != nil) {
			return feed.Page{}, err
		}
		if err != nil {
			break // keep what came before; the next Fetch meets the error first
		}
		if probe != "" && news {
			c.Idle, c.Todo, probe = 0, append(c.Todo, r.round(c, probe)...), ""
		}
		if len(page.Items)+len(page.Events)+len(page.Rejects) > 0 {
			break
		}
	}
	if probe != "" {
		c.Idle++
	}
	page.More = !c.settled()
	page.Next, err = c.encode()
	return page, err
}

// step makes one request, or the few that are due for reviews or commits, and adds what came to the page. It reports
// whether there was anything new.
func (r *repository) step(ctx context.Context, c *cursor, page *feed.Page) (news bool, err error) {
	t := newTranslator(r.name, c.Since, page)
	switch {
	case len(c.Reviews) > 0:
		return true, r.reviews(ctx, c, t)
	case len(c.Commits) > 0:
		return true, r.commits(ctx, c, t)
	}
	l := r.listing(c.Todo[0])
	p := c.At[l.name]
	query, etag := l.ask(p, r.perPage)
	path := "repos/" + r.name + "/" + l.path
	a, err := r.api.list(ctx, path, query, etag)
	page.Wait = max(page.Wait, a.wait)
	if lost := (*missing)(nil); errors.As(err, &lost) && (lost.gone() || lost.status == http.StatusConflict && l.path == "commits") {
		return false, r.absent(ctx, c, p, lost)
	}
	if lost := (*missing)(nil); errors.As(err, &lost) && lost.status == http.StatusUnprocessableEntity && p.Walk != nil && !l.ascending {
		r.log.WarnContext(ctx, "GitHub lists no further back", "repository", r.name, "list", l.name, "page", p.Walk.Page, "reason", lost.Error())
		p.end()
		p.Walk = nil
		c.done()
		return true, nil
	}
	if err != nil {
		return false, err
	}
	p.Absent = false
	if a.same {
		c.done()
		return false, nil
	}
	over, err := l.read(t, c.Since, p, a)
	if err != nil {
		return false, fmt.Errorf("GET %s: %w", path, err)
	}
	c.Again = c.Again || a.young(p.latest())
	c.Reviews, c.Commits = append(c.Reviews, t.pulls...), append(c.Commits, t.commits...)
	if over {
		c.done()
	}
	return true, nil
}

// absent notes that a listing is missing, unless that is because the whole repository is. An empty repository has no
// list of commits: GitHub calls that a conflict.
func (r *repository) absent(ctx context.Context, c *cursor, p *place, why *missing) error {
	if err := r.exists(ctx); err != nil {
		return err
	}
	if !p.Absent {
		r.log.WarnContext(ctx, "the repository does not have this list", "repository", r.name, "list", c.Todo[0], "reason", why.Error())
	}
	p.Absent = true
	c.done()
	return nil
}

// exists returns an error unless the repository is there.
func (r *repository) exists(ctx context.Context) error {
	_, err := r.api.get(ctx, "repos/"+r.name, nil, "", nil)
	if lost := (*missing)(nil); errors.As(err, &lost) {
		return fmt.Errorf("%w: %s", connectors.ErrAuth, lost.repository(r.name))
	}
	return err
}

func (r *repository) listing(name string) listing {
	return r.listings[slices.IndexFunc(r.listings, func(l listing) bool { return l.name == name })]
}

func (r *repository) names() []string {
	names := make([]string, len(r.listings))
	for i, l := range r.listings {
		names[i] = l.name
	}
	return names
}

// round lists what is to be asked after one listing had news: all others that are there.
func (r *repository) round(c *cursor, but string) []string {
	return slices.DeleteFunc(r.names(), func(name string) bool { return name == but || c.At[name].Absent })
}

// liveliest is the listing that is asked for news. On github.com the issues move with nearly everything that happens to
// an issue or a pull request. Where they are switched off, or the pull requests are ahead of them by far, those are asked
// instead: they move with reviews and remarks. Every third time it is the turn of the others, for comments are edited,
// records decided and releases made without moving an issue.
func (r *repository) liveliest(c *cursor) string {
	names := r.names()
	best := issues.name
	if i, p := c.At[best], c.At[pulls.name]; !p.Absent && (i.Absent || p.latest()-i.latest() > livelier) {
		best = pulls.name
	}
	if c.Idle%everyThird != everyThird-1 {
		return best
	}
	others := slices.DeleteFunc(names, func(name string) bool { return name == best })
	return others[c.Idle/everyThird%len(others)]
}
