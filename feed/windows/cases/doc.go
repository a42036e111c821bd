// Package cases answers files of worked cases with the clock of package windows, so that anybody can check what a machine, its
// zone data included, makes of them.
//
// # The form
//
// A file is one JSON object. "calendars" has calendars by name, each with "tz", the name of its zone; "weekly", intervals
// such as ["09:00", "17:00"] by "mon" to "sun"; and "exceptions", each with "date", perhaps "to" for the last of several
// dates, and perhaps "hours" in place of the week's or "closed" to be taken away. "cases" has the questions:
//
//	{"id": "a", "calendar": "berlin", "op": "deadline", "start": "…", "seconds": 7200, "expected": "…"}
//	{"id": "b", "calendar": "berlin", "op": "elapsed", "from": "…", "to": "…", "expected": 3600}
//
// Instants are those of RFC 3339, lengths are seconds. A deadline that is null is none. "pauses" are ranges of instants that
// do not count. "requires_tzdata" names the version of the zone data with which the answer is right; "group" is a word for
// the totals.
//
// The package is pure: zones are asked for by a function. It imports windows and the standard library.
package cases
