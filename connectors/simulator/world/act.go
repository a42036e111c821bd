package world

import "time"

// A Deed is what somebody does, in words that belong to no tool.
type Deed string

// The deeds. Behind each stands what it fills in of an [Act] beyond who, when and on what.
const (
	Opened      Deed = "opened"      // Kind, Name (the title), Text; for a change Draft and Files
	Commented   Deed = "commented"   // Text
	Edited      Deed = "edited"      // Text, About (what was edited: an Opened or a Commented)
	Asked       Deed = "asked"       // To (who is to review)
	Unasked     Deed = "unasked"     // To
	Approved    Deed = "approved"    // Text
	Refused     Deed = "refused"     // Text: changes are wanted
	Reviewed    Deed = "reviewed"    // Text: neither approved nor refused
	Remarked    Deed = "remarked"    // Text, About (the review it is part of), File, Line, Code
	Replied     Deed = "replied"     // Text, About (the remark that began the thread, or the comment on a paper that did)
	Dismissed   Deed = "dismissed"   // Text, About (the review that no longer counts)
	Pushed      Deed = "pushed"      // Name (the subject), Files
	Readied     Deed = "readied"     // a draft was declared ready for review
	Drafted     Deed = "drafted"     // a change was made a draft again
	Merged      Deed = "merged"      //
	Closed      Deed = "closed"      // Name ("not planned", or nothing); About, if a merge closed it
	Reopened    Deed = "reopened"    //
	Labelled    Deed = "labelled"    // Name (one label)
	Unlabelled  Deed = "unlabelled"  // Name
	Assigned    Deed = "assigned"    // To (one person)
	Unassigned  Deed = "unassigned"  // To
	Scheduled   Deed = "scheduled"   // Name (the milestone)
	Unscheduled Deed = "unscheduled" // Name
	Renamed     Deed = "renamed"     // Name (the new title)
	Moved       Deed = "moved"       // Name (the list, status or section it went to)
	Dated       Deed = "dated"       // Due (zero: it is due no more)
	Listed      Deed = "listed"      // Name (a new line of the checklist)
	Ticked      Deed = "ticked"      // Name (a line of the checklist, done)
	Unticked    Deed = "unticked"    // Name
	Handed      Deed = "handed"      // Name (a line of the checklist), To (one person: whose it is now)
	Awaited     Deed = "awaited"     // About (the opening of other work, which it cannot go on without)
	Deferred    Deed = "deferred"    // Due (when it is to be begun)
	Settled     Deed = "settled"     // About (a comment: the discussion it began is resolved)
	Unsaid      Deed = "unsaid"      // About (a comment that is deleted)
	Binned      Deed = "binned"      // the work itself is deleted
	Released    Deed = "released"    // Name (the version), Text; no Work
)

// A Kind is the kind of a piece of work.
type Kind string

// The kinds of work.
const (
	Ticket Kind = "ticket" // something to be done: a bug, a wish, a question
	Change Kind = "change" // a proposed change of the code
	Assent Kind = "assent" // something that waits for somebody's yes
	Paper  Kind = "paper"  // a text in which something is proposed
)

// An Act is one thing one person or program did at one time. Acts are never changed once they are in the log.
type Act struct {
	// ID numbers the acts from 1 in the order of the log, which is the order of time.
	ID int
	// At is in UTC and whole seconds. Several acts may share a second.
	At time.Time
	// By is the handle of who did it.
	By   string
	Deed Deed
	// Project is where: one of those that Projects lists.
	Project string
	// Work numbers the piece of work it was done to, from 1 in the order of opening, over all projects. It is zero for
	// a release.
	Work int
	// Number counts the pieces of work of its project, from 1 in the order of opening; zero where Work is.
	Number int
	// The rest is filled in as the deed says.
	Kind  Kind
	Draft bool
	Name  string
	To    []string
	Due   time.Time
	// Text is Markdown. [[7]] in it stands for the piece of work with that number, @ines for the person with that
	// handle; a face writes both as its tool does.
	Text  string
	About int
	File  string
	Line  int
	Code  string
	Files []File
}

// A File is what a change does to one file.
type File struct {
	Path string
	// Added and Removed count lines.
	Added, Removed int
	// Text is the whole content after the change, where it is known: the records of decisions.
	Text string
}
