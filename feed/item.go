package feed

import "time"

// An Item is the latest snapshot of a thing work happens on.
type Item struct {
	// ID is unique within the source and stable over renames and moves.
	ID string
	// Kind is the tool's word for it: issue, pull_request, card, task, page, release, decision_record.
	Kind string
	// Key is what people write to name it, wherever they are: acme/api#12, PROJ-12.
	Key   string
	Title string
	URL   string
	// State is open or closed. Status is the tool's finer word where it has one: merged, draft, "In review".
	State  State
	Status string
	// Author opened it, Owners are to do it, Reviewers are asked to look at it now.
	Author    Account
	Owners    []Account
	Reviewers []Account
	Labels    []string
	Created   time.Time
	// Updated is when the tool last changed it. A snapshot never replaces a later one; the zero time marks a mere
	// mention, which replaces nothing.
	Updated time.Time
	Closed  time.Time
	Due     time.Time
	// Comments is how many comments the tool counts.
	Comments int
}

// An ItemEntry is an item with the source it belongs to.
type ItemEntry struct {
	Item
	Source, Tool string
	// Gone says that the tool no longer has it.
	Gone bool
}

// A State says whether an item still wants anything.
type State string

// The states of items.
const (
	StateUnknown State = "" // the item was only mentioned
	StateOpen    State = "open"
	StateClosed  State = "closed"
)
