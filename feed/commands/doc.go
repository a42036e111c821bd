// Package commands knows what people command at the start of a line of what they write, and tells it in words to those who know no
// commands.
//
//	/propose Text            puts something up to be decided
//	/decide Text             decides it
//	/reject                  refuses what was proposed on the item
//	/supersede 0007 Text     decides something in place of an earlier decision
//	/supersede 0007 with #12 says so of two others
//	/supersede with #12      says so of what was decided on the item itself
//	/by Thu 15:00            promises an answer by then
//
// Capitals make no difference, and a colon may follow the command. What is quoted, shown as code or folded away commands nothing
// (package said). What a command does is the business of packages decisions and commitment, which read it here.
//
// Pages, feeds, webhooks and receipts show a text as [InWords] tells it: so that it is told everywhere alike. The log keeps what was
// written, and so do records for programs.
//
// The package is pure. It imports feed and feed/said only.
package commands
