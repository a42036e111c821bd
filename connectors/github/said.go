package github

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/google/go-github/v75/github"

	"github.com/datelinehq/dateline/feed"
)

// comment translates a comment on an issue or a pull request.
func (t *translator) comment(c *github.IssueComment) error {
	if c.GetID() == 0 {
		return errNameless
	}
	return t.said(c.GetIssueURL(), feed.Event{
		Key: fmt.Sprintf("issue_comment/%d", c.GetID()), By: account(c.User),
		At: c.GetCreatedAt().UTC(), Updated: c.GetUpdatedAt().UTC(), Text: c.GetBody(), URL: c.GetHTMLURL(),
	})
}

// remark translates a comment on a line of a pull request. It belongs to the thread of the comment that it answers, which
// is always the first of the thread.
func (t *translator) remark(c *github.PullRequestComment) error {
	if c.GetID() == 0 {
		return errNameless
	}
	return t.said(c.GetPullRequestURL(), feed.Event{
		Key: fmt.Sprintf("review_comment/%d", c.GetID()), Thread: fmt.Sprintf("review_comment/%d", cmp.Or(c.GetInReplyTo(), c.GetID())),
		By: account(c.User),
		At: c.GetCreatedAt().UTC(), Updated: c.GetUpdatedAt().UTC(), Text: c.GetBody(), URL: c.GetHTMLURL(),
	})
}

// said adds a comment on what stands at the address of the API, or else on the page the comment is on.
func (t *translator) said(parent string, e feed.Event) error {
	number := lastNumber(parent)
	if page, _, _ := strings.Cut(e.URL, "#"); number == 0 {
		number = lastNumber(page)
	}
	switch {
	case number == 0:
		return errNowhere
	case e.At.IsZero():
		return errTimeless
	}
	e.Item, e.Verb, e.To = strconv.Itoa(number), feed.Commented, t.called(e.Text)
	t.stub(number, e.URL)
	t.add(e)
	t.mentions(e, t.key(e.URL, number))
	return nil
}

// reviews makes the decode of the reviews of a pull request.
func reviews(number int) func(*translator, []byte) ([]object, error) {
	return rows("review", func(r *github.PullRequestReview) (*github.Timestamp, string) { return r.SubmittedAt, "" },
		func(t *translator, r *github.PullRequestReview) error { return t.review(number, r) })
}

// review translates a submitted review. One that is still being written has no time, and is nobody's business yet. One
// that was dismissed remains what its author did; the dismissal is an event of its own.
func (t *translator) review(number int, r *github.PullRequestReview) error {
	switch {
	case r.GetID() == 0:
		return errNameless
	case seconds(r.SubmittedAt) == 0:
		return nil
	}
	e := feed.Event{
		Key: fmt.Sprintf("review/%d", r.GetID()), Item: strconv.Itoa(number), Verb: feed.Reviewed, By: account(r.User),
		At: r.SubmittedAt.UTC(), Updated: r.SubmittedAt.UTC(), Text: r.GetBody(), URL: r.GetHTMLURL(),
	}
	switch strings.ToUpper(r.GetState()) {
	case "APPROVED":
		e.Verb = feed.Approved
	case "CHANGES_REQUESTED":
		e.Verb = feed.ChangesRequested
	case "DISMISSED":
		e.Into = "dismissed"
	}
	e.To = t.called(e.Text)
	t.stub(number, e.URL)
	t.add(e)
	t.mentions(e, t.key(e.URL, number))
	return nil
}

var trailingNumber = regexp.MustCompile(`/(\d{1,9})/?$`)

// lastNumber is the number at the end of an address, 0 if there is none.
func lastNumber(address string) int {
	m := trailingNumber.FindStringSubmatch(address)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1]) // nine digits are a number
	return n
}
