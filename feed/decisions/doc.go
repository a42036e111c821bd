// Package decisions derives what a team decided from what happened.
//
// A decision is never stored by a connector. [Derive] is a pure function of one item's history and of what the team agreed,
// so that the same history always gives the same decisions, in whatever order and in whatever pages it was read. [Join] is a
// pure function of all of them.
//
// # What is a signal
//
// Events that a tool or the team's map tell as proposed, decided, rejected or superseded: decision records, approvals,
// answers, lists and labels. Commands at the start of a line in what a person wrote:
//
//	/propose Text            puts something up to be decided
//	/decide Text             decides it
//	/reject                  refuses what was proposed on the item
//	/supersede 0007 Text     decides something in place of an earlier decision, named by its key, address or number
//	/supersede 0007 with #12 says so of two others
//	/supersede               ends what was decided on the item itself; what else stands in the line says by what
//
// Headings at the start of a line, "Decision: text" if the team wrote down no others. Sentences that sound like a decision,
// which only suggest one: it waits until a person confirms it, and goes away when something is decided on the item.
//
// Nothing is read in quotes, in code, in comments of HTML and in what is folded away. Programs do not decide. What was
// deleted in the tool says nothing any more, and what was edited says what it says now, of the same decision. A heading
// that ends in a question mark decides nothing.
//
// # How signals belong together
//
// An item is mostly about one thing. So what is decided on it decides the proposal that is open there; of several, the one
// in the same words. A list, label or status has no words: it is about the item, and takes the words of a command if one
// comes before or after it. Several commands in one comment are several decisions.
//
// What stands behind a command or a heading is the rationale; the list below a line such as "Considered options" are the
// options.
//
// # What it does not know
//
// It asks nobody whether they may decide. It reads no clock, and imports feed, feed/commands, feed/said and feed/protocol only.
package decisions
