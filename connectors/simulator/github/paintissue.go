package github

import (
	"fmt"
	"strconv"
)

// issue is an issue or pull request as the issue listings show it.
func (p painter) issue(is *issue) object {
	u := p.issueURL(is)
	o := object{
		"id": id(issueIDs, is.act, 0), "node_id": nodeID("Issue", id(issueIDs, is.act, 0)), "number": is.number,
		"url": u, "repository_url": p.repoURL(is.repo), "labels_url": u + "/labels{/name}", "comments_url": u + "/comments",
		"events_url": u + "/events", "timeline_url": u + "/timeline", "html_url": p.page(is), "title": is.title,
		"user": p.user(is.act.By), "labels": p.labels(is), "state": is.state(), "state_reason": nil, "locked": false,
		"active_lock_reason": nil, "assignee": p.first(is.assigned), "assignees": p.users(is.assigned),
		"milestone": p.milestone(is.repo, is.plan), "comments": is.comments, "created_at": stamp(is.created),
		"updated_at": stamp(is.updated), "closed_at": stamp(is.closed), "author_association": p.association(is.act.By),
		"body": text(is.body), "closed_by": p.user(is.closedBy), "reactions": p.reactions(u), "performed_via_github_app": nil,
	}
	if is.reason != "" && !is.pull {
		o["state_reason"] = is.reason
	}
	if is.pull {
		o["draft"] = is.draft
		o["pull_request"] = object{
			"url": p.pullURL(is), "html_url": p.page(is), "diff_url": p.page(is) + ".diff", "patch_url": p.page(is) + ".patch",
			"merged_at": is.mergedAt(),
		}
	}
	return o
}

func (is *issue) state() string {
	if is.closed.IsZero() {
		return "open"
	}
	return "closed"
}

func (is *issue) mergedAt() any {
	if is.merge == nil {
		return nil
	}
	return stamp(is.merge.act.At)
}

// text is a body as JSON: null where nothing was written.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// pull is a pull request as the listing of pull requests shows it.
func (p painter) pull(is *issue) object {
	u := p.pullURL(is)
	sha := is.headSHA
	if is.merge != nil {
		sha = is.merge.sha
	}
	link := func(href string) object { return object{"href": href} }
	return object{
		"id": id(pullIDs, is.act, 0), "node_id": nodeID("PullRequest", id(pullIDs, is.act, 0)), "number": is.number, "url": u,
		"html_url": p.page(is), "diff_url": p.page(is) + ".diff", "patch_url": p.page(is) + ".patch", "issue_url": p.issueURL(is),
		"state": is.state(), "locked": false, "active_lock_reason": nil, "title": is.title, "user": p.user(is.act.By),
		"body": text(is.body), "created_at": stamp(is.created), "updated_at": stamp(is.updated), "closed_at": stamp(is.closed),
		"merged_at": is.mergedAt(), "merge_commit_sha": sha, "assignee": p.first(is.assigned), "assignees": p.users(is.assigned),
		"requested_reviewers": p.users(is.reviews), "requested_teams": p.teams(is.reviews), "labels": p.labels(is),
		"milestone": p.milestone(is.repo, is.plan), "draft": is.draft, "auto_merge": nil,
		"author_association": p.association(is.act.By), "commits_url": u + "/commits", "review_comments_url": u + "/comments",
		"review_comment_url": p.repoURL(is.repo) + "/pulls/comments{/number}", "comments_url": p.issueURL(is) + "/comments",
		"statuses_url": p.repoURL(is.repo) + "/statuses/" + is.headSHA,
		"head":         p.branch(is.repo, is.head, is.headSHA), "base": p.branch(is.repo, "main", is.baseSHA),
		"_links": object{
			"self": link(u), "html": link(p.page(is)), "issue": link(p.issueURL(is)), "comments": link(p.issueURL(is) + "/comments"),
			"review_comments": link(u + "/comments"), "commits": link(u + "/commits"),
			"review_comment": link(p.repoURL(is.repo) + "/pulls/comments{/number}"),
			"statuses":       link(p.repoURL(is.repo) + "/statuses/" + is.headSHA),
		},
	}
}

func (p painter) branch(r *repository, ref, sha string) object {
	return object{
		"label": Organization + ":" + ref, "ref": ref, "sha": sha, "user": p.owner(),
		"repo": object{"id": r.id, "name": r.name, "full_name": Organization + "/" + r.name, "url": p.repoURL(r), "html_url": p.repoPage(r)},
	}
}

// wholePull is a pull request as it is shown alone.
func (p painter) wholePull(is *issue) object {
	o := p.pull(is)
	added, removed, files := 0, 0, map[string]bool{}
	for _, c := range is.pushes {
		for _, f := range c.files {
			added, removed, files[f.Path] = added+f.Added, removed+f.Removed, true
		}
	}
	o["merged"], o["merged_by"] = is.merge != nil, nil
	if is.merge != nil {
		o["merged_by"] = p.user(is.closedBy)
	}
	o["mergeable"], o["rebaseable"], o["mergeable_state"] = nil, nil, "unknown"
	if is.state() == "open" {
		o["mergeable"], o["rebaseable"], o["mergeable_state"] = true, true, "clean"
	}
	o["comments"], o["review_comments"], o["maintainer_can_modify"] = is.comments, is.remarks, false
	o["commits"], o["additions"], o["deletions"], o["changed_files"] = len(is.pushes), added, removed, len(files)
	return o
}

func (p painter) comment(e *entry) object {
	u := p.repoURL(e.on.repo) + "/issues/comments/" + strconv.FormatInt(e.id, 10)
	return object{
		"id": e.id, "node_id": nodeID("IssueComment", e.id), "url": u, "html_url": p.anchor(e), "issue_url": p.issueURL(e.on),
		"user": p.user(e.act.By), "created_at": stamp(e.act.At), "updated_at": stamp(e.updated),
		"author_association": p.association(e.act.By), "body": e.body, "reactions": p.reactions(u), "performed_via_github_app": nil,
	}
}

// anchor is where a comment, review or remark stands on the page of its issue.
func (p painter) anchor(e *entry) string {
	return p.page(e.on) + "#" + e.fragment()
}

func (e *entry) fragment() string {
	switch {
	case e.event != "":
		return fmt.Sprintf("event-%d", e.id)
	case e.state != "":
		return fmt.Sprintf("pullrequestreview-%d", e.id)
	case e.review != nil:
		return fmt.Sprintf("discussion_r%d", e.id)
	}
	return fmt.Sprintf("issuecomment-%d", e.id)
}

func (p painter) review(e *entry) object {
	link := func(href string) object { return object{"href": href} }
	return object{
		"id": e.id, "node_id": nodeID("PullRequestReview", e.id), "user": p.user(e.act.By), "body": e.body, "state": e.state,
		"html_url": p.anchor(e), "pull_request_url": p.pullURL(e.on), "author_association": p.association(e.act.By),
		"submitted_at": stamp(e.act.At), "commit_id": e.commit.sha,
		"_links": object{"html": link(p.anchor(e)), "pull_request": link(p.pullURL(e.on))},
	}
}

// remark is a comment on a line of a pull request. A reply stands where its thread began.
func (p painter) remark(e *entry) object {
	u := p.repoURL(e.on.repo) + "/pulls/comments/" + strconv.FormatInt(e.id, 10)
	where := e
	if e.thread != nil {
		where = e.thread
	}
	line := where.act.Line
	link := func(href string) object { return object{"href": href} }
	o := object{
		"id": e.id, "node_id": nodeID("PullRequestReviewComment", e.id), "url": u, "html_url": p.anchor(e), "body": e.body,
		"pull_request_review_id": e.review.id, "pull_request_url": p.pullURL(e.on), "user": p.user(e.act.By), "path": where.act.File,
		"line": line, "original_line": line, "start_line": nil, "original_start_line": nil, "start_side": nil, "side": "RIGHT",
		"position": min(line, 40), "original_position": min(line, 40), "commit_id": e.on.headSHA, "original_commit_id": e.commit.sha,
		"diff_hunk": hunk(where), "created_at": stamp(e.act.At), "updated_at": stamp(e.updated), "subject_type": "line",
		"author_association": p.association(e.act.By), "reactions": p.reactions(u),
		"_links": object{"self": link(u), "html": link(p.anchor(e)), "pull_request": link(p.pullURL(e.on))},
	}
	if e.thread != nil {
		o["in_reply_to_id"] = e.thread.id
	}
	return o
}

// hunk is the piece of the diff a remark stands under: the line it is about.
func hunk(e *entry) string {
	from := max(e.act.Line-3, 1)
	head := fmt.Sprintf("@@ -%d,3 +%d,4 @@", from, from)
	if e.act.Code == "" {
		return head
	}
	return head + "\n+" + e.act.Code
}
