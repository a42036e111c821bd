// Package asks derives who owes whom a response from what happened.
//
// An ask is never stored by a connector. It is a pure function of an item's history, the people and the protocol, so
// that the same history always gives the same asks, a changed protocol can be tried on old history, and every flag can
// be explained.
//
// # What is derived now
//
// One kind: review. Whoever is requested to review a pull request owes a review from the moment of the request. It is
// answered by their submitted review; a group's is answered by a review of any member. It is withdrawn when the request
// is taken back and when the item is closed, merged or gone. Asking again while it is open is a nudge and does not
// restart the clock; asking again after an answer, and reopening the item, is a new ask. Programs neither ask nor
// answer, and nobody owes an answer to themselves.
//
// # Flags
//
// [Overdue] says in an event of our own that an ask is past its window, but only if its source was read after the
// deadline: stale is not late.
//
// The package imports feed, feed/windows and feed/protocol. It reads no clock.
package asks
