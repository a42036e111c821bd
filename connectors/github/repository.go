package github

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/go-github/v62/github"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

const (
	// askAtMost bounds the requests of one Fetch. Most make one: further ones follow only answers that brought nothing.
	askAtMost = 10
	// everyThird idle poll asks another listing than the liveliest.
	everyThird = 3
	// livelier is how much later something must have happened in another listing for that to be asked instead of the
	// issues, which on github.com move with nearly everything.
	livelier = 7 * 24 * time.Hour
)

// A repository reads one repository.
type repository struct {
	api      *github.Client
	name     string // owner/name
	since    time.Time
	listings []listing
}

func (c *Config) repository(api *github.Client, env connectors.Env, name string) *repository {
	r := &repository{api: api, name: name, since: env.Since.UTC().Truncate(time.Second)}
	r.listings = append(r.listings, issues, pulls, comments, reviewComments, events, releases)
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
	idle := c.settled()
	if idle {
		c.Todo = []string{r.liveliest(c)}
	}
	probed := c.Todo
	for asked := 0; asked < askAtMost && !c.settled(); asked++ {
		news, err := r.step(ctx, c, &page)
		if err != nil && (asked == 0 || ctx.Err() != nil) {
			return feed.Page{}, err
		}
		if err != nil {
			break // keep what came before; the next Fetch meets the error first
		}
		if idle && news {
			r.begin(c, probed[0])
			idle = false
		}
		if len(page.Items)+len(page.Events)+len(page.Rejects) > 0 {
			break
		}
	}
	if idle {
		c.Idle++
	}
	page.More = !c.settled()
	page.Next, err = c.encode()
	return page, err
}

// begin begins a round after one listing had news: all others are to be asked too.
func (r *repository) begin(c *cursor, probed string) {
	c.Idle = 0
	for _, l := range r.listings {
		if l.name != probed {
			c.Todo = append(c.Todo, l.name)
		}
	}
}

// step makes one request, or the few for the reviews that are due, and adds what came to the page. It reports whether
// there was anything new.
func (r *repository) step(ctx context.Context, c *cursor, page *feed.Page) (news bool, err error) {
	t := &translator{name: r.name, since: c.Since, page: page}
	switch {
	case len(c.Reviews) > 0:
		return true, r.reviews(ctx, c, t)
	case len(c.Commits) > 0:
		return true, r.commits(ctx, c, t)
	}
	l := r.listing(c.Todo[0])
	p := c.At[l.name]
	query, etag := l.ask(p)
	a, err := r.list(ctx, "repos/"+r.name+"/"+l.path, query, etag)
	page.Wait = max(page.Wait, a.wait)
	switch {
	case errors.Is(err, errMissing):
		if err := r.exists(ctx, err); err != nil {
			return false, err
		}
		p.Absent = true
		c.done()
		return false, nil
	case err != nil:
		return false, err
	}
	p.Absent = false
	if a.same {
		c.done()
		return false, nil
	}
	page.Progress = feed.Tally{What: l.name, Done: len(r.listings) - len(c.Todo), Total: len(r.listings)}
	if over := l.read(t, c, p, a); over {
		c.done()
	}
	return true, nil
}

// exists tells why a listing is missing: because the repository is, which is the operator's business, or because this
// repository has no such listing.
func (r *repository) exists(ctx context.Context, missing error) error {
	_, err := get(ctx, r.api, "repos/"+r.name, nil, "", nil)
	if errors.Is(err, errMissing) {
		return fmt.Errorf("%w: the repository %s does not exist, or the token may not see it: %w", connectors.ErrAuth, r.name, missing)
	}
	return err
}

func (r *repository) listing(name string) listing {
	return r.listings[slices.IndexFunc(r.listings, func(l listing) bool { return l.name == name })]
}

// liveliest is the listing that is asked for news. On github.com the issues move with nearly everything that happens to
// an issue or a pull request. Where another listing is ahead of them by far it is asked instead; and every third time it
// is the turn of the others, for comments are edited, records decided and releases made without moving an issue.
func (r *repository) liveliest(c *cursor) string {
	present := slices.DeleteFunc(slices.Clone(r.listings), func(l listing) bool { return c.At[l.name].Absent })
	if len(present) == 0 {
		present = r.listings
	}
	best := present[0]
	for _, l := range present[1:] {
		if c.At[l.name].Latest.Sub(c.At[best.name].Latest) > livelier {
			best = l
		}
	}
	if c.Idle%everyThird != everyThird-1 {
		return best.name
	}
	others := slices.DeleteFunc(slices.Clone(r.listings), func(l listing) bool { return l.name == best.name })
	return others[c.Idle/everyThird%len(others)].name
}

// reviewsAtOnce is how many pull requests' reviews one step reads.
const reviewsAtOnce = 10

// reviews reads the reviews of the pull requests that changed. GitHub lists them one pull request at a time only.
func (r *repository) reviews(ctx context.Context, c *cursor, t *translator) error {
	for range min(reviewsAtOnce, len(c.Reviews)) {
		number := c.Reviews[0]
		query := perPage()
		for pageNumber := 1; ; pageNumber++ {
			if pageNumber > 1 {
				query.Set("page", fmt.Sprint(pageNumber))
			}
			a, err := r.list(ctx, fmt.Sprintf("repos/%s/pulls/%d/reviews", r.name, number), query, "")
			if errors.Is(err, errMissing) {
				break // the pull request went away meanwhile
			}
			if err != nil {
				return err
			}
			for _, row := range a.rows {
				t.review(number, row)
			}
			if !a.more {
				break
			}
		}
		c.Reviews = c.Reviews[1:]
	}
	return nil
}
