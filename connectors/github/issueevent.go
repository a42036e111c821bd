package github

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/google/go-github/v75/github"

	"github.com/datelinehq/dateline/feed"
)

// An issueEvent is go-github's with what that does not know yet.
type issueEvent struct {
	github.IssueEvent
	StateReason string `json:"state_reason"`
	// ProjectCard is of the classic projects, which the library no longer knows; old events still have it.
	ProjectCard struct {
		ColumnName         string `json:"column_name"`
		PreviousColumnName string `json:"previous_column_name"`
	} `json:"project_card"`
}

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

// echoes are events that only repeat what a comment, a review or an assignment says already.
var echoes = map[string]bool{"subscribed": true, "unsubscribed": true, "mentioned": true, "commented": true, "reviewed": true}

// event translates an issue event.
func (t *translator) event(e *issueEvent) error {
	word := e.GetEvent()
	switch {
	case echoes[word]:
		return nil
	case e.GetID() == 0 || word == "":
		return errNameless
	case seconds(e.CreatedAt) == 0:
		return errTimeless
	}
	out := feed.Event{
		Key: fmt.Sprintf("issue_event/%d", e.GetID()), Verb: cmp.Or(verbs[word], feed.Tidied), By: account(e.Actor),
		At: e.CreatedAt.UTC(), Updated: e.CreatedAt.UTC(),
	}
	if e.Issue.GetNumber() > 0 {
		it := t.item(e.Issue)
		t.put(it)
		out.Item = it.ID
		if it.URL != "" {
			out.URL = fmt.Sprintf("%s#event-%d", it.URL, e.GetID())
		}
	}
	t.details(&out, e)
	t.add(out)
	return nil
}

// details fills in what only some events have.
func (t *translator) details(out *feed.Event, e *issueEvent) {
	switch out.Verb {
	case feed.Tidied:
		out.Into = e.GetEvent()
	case feed.Assigned, feed.Unassigned:
		out.To = accounts([]*github.User{e.Assignee})
		if by := account(e.Assigner); by.ID != "" {
			out.By = by
		}
	case feed.Requested, feed.Unrequested:
		out.To = append(accounts([]*github.User{e.RequestedReviewer}), t.teams([]*github.Team{e.RequestedTeam})...)
		if by := account(e.ReviewRequester); by.ID != "" {
			out.By = by
		}
	case feed.Labeled, feed.Unlabeled:
		out.Into = e.GetLabel().GetName()
	case feed.Scheduled, feed.Unscheduled:
		out.Into = e.GetMilestone().GetTitle()
	case feed.Renamed:
		out.From, out.Into = e.GetRename().GetFrom(), e.GetRename().GetTo()
	case feed.Closed:
		if e.StateReason != "completed" {
			out.Into = strings.ReplaceAll(e.StateReason, "_", " ")
		}
	case feed.Locked:
		out.Into = e.GetLockReason()
	case feed.Dismissed:
		out.Text = e.GetDismissedReview().GetDismissalMessage()
	case feed.Moved:
		out.From, out.Into = e.ProjectCard.PreviousColumnName, e.ProjectCard.ColumnName
	case feed.Linked:
		if sha := e.GetCommitID(); len(sha) >= 10 {
			out.Into = "commit " + sha[:10]
		}
	}
}
