package github

import (
	"strconv"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// event is an issue event; whole ones carry their issue.
func (p painter) event(e *entry, whole bool) object {
	repo := e.on.repo
	o := object{
		"id": e.id, "node_id": nodeID("IssueEvent", e.id), "event": e.event, "created_at": stamp(e.act.At),
		"url":   p.repoURL(repo) + "/issues/events/" + strconv.FormatInt(e.id, 10),
		"actor": p.user(e.act.By), "commit_id": nil, "commit_url": nil, "performed_via_github_app": nil,
	}
	if e.commit != nil {
		o["commit_id"], o["commit_url"] = e.commit.sha, p.repoURL(repo)+"/commits/"+e.commit.sha
	}
	switch e.event {
	case "assigned", "unassigned":
		o["actor"], o["assignee"], o["assigner"] = p.user(e.act.By), p.user(e.who), p.user(e.act.By)
	case "review_requested", "review_request_removed":
		o["review_requester"] = p.user(e.act.By)
		if who, _ := p.ledger.person(e.who); who.Members != nil {
			o["requested_team"] = p.team(who)
		} else {
			o["requested_reviewer"] = p.user(e.who)
		}
	case "labeled", "unlabeled":
		l := p.label(repo, e.into)
		o["label"] = object{"name": l["name"], "color": l["color"]}
	case "milestoned", "demilestoned":
		o["milestone"] = object{"title": e.into}
	case "renamed":
		o["rename"] = object{"from": e.from, "to": e.into}
	case "closed":
		o["state_reason"] = nil
		if !e.on.pull {
			o["state_reason"] = reason(e.act)
		}
	case "mentioned", "subscribed":
		o["actor"] = p.user(e.who) // GitHub names the one who was mentioned
	case "review_dismissed":
		o["dismissed_review"] = object{
			"state": dismissed(e.review.act.Deed), "review_id": e.review.id, "dismissal_message": e.body,
		}
	}
	if whole {
		o["issue"] = p.issue(e.on)
	}
	return o
}

func reason(a world.Act) any {
	if a.Name == "not planned" {
		return "not_planned"
	}
	return nil
}

func dismissed(d world.Deed) string {
	switch d {
	case world.Approved:
		return "approved"
	case world.Refused:
		return "changes_requested"
	}
	return "commented"
}

// moment is an entry of an issue's timeline: what the other listings show, with the word for what it is.
func (p painter) moment(e *entry) object {
	switch {
	case e.event == "cross-referenced":
		return object{
			"event": e.event, "actor": p.user(e.act.By), "created_at": stamp(e.act.At), "updated_at": stamp(e.act.At),
			"source": object{"type": "issue", "issue": p.issue(e.source)},
		}
	case e.event == "committed":
		o := p.gitCommit(e.commit)
		o["event"], o["sha"], o["html_url"] = e.event, e.commit.sha, p.commitPage(e.commit)
		return o
	case e.event != "":
		return p.event(e, false)
	case e.state != "":
		o := p.review(e)
		o["event"] = "reviewed"
		return o
	}
	o := p.comment(e)
	o["event"], o["actor"] = "commented", p.user(e.act.By)
	return o
}
