// Package windows is the clock of asks: how long a response may take, and until when that is.
//
// # Working time
//
// A [Calendar] is a set of instants: working time. It answers two questions, on which everything else is built: until when
// a length of working time is used up ([Calendar.Deadline]), and how much of it lies between two instants
// ([Calendar.Elapsed]).
//
// [Hours] describe such a set as people do, by what the clock on their wall shows: intervals of weekdays, and exceptions for
// single dates. An instant is working time if, and only if, the clock on the wall in the zone shows a reading in the set
// at that instant. No reading is ever converted into an instant. A reading that is skipped when clocks go forward therefore
// never occurs, one that is repeated when they go back counts both times, and there is no code for either, nor for
// shifts by half an hour or a day that never was.
//
// The order is fixed. The week, or what is told day by day in place of it, is laid out first; an interval that ends before it
// begins runs into the next day. Exceptions act on local days after that, whichever shift the hours came from: a closed day is
// closed from midnight to midnight, and cuts a night shift on both sides; hours of a date stand in place of what it has
// otherwise; what is closed within a day is taken out at last.
//
// Calendars are put together by [Union] (several may answer) and [Intersection] (all are needed). [Always] never closes.
// [Shared] says when several are open at once within some days.
//
// # How it is answered
//
// A calendar is compiled into one sorted table: where each open interval begins, and how much was worked before it. Elapsed
// is a difference of two look-ups, Deadline one look-up in each direction, whatever lies between. For each stretch of time in
// which the zone keeps one offset from UTC, the set of readings is shifted by that offset: that is all there is to zones. A
// table begins two years before and ends four years after what was asked for, and is made anew, larger, when more is asked
// for. It is never changed once it is there, so that any number of goroutines may ask.
//
// # Lengths
//
// A [Length] is written with its unit, of which there are three that are never mixed: 24h is elapsed time, 8wh are working
// hours, 1bd is a business day. See its doc comment for what each means.
//
// The package is pure: instants come in as arguments, zones too, and no clock, file or environment is read. It imports the
// standard library and feed, of which it knows the pauses of asks.
package windows
