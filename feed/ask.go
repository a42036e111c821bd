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
	// Urgency is urgent, high, normal or low. Confidence says how sure it is that something was asked.
	Urgency    string
	Confidence Confidence
	// Asker waits for Responder.
	Asker, Responder Account
	// Evidence is the key of the event that opened the ask, Thread the thread that it is in.
	Evidence, Thread string
	// Opened is when the ask began: where that is not known exactly, the latest it can have been, and NotBefore the earliest.
	Opened, NotBefore time.Time
	// Due is until when it is to be answered by its window. It is zero where nobody can tell, and Unclear then says why.
	// Warn is when the responder is to be warned, zero for never.
	Due, Warn time.Time
	Unclear   string
	// Promised is when the responder said to answer: then Due is that, and Agreed what the window would have been.
	Promised, Agreed time.Time
	// Protocol and Calendar are the versions of the agreement and of the responder's calendar by which that was told.
	Protocol, Calendar string
	// Window is the name of the window that was applied; Within is its length as written: 24h.
	Window, Within string
	State          AskState
	// Paused are the times that do not count, in their order. One without an end goes on.
	Paused []Pause
	// Ended is when the ask was answered, withdrawn or handed off, End the key of the event that did it, EndedBy whoever did, and
	// Why says in words why where it was not answered. Zero while it is open.
	Ended   time.Time
	End     string
	EndedBy Account
	Why     string
	// First says that the responder owed the asker nothing on the item before. What is only possibly asked is never the first.
	First bool
	// After is the ask that this one was handed off from, and Spent what was used of the window there, where only the
	// remainder is given on: in working or elapsed time, as Within is.
	After string
	Spent time.Duration
	// Nudges counts how often the same was asked again while it was open.
	Nudges int
	// Acknowledged is when the responder showed that they saw it.
	Acknowledged time.Time
	// Warned and Flagged are when it was said that the ask is nearly and is past its window, zero if it never was.
	Warned, Flagged time.Time
}

// Owed is how many open asks an account of a tool owes a response to, or waits for, and how many of them are flagged.
type Owed struct {
	Tool string
	// Account has its ID, and says whether it stands for a group.
	Account       Account
	Asks, Flagged int
}

// A Pause is a time during which an ask does not count, and why.
type Pause struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until,omitzero"` // zero: it goes on
	Why   string    `json:"why"`
}

// Open reports whether the ask still waits.
func (a Ask) Open() bool { return a.Ended.IsZero() }

// A Confidence says how sure it is that something was asked.
type Confidence string

// The confidences. What is low is shown, and nobody is told of it.
const (
	Sure     Confidence = "high"   // it was said in so many words: a review was requested
	Likely   Confidence = "medium" // a mention, an assignment
	Possible Confidence = "low"    // a question mark
)

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

// Owed is what is owed, in words: a review.
func (k AskKind) Owed() string {
	if words, ok := owed[k]; ok {
		return words
	}
	return "a response"
}

var owed = map[AskKind]string{
	Review: "a review", Approval: "an approval", Waiting: "a next step", Changes: "the changes that were asked for", Merge: "a merge",
	Pending: "a decision", Thread: "an answer in a thread", Mention: "an answer to a mention", Assignment: "a sign of work",
	Checklist: "a line of a checklist", Reply: "a reply", Triage: "a first look", Question: "an answer to a question",
}

// An AskState says how an ask stands.
type AskState string

// The states of asks. Of an open one the last that is true is said.
const (
	// AskOpen is waited for.
	AskOpen AskState = "open"
	// AskAcknowledged was seen by its responder.
	AskAcknowledged AskState = "acknowledged"
	// AskCommitted will be answered by a time that its responder named.
	AskCommitted AskState = "committed"
	// AskPaused does not count at the moment.
	AskPaused AskState = "paused"
	// AskAnswered was answered by its responder.
	AskAnswered AskState = "answered"
	// AskWithdrawn ended without an answer: the request was taken back or the item was closed.
	AskWithdrawn AskState = "withdrawn"
	// AskHandedOff goes on as an ask of somebody else.
	AskHandedOff AskState = "handed off"
)

// AskStates lists every state, those of open asks first.
func AskStates() []AskState {
	return []AskState{AskOpen, AskAcknowledged, AskCommitted, AskPaused, AskAnswered, AskWithdrawn, AskHandedOff}
}

// OpenStates are the states of asks that are waited for.
func OpenStates() []AskState { return []AskState{AskOpen, AskAcknowledged, AskCommitted, AskPaused} }

// An AskEntry is an ask with what a reader wants to see beside it.
type AskEntry struct {
	Ask
	// Tool is the tool of the ask's source, On what names the item as it is now: ID, Kind, Key, Title, URL, State, Status and
	// Updated.
	Tool string
	On   Item
	// Read is when the source was last read successfully: what is known of the ask is as old as that.
	Read time.Time
	// Revision counts how often its deadline or its end was found to be another.
	Revision int
}
