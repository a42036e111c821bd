// Package asks derives who owes whom a response from what happened, and says what becomes of it.
//
// An ask is never stored by a connector. It is a pure function of an item's history, the people and the protocol, so
// that the same history always gives the same asks, a changed protocol can be tried on old history, and every flag can
// be explained.
//
// # What asks, and what answers
//
// One walk along an item's history ([Derive]) meets every event once, in the order of time. It first ends what the event
// answers, then what it takes back, and then opens what it asks: so an answer that asks back turns the ask. What is asked for
// by which of our verbs is the same for all tools, but for what only one of them means:
//
//   - review, approval: somebody was requested, or was given something to approve. A submitted review or a verdict answers.
//   - changes: a review wants some, of the author. A push or a word answers.
//   - merge: everybody who was asked has approved. New commits send it back to those.
//   - decision: something was proposed to somebody, or to those who look at or own the item.
//   - waiting: a list, a status or a label says who is waited for (protocol.WaitsFor), until it is left.
//   - thread: on GitHub, the other side of an open thread of a review owes the next word in it.
//   - mention: whom a text names. Their word, vote or move on the item answers; in Notion only their word in the same discussion.
//   - assignment: a new owner owes a first sign of work, whatever it is.
//   - checklist: whom a line of a checklist is given to owes its being checked off, whoever does that.
//   - reply: in Jira the reporter, in Asana and Notion anybody came back to an owner.
//   - triage, question: on GitHub somebody from outside opened or asked something.
//
// Of two asks that one person owes on one item the more explicit is kept, in the order of feed.AskKinds, so that one wait is
// never flagged twice; a line of a checklist is a wait of its own beside them. Asking again is a nudge and does not restart
// the clock. Programs neither ask nor answer, nobody owes anything to themselves, and what was deleted in the tool was never
// said.
//
// # The clock
//
// An ask is judged by the first window whose rule holds for it, on the calendar of the responder, which for a team is open
// whenever one of its members works. Drafts, blocked work, another item that is waited for, a start on a later day and
// snoozing are pauses; time off is no working time. Who takes something over has a window of their own, or what is left of
// it. A promise stands in place of the window. Where nobody can tell a deadline the ask says why, and is never flagged.
//
// # What is said
//
// [Say] tells in events of our own that an ask is nearly past its window, is past it, stays so, or was answered in time or
// late. They are added to the log once and never changed, with the versions of what they were judged by: what is worked out
// anew later stands beside them. Nothing is said from stale data or of a guess, and nobody is called upon outside their hours.
//
// The package imports feed, feed/windows, feed/protocol and what is below them, and commitment, which reads promises. It reads
// no clock.
package asks
