package query

import "github.com/datelinehq/dateline/feed"

// Verbs lists every verb in the order of a piece of work's life, in which they are offered to choose from.
func Verbs() []feed.Verb {
	return []feed.Verb{
		feed.Proposed, feed.Decided, feed.Rejected, feed.Superseded,
		feed.Opened, feed.Drafted, feed.Readied, feed.Pushed, feed.Approved, feed.ChangesRequested, feed.Dismissed,
		feed.Merged, feed.Released, feed.Closed, feed.Reopened, feed.Paused, feed.Resumed, feed.Renamed, feed.Moved,
		feed.Edited, feed.Changed, feed.Checked, feed.Unchecked, feed.Attached, feed.Worked, feed.Labeled, feed.Unlabeled,
		feed.Scheduled, feed.Unscheduled, feed.Linked, feed.Unlinked, feed.Locked, feed.Unlocked, feed.Tidied,
		feed.Commented, feed.Resolved, feed.Unresolved, feed.Reviewed, feed.Requested, feed.Unrequested, feed.Assigned,
		feed.Unassigned,
		feed.Promised, feed.Snoozed, feed.Waived, feed.Confirmed, feed.Met, feed.Missed, feed.Warned, feed.Flagged, feed.Escalated,
		feed.Failing, feed.Recovered,
	}
}

// Texts are words as strings.
func Texts[T ~string](of []T) []string {
	out := make([]string, len(of))
	for i, v := range of {
		out[i] = string(v)
	}
	return out
}
