package asks

import (
	"github.com/datelinehq/dateline/feed"
)

// spoken are the acts that answer a mention, as most tools have them: words, votes, moves, and handing it on.
var spoken = verbs(
	feed.Commented, feed.Reviewed, feed.Approved, feed.ChangesRequested, feed.Moved, feed.Paused, feed.Resumed, feed.Proposed,
	feed.Decided, feed.Rejected, feed.Superseded, feed.Closed, feed.Reopened, feed.Merged, feed.Assigned, feed.Requested,
)

// worked are the acts that show that somebody has begun with what they own.
var worked = verbs(
	feed.Commented, feed.Reviewed, feed.Approved, feed.ChangesRequested, feed.Moved, feed.Paused, feed.Resumed, feed.Proposed,
	feed.Decided, feed.Rejected, feed.Superseded, feed.Closed, feed.Reopened, feed.Merged, feed.Labeled, feed.Unlabeled,
	feed.Linked, feed.Worked, feed.Pushed, feed.Scheduled, feed.Checked, feed.Attached, feed.Changed, feed.Opened,
)

// looked are the acts of a first look at what came from outside.
var looked = verbs(
	feed.Commented, feed.Reviewed, feed.Approved, feed.ChangesRequested, feed.Labeled, feed.Assigned, feed.Moved, feed.Requested,
	feed.Merged, feed.Scheduled,
)

func verbs(list ...feed.Verb) map[feed.Verb]bool {
	set := map[feed.Verb]bool{}
	for _, v := range list {
		set[v] = true
	}
	return set
}

// answer ends the asks that an event answers.
func (w *walk) answer(e feed.Entry) {
	for _, a := range w.asks {
		if !a.Open() {
			continue
		}
		switch {
		case w.acknowledges(a, e):
			a.Acknowledged = e.At
		case w.promise(a, e):
		case w.answers(a, e):
			a.end(feed.AskAnswered, e.At, e.Key, e.By, "")
		}
	}
}

// answers reports whether an event answers an ask.
func (w *walk) answers(a *ask, e feed.Entry) bool {
	if e.Verb == feed.Resolved && e.Thread == a.Thread && a.Thread != "" {
		return true // whoever did it: tools do not always tell
	}
	if !w.human(e.Tool, e.By) {
		return false
	}
	if a.Kind == feed.Checklist {
		return e.Verb == feed.Checked && e.Thread == a.Thread
	}
	mine := w.owes(a, e.By)
	switch a.Kind {
	case feed.Review:
		return mine && (reviewed(e.Verb) || e.Tool != "github" && spoken[e.Verb])
	case feed.Approval:
		return mine && (reviewed(e.Verb) && e.Verb != feed.Reviewed || e.Verb == feed.Decided || e.Verb == feed.Rejected)
	case feed.Changes:
		return mine && (e.Verb == feed.Pushed || e.Verb == feed.Commented || e.Verb == feed.Requested || e.Verb == feed.Closed ||
			e.Tool != "github" && worked[e.Verb])
	case feed.Merge:
		return e.Verb == feed.Merged
	case feed.Pending:
		_, settles := w.says(e)
		return e.Verb == feed.Decided || e.Verb == feed.Rejected || e.Verb == feed.Superseded || settles
	case feed.Thread:
		return mine && e.Verb == feed.Commented && e.Thread == a.Thread
	case feed.Mention:
		if a.Thread != "" && e.Tool == "notion" {
			return mine && e.Verb == feed.Commented && e.Thread == a.Thread
		}
		return mine && spoken[e.Verb]
	case feed.Assignment:
		return mine && worked[e.Verb]
	case feed.Reply:
		return mine && (e.Verb == feed.Commented || e.Verb == feed.Reviewed || e.Tool == "asana" && spoken[e.Verb]) &&
			(e.Tool != "notion" || e.Thread == a.Thread)
	case feed.Triage:
		return looked[e.Verb] && !w.same(e.Tool, e.By, w.item.Author)
	case feed.Question:
		return e.Verb == feed.Commented && (mine || !w.agreed.Outside(e.Tool, e.By) && !w.same(e.Tool, e.By, a.Asker))
	}
	return false
}

func reviewed(v feed.Verb) bool {
	return v == feed.Reviewed || v == feed.Approved || v == feed.ChangesRequested
}

// acknowledges reports whether an event only shows that the responder saw what is asked: a reaction.
func (w *walk) acknowledges(a *ask, e feed.Entry) bool {
	return e.Verb == feed.Tidied && e.Into == "comment liked" && a.Acknowledged.IsZero() && w.human(e.Tool, e.By) && w.owes(a, e.By)
}
