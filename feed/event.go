package feed

import (
	"maps"
	"slices"
	"time"
)

// A Kind says what sort of news an event is. It is the coarsest filter of the feed.
type Kind string

// The kinds of events.
const (
	// Decision is something put up to be decided, and what came of it.
	Decision Kind = "decision"
	// Progress is work that moved: opened, merged, closed, released, moved to another list.
	Progress Kind = "progress"
	// Discussion is people talking: comments and reviews.
	Discussion Kind = "discussion"
	// Request is somebody asking somebody: a review requested, an assignment.
	Request Kind = "request"
	// Flag is Dateline's own word about an ask that is past its window.
	Flag Kind = "flag"
)

// Kinds lists every kind in the order in which they are offered to readers.
func Kinds() []Kind { return []Kind{Decision, Progress, Discussion, Request, Flag} }

// A Verb says what was done. Verbs are ours, not a tool's: a tool's status, list, label or property becomes one of them.
type Verb string

// The verbs. The comment behind each says what it is about where the word alone does not.
const (
	Opened           Verb = "opened"
	Closed           Verb = "closed"
	Reopened         Verb = "reopened"
	Merged           Verb = "merged"
	Renamed          Verb = "renamed" // From and Into are the titles
	Moved            Verb = "moved"   // From and Into are lists, statuses or sections
	Labeled          Verb = "labeled" // Into is the label
	Unlabeled        Verb = "unlabeled"
	Drafted          Verb = "drafted" // turned back into a draft
	Readied          Verb = "readied" // declared ready for review
	Pushed           Verb = "pushed"  // new commits
	Released         Verb = "released"
	Scheduled        Verb = "scheduled" // Into is the milestone, sprint or due date
	Unscheduled      Verb = "unscheduled"
	Locked           Verb = "locked"
	Unlocked         Verb = "unlocked"
	Linked           Verb = "linked" // Into names the item it was linked with; in a thread, one that it waits for
	Unlinked         Verb = "unlinked"
	Edited           Verb = "edited"  // what the item says was rewritten
	Changed          Verb = "changed" // From and Into are a field before and after, as "priority: high"
	Paused           Verb = "paused"  // work rests, by a status, list or label that the team agreed means so
	Resumed          Verb = "resumed" // in a thread: what is waited for there is done
	Checked          Verb = "checked" // Into is a line of a checklist
	Unchecked        Verb = "unchecked"
	Attached         Verb = "attached" // Into is the name of a file
	Worked           Verb = "worked"   // Into is the time that was logged: 3h 20m
	Tidied           Verb = "tidied"   // housekeeping nobody waits for: a branch deleted, an item pinned
	Commented        Verb = "commented"
	Reviewed         Verb = "reviewed" // a review that neither approves nor refuses
	Approved         Verb = "approved"
	ChangesRequested Verb = "changes_requested"
	Dismissed        Verb = "dismissed" // a review that no longer counts
	Requested        Verb = "requested" // To was asked to review
	Unrequested      Verb = "unrequested"
	Assigned         Verb = "assigned" // To became an owner; in a thread, of the line of a checklist that is Into
	Unassigned       Verb = "unassigned"
	Proposed         Verb = "proposed"
	Decided          Verb = "decided"
	Rejected         Verb = "rejected"
	Superseded       Verb = "superseded"
	Resolved         Verb = "resolved" // a thread that wants nothing any more
	Unresolved       Verb = "unresolved"

	// The verbs of our own: what became of an ask. To is its responder, From the name of its asker, Into what is said below.
	Flagged   Verb = "flagged"   // it is past its window, which is Into
	Warned    Verb = "warned"    // most of its window, which is Into, is used
	Met       Verb = "met"       // it was answered in time
	Missed    Verb = "missed"    // it was answered late
	Escalated Verb = "escalated" // it was late for so long that To is told; Into is the step
	Promised  Verb = "promised"  // By will answer until Into, in RFC 3339
	Snoozed   Verb = "snoozed"   // By lets it rest until Into, in RFC 3339
	Waived    Verb = "waived"    // By says that it need not be answered
	Confirmed Verb = "confirmed" // By says that what was guessed is so

	// And of a source, whose name is From: it could not be read for a while, or was refused; and it is read again.
	Failing   Verb = "failing"
	Recovered Verb = "recovered"
)

// kinds is the table of verbs: every verb and the kind of its events.
var kinds = map[Verb]Kind{
	Opened: Progress, Closed: Progress, Reopened: Progress, Merged: Progress, Renamed: Progress, Moved: Progress,
	Labeled: Progress, Unlabeled: Progress, Drafted: Progress, Readied: Progress, Pushed: Progress, Released: Progress,
	Scheduled: Progress, Unscheduled: Progress, Locked: Progress, Unlocked: Progress, Linked: Progress,
	Unlinked: Progress, Edited: Progress, Changed: Progress, Paused: Progress, Resumed: Progress, Checked: Progress,
	Unchecked: Progress, Attached: Progress, Worked: Progress, Tidied: Progress, Approved: Progress, ChangesRequested: Progress, Dismissed: Progress,
	Commented: Discussion, Reviewed: Discussion, Resolved: Discussion, Unresolved: Discussion,
	Requested: Request, Unrequested: Request, Assigned: Request, Unassigned: Request,
	Proposed: Decision, Decided: Decision, Rejected: Decision, Superseded: Decision,
	Flagged: Flag, Warned: Flag, Escalated: Flag, Failing: Flag, Recovered: Flag,
	Met: Request, Missed: Request, Promised: Request, Snoozed: Request, Waived: Request, Confirmed: Request,
}

// Kind is the kind of the events with this verb, and empty for a verb that does not exist.
func (v Verb) Kind() Kind { return kinds[v] }

// Ours reports whether only Dateline itself says the verb: what became of an ask, and of a source.
func (v Verb) Ours() bool {
	switch v {
	case Flagged, Warned, Met, Missed, Escalated, Promised, Snoozed, Waived, Confirmed, Failing, Recovered:
		return true
	}
	return false
}

// Verbs lists every verb, sorted.
func Verbs() []Verb { return slices.Sorted(maps.Keys(kinds)) }

// An Event is one thing one person did to one item at one time.
type Event struct {
	// Key is unique within the source and the same at every reading: "issue_comment/4711".
	Key string
	// Item is the ID of the item it happened to. It is empty where it happened to the source itself.
	Item string
	// Verb says what was done; Kind follows from it unless the connector knows better.
	Verb Verb
	Kind Kind
	// At is when it happened, in the tool's own time.
	At time.Time
	// NotBefore is the earliest it can have happened where the tool keeps no history: it was seen to have happened by At,
	// and had not by NotBefore. Zero where At is exact.
	NotBefore time.Time
	// Updated is when the tool last changed what the event says, and At where it never did or does not tell. Of two
	// readings of one event the one updated later wins.
	Updated time.Time
	// By is who did it.
	By Account
	// To is who it is addressed to: the requested reviewer, the new assignee, the responder of a flag.
	To []Account
	// From and Into are what changed: titles, labels, lists, states.
	From, Into string
	// Thread names the thread within the item that it belongs to: what answers it belongs to the same. Empty is the item itself.
	// A discussion is one, and so are a line of a checklist, and an item that this one waits for.
	Thread string
	// Text is what the author wrote, as they wrote it (usually Markdown), without control characters.
	Text string
	// URL is where a reader sees it in the tool: http or https.
	URL string
}
