package github

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/datelinehq/dateline/feed"
)

// reviewsAtOnce is how many pull requests' reviews one step reads.
const reviewsAtOnce = 10

// reviews reads the reviews of the pull requests that changed. GitHub lists them one pull request at a time only.
func (r *repository) reviews(ctx context.Context, c *cursor, t *translator) error {
	for i := range min(reviewsAtOnce, len(c.Reviews)) {
		err := r.reviewsOf(ctx, c.Reviews[0], t)
		if err != nil && (i == 0 || ctx.Err() != nil) {
			return err
		}
		if err != nil {
			break // keep those that came before; the next step meets the error first
		}
		c.Reviews = c.Reviews[1:]
		c.Reviewed++
	}
	total := c.Reviewed + len(c.Reviews)
	if w := c.At[pulls.name].Walk; w != nil {
		total += w.Of - w.Read
	}
	t.page.Progress = feed.Tally{What: "reviews", Done: c.Reviewed, Total: total}
	return nil
}

// reviewsOf reads the reviews of one pull request, oldest first. They are only ever added, so that numbered pages lose
// none.
func (r *repository) reviewsOf(ctx context.Context, number int, t *translator) error {
	path := fmt.Sprintf("repos/%s/pulls/%d/reviews", r.name, number)
	query := url.Values{"per_page": {strconv.Itoa(r.perPage)}}
	found := newTranslator(r.name, t.since, &feed.Page{})
	for n := 1; ; n++ {
		if n > 1 {
			query.Set("page", strconv.Itoa(n))
		}
		a, err := r.api.list(ctx, path, query, "")
		if lost := (*missing)(nil); errors.As(err, &lost) && lost.gone() {
			return r.exists(ctx) // then the pull request went away meanwhile
		}
		if err != nil {
			return err
		}
		t.page.Wait = max(t.page.Wait, a.wait)
		listed, err := reviews(number)(found, a.body)
		if err != nil {
			return fmt.Errorf("GET %s: %w", path, err)
		}
		for _, o := range listed {
			if o.put != nil {
				o.put()
			}
		}
		if !a.more {
			break
		}
	}
	t.page.Items = append(t.page.Items, found.page.Items...)
	t.page.Events = append(t.page.Events, found.page.Events...)
	t.page.Rejects = append(t.page.Rejects, found.page.Rejects...)
	return nil
}
