package feed

import (
	"errors"
	"time"
)

// ErrPlace says that a list cannot be continued from where somebody wants it to: no page of it has ever ended there.
var ErrPlace = errors.New("there is no such place in the list")

// An Entry is an event in its place in the log, with what a reader wants to see beside it.
type Entry struct {
	Event
	// Seq is the event's sequence number, given once.
	Seq int64
	// Changed is the sequence number of the event's last change: Seq until it is edited or removed in the tool.
	Changed int64
	// Pos is the entry's place among all entries by time: entries sorted by Pos are sorted by At, then by Seq. It is
	// unique, never changes, and is what pages of the feed continue from.
	Pos int64
	// Source and Tool say where it happened.
	Source, Tool string
	// On is the item it happened to, as it is now, and its ID empty where the item is not known. Only histories tell all of it;
	// lists tell what names it: ID, Kind, Key, Title, URL, State, Status and Updated.
	On Item
	// Joined are those of To who were added by an edit, by their ids, and when.
	Joined map[string]time.Time
	// Gone says that the tool no longer has it; its text has been removed.
	Gone bool
	// Means is what was derived from it, as the type of a message: that it opened an ask, or what it did to a decision. Only
	// webhooks and streams ask for that; elsewhere it is empty, as where it did neither.
	Means string
}

// Revision reports whether the entry is an edit of something that followers may have seen before.
func (e Entry) Revision() bool { return e.Changed != e.Seq }

// A Filter chooses entries. The zero Filter chooses all. Several values of one field are alternatives; several fields
// must all hold.
type Filter struct {
	// Query is searched for in titles and texts: words that must all occur, "a phrase", -excluded.
	Query   string
	Kinds   []Kind
	Verbs   []Verb
	Tools   []string
	Sources []string // a name chooses the source and its parts
	// Accounts chooses by who did it or to whom, as "tool/id". A person or a team is the list of its accounts.
	Accounts []string
	// Item chooses one item of one source; Sources must then name that source.
	Item string
	// State chooses by the state of the item.
	State State
	// Since and Until bound At: Since ≤ At < Until. Zero is no bound.
	Since, Until time.Time
	// People leaves out what bots did.
	People bool
	// Flagged chooses what happened to items on which somebody is waited for past a window.
	Flagged bool
	// After chooses what was added to the log after that number.
	After int64
	// Without leaves out what any of its lists names.
	Without Without
}

// Without is what a [Filter] leaves out. Its fields mean what those of the filter do.
type Without struct {
	Kinds    []Kind
	Verbs    []Verb
	Tools    []string
	Sources  []string
	Accounts []string
}

// Empty reports whether nothing is left out.
func (w Without) Empty() bool {
	return len(w.Kinds)+len(w.Verbs)+len(w.Tools)+len(w.Sources)+len(w.Accounts) == 0
}
