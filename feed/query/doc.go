// Package query reads what is asked for in the query of an address, for pages, subscriptions and programs alike: one address
// means the same to all of them.
//
// # Filters
//
//	view    a saved filter, in whose place it stands
//	q       words that must all occur, "a phrase", -excluded
//	is      flagged: on which somebody is waited for past a window; unread: added since whoever asks has looked
//	kind    decision, progress, discussion, request or flag
//	verb    what was done
//	tool    a tool that a source is read from
//	source  a source and its parts
//	person  a person by name, an account as tool/id, or me
//	team    everybody in a team
//	state   open or closed: that of the item
//	since   a day (2026-11-24, today, yesterday), an instant (2026-11-24T08:00:00Z) or how long ago (7d, 24h, 2w)
//	until   the same; a day is meant with all its hours, and <2026-11-24 without
//
// Values of kind, verb, tool, source, person and team that begin with a minus sign are left out: tool=-trello.
//
// # The search language
//
// All of this can be written into q too, in any order, before or after the words to search for:
//
//	kind:decision team:core -tool:trello person:"Ana Lima" after:2026-11-01 before:7d is:flagged "exact words" -these
//
// After is since, before is until without the day itself, is:open is state:open. It is the same as if it had been chosen from
// lists, and the address says so ([Tidy]). What looks like a misspelt name is a mistake; in quotes it is searched for.
// Views are written in this language.
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
