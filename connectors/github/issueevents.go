package github

import (
	"encoding/json"
	"strconv"

	"github.com/google/go-github/v62/github"

	"github.com/datelinehq/dateline/feed"
)

// verbs says what GitHub's issue events are in our words. Those that are missing here are housekeeping to us, and keep
// GitHub's word; a new kind of event loses nothing.
var verbs = map[string]feed.Verb{
	"assigned": feed.Assigned, "unassigned": feed.Unassigned,
	"labeled": feed.Labeled, "unlabeled": feed.Unlabeled,
	"milestoned": feed.Scheduled, "demilestoned": feed.Unscheduled,
	"closed": feed.Closed, "reopened": feed.Reopened, "merged": feed.Merged, "renamed": feed.Renamed,
	"locked": feed.Locked, "unlocked": feed.Unlocked,
	"convert_to_draft": feed.Drafted, "ready_for_review": feed.Readied,
	"head_ref_force_pushed": feed.Pushed,
	"review_requested":      feed.Requested, "review_request_removed": feed.Unrequested, "review_dismissed": feed.Dismissed,
	"referenced": feed.Linked, "cross-referenced": feed.Linked, "connected": feed.Linked, "disconnected": feed.Unlinked,
	"marked_as_duplicate": feed.Linked, "unmarked_as_duplicate": feed.Unlinked,
	"moved_columns_in_project": feed.Moved, "transferred": feed.Moved,
}

// echoes are events that only repeat what a comment or an assignment says already.
var echoes = map[string]bool{"subscribed": true, "unsubscribed": true, "mentioned": true, "commented": true, "reviewed": true}

// event translates an issue event.
func (t *translator) event(raw json.RawMessage) {
	var e github.IssueEvent
	if !t.understand("issue event", raw, &e) {
		return
	}
	word := e.GetEvent()
	if echoes[word] {
		return
	}
	if e.CreatedAt == nil || e.GetID() == 0 || word == "" {
		t.reject("issue event", raw, "an issue event without an id, a name or a time")
		return
	}
	out := feed.Event{
		Key: "issue_event/" + strconv.FormatInt(e.GetID(), 10), Verb: verbs[word], By: account(e.Actor),
		At: e.CreatedAt.UTC(), Updated: e.CreatedAt.UTC(),
	}
	if e.Issue != nil && e.Issue.GetNumber() > 0 {
		it := t.item(e.Issue) // as it is now, but not known as of when: it replaces nothing
		t.page.Items = append(t.page.Items, it)
		out.Item = it.ID
		if it.URL != "" {
			out.URL = it.URL + "#event-" + strconv.FormatInt(e.GetID(), 10)
		}
	}
	t.details(&out, &e, word)
	t.add(out)
}

// details fills in what only some events have.
func (t *translator) details(out *feed.Event, e *github.IssueEvent, word string) {
	switch out.Verb {
	case "":
		out.Verb, out.Into = feed.Tidied, word
	case feed.Assigned, feed.Unassigned:
		if e.Assignee != nil {
			out.To = []feed.Account{account(e.Assignee)}
		}
		if e.Assigner != nil {
			out.By = account(e.Assigner)
		}
	case feed.Requested, feed.Unrequested:
		if e.RequestedReviewer != nil {
			out.To = []feed.Account{account(e.RequestedReviewer)}
		}
		if e.RequestedTeam != nil {
			out.To = append(out.To, t.teams([]*github.Team{e.RequestedTeam})...)
		}
		if e.ReviewRequester != nil {
			out.By = account(e.ReviewRequester)
		}
	case feed.Labeled, feed.Unlabeled:
		out.Into = e.GetLabel().GetName()
	case feed.Scheduled, feed.Unscheduled:
		out.Into = e.GetMilestone().GetTitle()
	case feed.Renamed:
		out.From, out.Into = e.GetRename().GetFrom(), e.GetRename().GetTo()
	case feed.Closed:
		if reason := e.Issue.GetStateReason(); reason == "not_planned" {
			out.Into = "not planned"
		}
	case feed.Dismissed:
		out.Text = e.GetDismissedReview().GetDismissalMessage()
	case feed.Moved:
		out.From, out.Into = e.GetProjectCard().GetPreviousColumnName(), e.GetProjectCard().GetColumnName()
	case feed.Linked:
		if sha := e.GetCommitID(); len(sha) >= 10 {
			out.Into = "commit " + sha[:10]
		}
	}
}
