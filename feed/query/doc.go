// Package query reads what is asked for in the query of an address, for pages, subscriptions and programs alike: one address
// means the same to all of them.
//
// # Filters
//
//	q       words that must all occur, "a phrase", -excluded
//	kind    decision, progress, discussion, request or flag
//	verb    what was done
//	tool    a tool that a source is read from
//	source  a source and its parts
//	person  a person by name, or an account as tool/id
//	team    everybody in a team
//	state   open or closed: that of the item
//	since   a day (2026-11-24), an instant (2026-11-24T08:00:00Z) or how long ago (7d, 24h, 2w)
//	until   the same; a day is meant with all its hours
//
// Several values of one name are alternatives, several names must all hold, and an empty value is none.
//
// # What it promises
//
// A name or a value that does not exist is never ignored: it is a [Mistake] that names the filter, the value, and what there
// is. A subscription with a slip of the pen must not quietly become the whole feed. The same values in another order are the
// same [Query].
//
// # What it never does
//
// It reads no clock and no store: what is known, and when, is its argument. It imports feed, feed/identity and
// feed/spelling.
package query
