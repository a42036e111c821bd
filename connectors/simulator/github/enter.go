package github

import (
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// The first ids of everything that has one. Ids grow with the number of the act, ten to each.
const (
	issueIDs   = 2_410_000_000
	pullIDs    = 2_120_000_000
	commentIDs = 2_630_000_000
	reviewIDs  = 2_740_000_000
	remarkIDs  = 1_980_000_000
	eventIDs   = 15_300_000_000
	releaseIDs = 181_000_000
)

// enter takes the next act of the world.
func (l *ledger) enter(a world.Act) {
	l.read = a.ID
	repo := l.repos[a.Project]
	if repo == nil {
		return // it happened in another tool
	}
	switch a.Deed {
	case world.Released:
		repo.releases = append(repo.releases, &entry{id: id(releaseIDs, a, 0), act: a, body: l.write(a.Text, repo)})
		return
	case world.Opened:
		l.open(repo, a)
		return
	}
	on := l.works[a.Work]
	if on == nil {
		return
	}
	if a.Deed != world.Edited {
		on.updated = a.At
	}
	body := l.write(a.Text, repo)
	switch a.Deed {
	case world.Commented:
		on.comments++
		e := l.log(on, &entry{id: id(commentIDs, a, 0), act: a, body: body, updated: a.At})
		repo.comments = append(repo.comments, e)
	case world.Edited:
		l.edit(on, a, body)
	case world.Approved:
		l.review(on, a, "APPROVED", body)
	case world.Refused:
		l.review(on, a, "CHANGES_REQUESTED", body)
	case world.Reviewed:
		l.review(on, a, "COMMENTED", body)
	case world.Remarked:
		l.remark(on, a, body, l.acts[a.About], nil)
	case world.Replied:
		l.remark(on, a, body, l.review(on, a, "COMMENTED", ""), l.acts[a.About])
	case world.Dismissed:
		if r := l.acts[a.About]; r != nil {
			r.state = "DISMISSED"
			l.event(on, a, 0, &entry{event: "review_dismissed", review: r, body: body})
		}
	case world.Pushed:
		l.push(on, a)
	case world.Merged:
		l.merge(on, a)
	case world.Closed:
		on.close(a)
		e := &entry{event: "closed"}
		if m := l.acts[a.About]; m != nil {
			e.commit = m.commit
			l.event(on, a, 0, &entry{event: "referenced", commit: m.commit})
		}
		l.event(on, a, 1, e)
	default:
		l.change(on, a)
	}
	if body != "" && a.Deed != world.Edited {
		l.mention(on, a)
	}
}

func id(first int64, a world.Act, k int) int64 { return first + int64(a.ID)*10 + int64(k) }

// open enters a new issue or pull request.
func (l *ledger) open(repo *repository, a world.Act) {
	is := &issue{
		repo: repo, act: a, number: repo.numbered(a.Number), title: a.Name, pull: a.Kind == world.Change,
		draft: a.Draft, created: a.At, updated: a.At,
	}
	l.works[a.Work] = is
	repo.issues = append(repo.issues, is)
	is.body = l.write(a.Text, repo)
	l.acts[a.ID] = &entry{act: a, on: is}
	if is.pull {
		is.head, is.baseSHA = branch(l.people[a.By], a), repo.commits[len(repo.commits)-1].sha
		is.headSHA = is.baseSHA
		a.Name = is.title
		l.pushCommit(is, a, a.Files)
	}
	l.mention(is, a)
}

// change enters what is an event and nothing more.
func (l *ledger) change(on *issue, a world.Act) {
	e := &entry{into: a.Name}
	for _, h := range a.To {
		login := l.people[h].Login
		e.who = login
		switch a.Deed {
		case world.Asked:
			on.reviews = with(on.reviews, login)
		case world.Unasked:
			on.reviews = without(on.reviews, login)
		case world.Assigned:
			on.assigned = with(on.assigned, login)
		case world.Unassigned:
			on.assigned = without(on.assigned, login)
		}
	}
	switch a.Deed {
	case world.Asked, world.Unasked:
		e.event = map[world.Deed]string{world.Asked: "review_requested", world.Unasked: "review_request_removed"}[a.Deed]
		for i, h := range a.To {
			one := *e
			one.who = l.people[h].Login
			l.event(on, a, i, &one)
		}
		return
	case world.Assigned:
		e.event = "assigned"
	case world.Unassigned:
		e.event = "unassigned"
	case world.Labelled:
		on.labels = with(on.labels, a.Name)
		on.repo.labels = with(on.repo.labels, a.Name)
		e.event = "labeled"
	case world.Unlabelled:
		on.labels = without(on.labels, a.Name)
		e.event = "unlabeled"
	case world.Scheduled:
		on.plan = a.Name
		on.repo.plans = with(on.repo.plans, a.Name)
		e.event = "milestoned"
	case world.Unscheduled:
		on.plan = ""
		e.event = "demilestoned"
	case world.Renamed:
		e.event, e.from, on.title = "renamed", on.title, a.Name
	case world.Readied:
		on.draft = false
		e.event = "ready_for_review"
	case world.Drafted:
		on.draft = true
		e.event = "convert_to_draft"
	case world.Reopened:
		on.closed, on.closedBy, on.reason = time.Time{}, "", "reopened"
		e.event = "reopened"
	}
	l.event(on, a, 0, e)
}

func (on *issue) close(a world.Act) {
	on.closed, on.closedBy, on.reason = a.At, a.By, "completed"
	if a.Name != "" {
		on.reason = strings.ReplaceAll(a.Name, " ", "_")
	}
	on.reviews = slices.Clone(on.reviews)
}

// event enters the kth event of an act.
func (l *ledger) event(on *issue, a world.Act, k int, e *entry) {
	e.id, e.act, e.updated = id(eventIDs, a, k), a, a.At
	l.log(on, e)
	on.repo.events = append(on.repo.events, e)
}

// log puts the entry in the history of the issue.
func (l *ledger) log(on *issue, e *entry) *entry {
	e.on = on
	on.timeline = append(on.timeline, e)
	if l.acts[e.act.ID] == nil || e.event == "" {
		l.acts[e.act.ID] = e
	}
	return e
}

func (l *ledger) edit(on *issue, a world.Act, body string) {
	e := l.acts[a.About]
	if e == nil {
		return
	}
	if e.act.Deed == world.Opened {
		on.body, on.updated = body, a.At
		return
	}
	e.body, e.updated = body, a.At
}
