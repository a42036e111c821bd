package github

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/google/go-github/v75/github"

	"github.com/datelinehq/dateline/feed"
)

// issue translates what the issues list brings: an issue, or a pull request as an issue.
func (t *translator) issue(i *github.Issue) error {
	switch {
	case i.GetNumber() <= 0:
		return errNameless
	case seconds(i.CreatedAt) == 0:
		return errTimeless
	}
	it := t.item(i)
	if seconds(i.UpdatedAt) > t.latest {
		it.Updated = i.GetUpdatedAt().UTC()
	}
	t.put(it)
	it.Updated = i.GetUpdatedAt().UTC()
	t.opened(it, i.GetBody())
	return nil
}

// item is the snapshot that is in an issue. That of a pull request lacks who is to review it and is a mention only,
// unless it is news: then the pull requests list, which comes next, brings the same and those who are to review it.
func (t *translator) item(i *github.Issue) feed.Item {
	it := feed.Item{
		ID:       strconv.Itoa(i.GetNumber()),
		Kind:     "issue",
		Key:      t.key(i.GetHTMLURL(), i.GetNumber()),
		Title:    i.GetTitle(),
		URL:      i.GetHTMLURL(),
		State:    feed.State(i.GetState()),
		Author:   account(i.User),
		Owners:   accounts(i.Assignees),
		Labels:   labels(i.Labels),
		Created:  i.GetCreatedAt().UTC(),
		Closed:   i.GetClosedAt().UTC(),
		Due:      i.GetMilestone().GetDueOn().UTC(),
		Comments: i.GetComments(),
	}
	if i.PullRequestLinks != nil || strings.Contains(it.URL, "/pull/") {
		it.Kind = "pull_request"
		it.Status = pullStatus(!i.PullRequestLinks.GetMergedAt().IsZero(), i.GetDraft())
		return it
	}
	it.Updated = i.GetUpdatedAt().UTC()
	if r := i.GetStateReason(); r == "not_planned" || r == "duplicate" {
		it.Status = strings.ReplaceAll(r, "_", " ")
	}
	return it
}

// pull translates what the pull requests list brings, and asks for its reviews.
func (t *translator) pull(p *github.PullRequest) error {
	switch {
	case p.GetNumber() <= 0:
		return errNameless
	case seconds(p.CreatedAt) == 0:
		return errTimeless
	}
	it := feed.Item{
		ID:        strconv.Itoa(p.GetNumber()),
		Kind:      "pull_request",
		Key:       t.key(p.GetHTMLURL(), p.GetNumber()),
		Title:     p.GetTitle(),
		URL:       p.GetHTMLURL(),
		State:     feed.State(p.GetState()),
		Status:    pullStatus(seconds(p.MergedAt) > 0, p.GetDraft()),
		Author:    account(p.User),
		Owners:    accounts(p.Assignees),
		Reviewers: append(accounts(p.RequestedReviewers), t.teams(p.RequestedTeams)...),
		Labels:    labels(p.Labels),
		Created:   p.GetCreatedAt().UTC(),
		Updated:   p.GetUpdatedAt().UTC(),
		Closed:    p.GetClosedAt().UTC(),
		Due:       p.GetMilestone().GetDueOn().UTC(),
		Comments:  p.GetComments(),
	}
	t.put(it)
	t.opened(it, p.GetBody())
	t.pulls = append(t.pulls, p.GetNumber())
	return nil
}

func pullStatus(merged, draft bool) string {
	switch {
	case merged:
		return "merged"
	case draft:
		return "draft"
	}
	return ""
}

func (t *translator) opened(it feed.Item, body string) {
	e := feed.Event{
		Key: "issue/" + it.ID, Item: it.ID, Verb: feed.Opened, By: it.Author,
		To: t.called(body), At: it.Created, Updated: it.Updated, Text: body, URL: it.URL,
	}
	t.add(e)
	t.mentions(e, it.Key)
}

// stub mentions an item, in case nothing else does.
func (t *translator) stub(number int, address string) {
	id := strconv.Itoa(number)
	if t.known[id] {
		return
	}
	page, _, _ := strings.Cut(address, "#")
	kind := "issue"
	if strings.Contains(page, "/pull/") {
		kind = "pull_request"
	}
	t.put(feed.Item{ID: id, Kind: kind, Key: t.key(page, number), URL: page})
}

// key is how people name an item. Its address tells what the repository is called now.
func (t *translator) key(address string, number int) string {
	return fmt.Sprintf("%s#%d", t.repository(address), number)
}

// repository is the one that the page of an issue stands in, which on some servers has a prefix before it.
func (t *translator) repository(page string) string {
	for _, kind := range []string{"/issues/", "/pull/"} {
		if end := strings.LastIndex(page, kind); end > 0 {
			name := page[:end]
			if owner := strings.LastIndexByte(name, '/'); owner > 0 {
				owner = strings.LastIndexByte(name[:owner], '/')
				return name[owner+1:]
			}
		}
	}
	return t.name
}
