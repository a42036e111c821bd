package github

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/google/go-github/v62/github"

	"github.com/datelinehq/dateline/feed"
)

// A translator turns GitHub's objects into ours and puts them on a page. It is pure. What it cannot understand becomes a
// reject.
type translator struct {
	name  string // owner/name of the repository
	since time.Time
	page  *feed.Page
}

// understand decodes an object, or rejects it.
func (t *translator) understand(what string, raw json.RawMessage, v any) bool {
	err := json.Unmarshal(raw, v)
	if err == nil {
		return true
	}
	t.reject(what, raw, fmt.Sprintf("GitHub's %s cannot be understood: %v", what, err))
	return false
}

func (t *translator) reject(what string, raw json.RawMessage, reason string) {
	var named struct {
		ID     json.RawMessage `json:"id"`
		Number json.RawMessage `json:"number"`
	}
	_ = json.Unmarshal(raw, &named) // whatever it tells; a name is better than none
	key := what
	for _, part := range []json.RawMessage{named.ID, named.Number} {
		if len(part) > 0 && len(part) < 40 {
			key += " " + strings.Trim(string(part), `"`)
		}
	}
	t.page.Rejects = append(t.page.Rejects, feed.Reject{Key: key, Reason: reason, Raw: raw[:min(len(raw), feed.MaxRaw)]})
}

// add puts an event on the page, unless it is older than the source wants to look back.
func (t *translator) add(e feed.Event) {
	if e.At.Before(t.since) && e.Updated.Before(t.since) {
		return
	}
	t.page.Events = append(t.page.Events, e)
}

// issue translates what the issues list brings: an issue, or a pull request as an issue.
func (t *translator) issue(raw json.RawMessage) {
	var i github.Issue
	if !t.understand("issue", raw, &i) {
		return
	}
	if i.GetNumber() <= 0 || i.CreatedAt == nil {
		t.reject("issue", raw, "an issue without a number or a time")
		return
	}
	it := t.item(&i)
	it.Updated = i.GetUpdatedAt().UTC()
	t.page.Items = append(t.page.Items, it)
	t.opened(it, i.GetBody())
}

// item is an issue's snapshot, without the time that would let it replace another.
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
	if r := i.GetStateReason(); r == "not_planned" || r == "duplicate" {
		it.Status = strings.ReplaceAll(r, "_", " ")
	}
	if i.PullRequestLinks != nil || strings.Contains(it.URL, "/pull/") {
		it.Kind = "pull_request"
		it.Status = pullStatus(!i.PullRequestLinks.GetMergedAt().IsZero(), i.GetDraft())
	}
	return it
}

// pull translates what the pull requests list brings, and returns the number.
func (t *translator) pull(raw json.RawMessage) int {
	var p github.PullRequest
	if !t.understand("pull request", raw, &p) {
		return 0
	}
	if p.GetNumber() <= 0 || p.CreatedAt == nil {
		t.reject("pull request", raw, "a pull request without a number or a time")
		return 0
	}
	it := feed.Item{
		ID:        strconv.Itoa(p.GetNumber()),
		Kind:      "pull_request",
		Key:       t.key(p.GetHTMLURL(), p.GetNumber()),
		Title:     p.GetTitle(),
		URL:       p.GetHTMLURL(),
		State:     feed.State(p.GetState()),
		Status:    pullStatus(!p.GetMergedAt().IsZero(), p.GetDraft()),
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
	t.page.Items = append(t.page.Items, it)
	t.opened(it, p.GetBody())
	return p.GetNumber()
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
	t.add(feed.Event{
		Key: "issue/" + it.ID, Item: it.ID, Verb: feed.Opened, By: it.Author,
		At: it.Created, Updated: it.Updated, Text: body, URL: it.URL,
	})
	t.mentions("issue/"+it.ID, it.ID, it.Key, it.Author, it.Created, it.Updated, body, it.URL)
}

// comment translates a comment on an issue or a pull request.
func (t *translator) comment(raw json.RawMessage) {
	var c github.IssueComment
	if !t.understand("comment", raw, &c) {
		return
	}
	t.said("issue_comment/"+strconv.FormatInt(c.GetID(), 10), c.GetIssueURL(), c.GetHTMLURL(), c.User, c.CreatedAt, c.UpdatedAt, c.GetBody(), raw)
}

// reviewComment translates a remark on a line of a pull request.
func (t *translator) reviewComment(raw json.RawMessage) {
	var c github.PullRequestComment
	if !t.understand("review comment", raw, &c) {
		return
	}
	t.said("review_comment/"+strconv.FormatInt(c.GetID(), 10), c.GetPullRequestURL(), c.GetHTMLURL(), c.User, c.CreatedAt, c.UpdatedAt, c.GetBody(), raw)
}

func (t *translator) said(key, parent, page string, by *github.User, at, changed *github.Timestamp, body string, raw json.RawMessage) {
	number := lastNumber(parent)
	if number <= 0 {
		number = lastNumber(strings.SplitN(page, "#", 2)[0])
	}
	if number <= 0 || at == nil {
		t.reject("comment", raw, "a comment without an issue or a time")
		return
	}
	t.stub(number, page)
	id := strconv.Itoa(number)
	e := feed.Event{
		Key: key, Item: id, Verb: feed.Commented, By: account(by), At: at.UTC(), Updated: changed.UTC(), Text: body, URL: page,
	}
	t.add(e)
	t.mentions(key, id, t.key(page, number), e.By, e.At, e.Updated, body, page)
}

// review translates a submitted review. One that is still being written has no time, and is nobody's business yet.
func (t *translator) review(number int, raw json.RawMessage) {
	var r github.PullRequestReview
	if !t.understand("review", raw, &r) {
		return
	}
	if r.SubmittedAt == nil {
		return
	}
	verb := feed.Reviewed
	switch strings.ToUpper(r.GetState()) {
	case "APPROVED":
		verb = feed.Approved
	case "CHANGES_REQUESTED":
		verb = feed.ChangesRequested
	}
	t.stub(number, r.GetHTMLURL())
	key, id := "review/"+strconv.FormatInt(r.GetID(), 10), strconv.Itoa(number)
	e := feed.Event{
		Key: key, Item: id, Verb: verb, By: account(r.User), At: r.SubmittedAt.UTC(), Updated: r.SubmittedAt.UTC(),
		Text: r.GetBody(), URL: r.GetHTMLURL(),
	}
	t.add(e)
	t.mentions(key, id, t.key(e.URL, number), e.By, e.At, e.At, e.Text, e.URL)
}

// release translates a published release.
func (t *translator) release(raw json.RawMessage) {
	var r github.RepositoryRelease
	if !t.understand("release", raw, &r) {
		return
	}
	if r.GetDraft() {
		return
	}
	at := r.GetPublishedAt()
	if at.IsZero() {
		at = r.GetCreatedAt()
	}
	if at.IsZero() || r.GetID() == 0 {
		t.reject("release", raw, "a release without an id or a time")
		return
	}
	id := "release/" + strconv.FormatInt(r.GetID(), 10)
	title := r.GetName()
	if title == "" {
		title = r.GetTagName()
	}
	status := ""
	if r.GetPrerelease() {
		status = "pre-release"
	}
	t.page.Items = append(t.page.Items, feed.Item{
		ID: id, Kind: "release", Key: t.name + "@" + r.GetTagName(), Title: title, URL: r.GetHTMLURL(), State: feed.StateClosed,
		Status: status, Author: account(r.Author), Created: at.UTC(), Updated: at.UTC(), Closed: at.UTC(),
	})
	t.add(feed.Event{
		Key: id, Item: id, Verb: feed.Released, By: account(r.Author), At: at.UTC(), Into: r.GetTagName(), Text: r.GetBody(), URL: r.GetHTMLURL(),
	})
}

// stub mentions an item, in case nothing else does.
func (t *translator) stub(number int, address string) {
	id := strconv.Itoa(number)
	page, _, _ := strings.Cut(address, "#")
	kind := "issue"
	if strings.Contains(page, "/pull/") {
		kind = "pull_request"
	}
	t.page.Items = append(t.page.Items, feed.Item{ID: id, Kind: kind, Key: t.key(page, number), URL: page})
}

var pagePath = regexp.MustCompile(`^/([\w.-]+/[\w.-]+)/(?:issues|pull|pulls)/\d+`)

// key is how people name an item. Its address tells what the repository is called now.
func (t *translator) key(address string, number int) string {
	name := t.name
	if u, err := url.Parse(address); err == nil {
		// A server may live below a path of its own; the repository's is the end of it.
		if i := strings.LastIndex(u.Path, "/"+strings.SplitN(t.name, "/", 2)[0]+"/"); i >= 0 {
			if m := pagePath.FindStringSubmatch(u.Path[i:]); m != nil {
				name = m[1]
			}
		}
	}
	return name + "#" + strconv.Itoa(number)
}

var trailingNumber = regexp.MustCompile(`/(\d+)/?$`)

// lastNumber is the number at the end of an address, 0 if there is none.
func lastNumber(address string) int {
	m := trailingNumber.FindStringSubmatch(address)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 0
	}
	return n
}

func account(u *github.User) feed.Account {
	if u == nil {
		return feed.Account{}
	}
	return feed.Account{ID: u.GetLogin(), Name: u.GetName(), Bot: u.GetType() == "Bot"}
}

func accounts(users []*github.User) []feed.Account {
	var out []feed.Account
	for _, u := range users {
		if u != nil {
			out = append(out, account(u))
		}
	}
	return out
}

// teams are groups, named by the organisation and their slug.
func (t *translator) teams(teams []*github.Team) []feed.Account {
	var out []feed.Account
	for _, team := range teams {
		if team != nil && team.GetSlug() != "" {
			owner, _, _ := strings.Cut(t.name, "/")
			out = append(out, feed.Account{ID: owner + "/" + team.GetSlug(), Name: team.GetName(), Group: true})
		}
	}
	return out
}

func labels(ls []*github.Label) []string {
	var out []string
	for _, l := range ls {
		if l != nil && l.GetName() != "" {
			out = append(out, l.GetName())
		}
	}
	return out
}
