package feed

import "time"

// An Ask is a wait: one person or one group owes a response on an item. Asks are derived from the log and can be thrown
// away and derived again.
type Ask struct {
	// ID is the same at every derivation. It is made of the source, the item, the responder, the kind and the evidence.
	ID     string
	Source string
	Item   string
	// Kind is what is asked for: review.
	Kind AskKind
	// Asker waits for Responder.
	Asker, Responder Account
	// Evidence is the key of the event that opened the ask.
	Evidence string
	// Opened is when the ask began, Due until when it is to be answered by its window. Due is zero where nobody can tell,
	// and Unclear then says why. Warn is when the responder is to be warned, zero for never.
	Opened, Due, Warn time.Time
	Unclear           string
	// Protocol and Calendar are the versions of the agreement and of the responder's calendar by which that was told.
	Protocol, Calendar string
	// Window is the name of the window that was applied; Within is its length as written: 24h.
	Window, Within string
	State          AskState
	// Ended is when the ask was answered or withdrawn, and By whose event did it (its key). Zero while it is open.
	Ended time.Time
	End   string
	// Nudges counts how often the same was asked again while it was open.
	Nudges int
	// Flagged is when the ask was found to be past its window, zero if it never was.
	Flagged time.Time
}

// An AskKind says what sort of response is owed.
type AskKind string

// The kinds of asks. Behind each is who owes what.
const (
	Review     AskKind = "review"     // a requested reviewer, the review
	Approval   AskKind = "approval"   // an approver, a yes or a no
	Waiting    AskKind = "waiting"    // whom a label, list or status says is waited for, the next step
	Changes    AskKind = "changes"    // an author, what a review wants changed
	Merge      AskKind = "merge"      // whoever may, the merging of what is approved
	Thread     AskKind = "thread"     // the other side of an unresolved thread, an answer in it
	Mention    AskKind = "mention"    // who is named in a text, an answer
	Assignment AskKind = "assignment" // an owner, a first sign of work
	Checklist  AskKind = "checklist"  // whom a line of a checklist is given to, the doing of it
	Reply      AskKind = "reply"      // an owner, an answer to who came back
	Triage     AskKind = "triage"     // a group, a first look at what came from outside
	Question   AskKind = "question"   // an owner or a group, an answer to what ends in a question mark
	Pending    AskKind = "decision"   // who is to decide, what was proposed
)

// AskKinds lists every kind of ask, the most explicit first: of two that one person owes on one item the earlier is kept.
func AskKinds() []AskKind {
	return []AskKind{
		Review, Approval, Waiting, Changes, Merge, Pending, Thread, Mention, Assignment, Checklist, Reply, Triage, Question,
	}
}

// An AskState says how an ask stands.
type AskState string

// The states of asks.
const (
	// AskOpen is waited for.
	AskOpen AskState = "open"
	// AskAnswered was answered by its responder.
	AskAnswered AskState = "answered"
	// AskWithdrawn ended without an answer: the request was taken back or the item was closed.
	AskWithdrawn AskState = "withdrawn"
)

// An AskEntry is an ask with what a reader wants to see beside it.
type AskEntry struct {
	Ask
	// Tool is the tool of the ask's source, On the item as it is now.
	Tool string
	On   Item
	// Read is when the source was last read successfully: what is known of the ask is as old as that.
	Read time.Time
}
