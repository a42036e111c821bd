package github

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

func issueUpdated(is *issue) time.Time { return is.updated }
func issueCreated(is *issue) time.Time { return is.created }
func entryUpdated(e *entry) time.Time  { return e.updated }
func entryCreated(e *entry) time.Time  { return e.act.At }

// issues lists issues and pull requests: open ones and the newest first, unless asked otherwise.
func (a *ask) issues() (reply, error) {
	q := a.URL.Query()
	since, err := a.since()
	if err != nil {
		return reply{}, err
	}
	labels := strings.FieldsFunc(q.Get("labels"), func(r rune) bool { return r == ',' })
	all := chosen(a.repo.issues, a.inState("open"), func(is *issue) bool {
		for _, l := range labels {
			if !slices.Contains(is.labels, strings.TrimSpace(l)) {
				return false
			}
		}
		who := a.ledger.people[is.act.By].Login
		return !is.updated.Before(since) && (q.Get("creator") == "" || q.Get("creator") == who) &&
			(q.Get("assignee") == "" || q.Get("assignee") == "*" && len(is.assigned) > 0 ||
				q.Get("assignee") == "none" && len(is.assigned) == 0 || slices.Contains(is.assigned, q.Get("assignee")))
	})
	switch q.Get("sort") {
	case "updated":
		ordered(all, issueUpdated, q.Get("direction") != "asc")
	case "comments":
		slices.SortStableFunc(all, func(x, y *issue) int { return x.comments - y.comments })
		if q.Get("direction") != "asc" {
			slices.Reverse(all)
		}
	default:
		ordered(all, issueCreated, q.Get("direction") != "asc")
	}
	return pages(a, all, a.draw.issue, issueUpdated), nil
}

// inState tests for the state asked for: open, closed or all.
func (a *ask) inState(or string) func(*issue) bool {
	state := a.URL.Query().Get("state")
	if state == "" {
		state = or
	}
	return func(is *issue) bool { return state == "all" || is.state() == state }
}

// numbered finds the issue of the path.
func (a *ask) numbered() (*issue, error) {
	n, err := strconv.Atoi(a.PathValue("number"))
	if i := n - a.repo.first; err == nil && i >= 0 && i < len(a.repo.issues) {
		return a.repo.issues[i], nil
	}
	return nil, errNotFound
}

func (a *ask) issue() (reply, error) {
	is, err := a.numbered()
	if err != nil {
		return reply{}, err
	}
	return reply{body: a.draw.issue(is), modified: is.updated}, nil
}

// ofIssue lists what belongs to one issue.
func (a *ask) ofIssue() (reply, error) {
	switch a.PathValue("list") {
	case "comments":
		return a.comments()
	case "events":
		return a.events()
	case "timeline":
		return a.timeline()
	}
	return reply{}, errNotFound
}

// comments lists the comments of the repository or of one issue: in the order of their ids, unless asked otherwise.
func (a *ask) comments() (reply, error) {
	since, err := a.since()
	if err != nil {
		return reply{}, err
	}
	late := func(e *entry) bool { return !e.updated.Before(since) }
	if a.PathValue("number") == "" {
		return pages(a, a.sorted(chosen(a.repo.comments, late)), a.draw.comment, entryUpdated), nil
	}
	is, err := a.numbered()
	if err != nil {
		return reply{}, err
	}
	all := chosen(is.timeline, late, func(e *entry) bool { return e.event == "" && e.state == "" })
	return pages(a, all, a.draw.comment, entryUpdated), nil
}

func (a *ask) comment() (reply, error) {
	n, err := strconv.ParseInt(a.PathValue("id"), 10, 64)
	i := slices.IndexFunc(a.repo.comments, func(e *entry) bool { return e.id == n })
	if err != nil || i < 0 {
		return reply{}, errNotFound
	}
	return reply{body: a.draw.comment(a.repo.comments[i]), modified: a.repo.comments[i].updated}, nil
}

// sorted sorts comments as asked. GitHub ignores the direction where no sort is given.
func (a *ask) sorted(all []*entry) []*entry {
	q := a.URL.Query()
	switch q.Get("sort") {
	case "updated":
		return ordered(all, entryUpdated, q.Get("direction") != "asc")
	case "created", "created_at":
		return ordered(all, entryCreated, q.Get("direction") != "asc")
	}
	return all
}

// events lists the events of the repository, newest first and with their issues, or those of one issue, oldest first.
func (a *ask) events() (reply, error) {
	if a.PathValue("number") == "" {
		all := slices.Clone(a.repo.events)
		slices.Reverse(all)
		return pages(a, all, func(e *entry) object { return a.draw.event(e, true) }, func(e *entry) time.Time { return e.on.updated }), nil
	}
	is, err := a.numbered()
	if err != nil {
		return reply{}, err
	}
	all := chosen(is.timeline, func(e *entry) bool { return e.event != "" && e.id != 0 })
	return pages(a, all, func(e *entry) object { return a.draw.event(e, false) }, entryCreated), nil
}

// timeline lists everything that happened to one issue, oldest first.
func (a *ask) timeline() (reply, error) {
	is, err := a.numbered()
	if err != nil {
		return reply{}, err
	}
	return pages(a, is.timeline, a.draw.moment, entryUpdated), nil
}
