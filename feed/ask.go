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
	// Opened is when the ask began, Due until when it is to be answered by its window.
	Opened, Due time.Time
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

// Review is owed by a requested reviewer.
const Review AskKind = "review"

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
