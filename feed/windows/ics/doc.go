// Package ics reads an iCalendar text (RFC 5545) as the times at which an office is closed, so that a team can name the
// calendar it already keeps:
//
//	holidays:
//	  - ics: company.ics
//
// # What closes
//
// An all-day event closes whole local days, in whichever zone the calendar is used: [Days]. A timed event closes just its
// time. In no zone ("floating") that is what the clock on the wall of the user shows, [Hours]; in UTC or in a named zone
// it is the same instants for everybody, [Instants]. [Closings] keeps the three apart, because a clock that works on the
// wall-clock axis of a zone uses the first two when it lays out its days and the third after the zone has been applied.
//
// Cancelled events close nothing. A transparent event (TRANSP:TRANSPARENT takes nobody's time) closes nothing if it is
// timed; all-day ones close all the same, because many who publish holidays mark them transparent so that they do not
// show people as busy. Who names a calendar of birthdays closes on birthdays. Tasks, journals, alarms, attendees and
// busy times are not looked at. An event without length closes nothing, but a day is a day even if it ends on itself.
//
// # When
//
// [Read] understands the text, [Calendar.Between] follows its rules within some days. Of the versions of an event (same
// UID, same RECURRENCE-ID) the highest SEQUENCE is used, whatever its status; among equals the last, unless they begin at
// different times: then a program has but one UID for all it writes. A moved occurrence takes the place of the one its
// RECURRENCE-ID names, and its own RRULE means nothing.
//
// A series is expanded on wall-clock readings, so nine o'clock stays nine o'clock. A reading that the clocks of its zone
// show twice is the first of the two, one that they skip is meant as before the change (section 3.3.5). An event from
// DTSTART to DTEND takes the same number of seconds each time, one with DURATION the same days (section 3.8.5.3). DTSTART
// is always the first occurrence, even one its rule would not choose, and counts for COUNT. UNTIL is part of the series: a
// date to its end, and for all-day events the date as written.
//
// A zone is the one with that name in the time zone database, found by the function that Read is given; failing that the VTIMEZONE
// of the calendar, followed until 2100; failing that the one which Windows calls so. X-WR-TIMEZONE is not used.
//
// # What it refuses
//
// The whole is refused with an error if it is no calendar, is cut off, is larger than 10 MB, nests deeper than 8, closes
// more than 100,000 times, or needs more than four million steps of its rules. One event is left out as a [Mistake] if it
// cannot be understood, closes more than 10,000 times or needs more than 100,000 steps; if it repeats more often than
// daily or more than 100 times a day; and if it has EXRULE, BYEASTER, several RRULEs or RANGE=THISANDFUTURE. Leaving out
// opens the office: whoever reads a calendar shows its mistakes.
//
// # Exports as they are
//
//   - Google: holidays are transparent; single events are in UTC, series in a zone, with an UNTIL in UTC all the same.
//   - Outlook: zones by their Windows names with a VTIMEZONE that begins in 1601. Old ones write an all-day event as
//     midnight to midnight in a zone with X-MICROSOFT-CDO-ALLDAYEVENT:TRUE, and its EXDATE likewise: dates as written.
//   - Apple: IANA names with a VTIMEZONE, which is not needed; birthdays without a year begin in 1604.
//   - officeholidays.com: DTSTART:20260101 without VALUE=DATE, and descriptions broken into lines that are no property. A
//     line that is none of the properties read here is passed over, even in an event.
//   - Programs put a path before the zone (/mozilla.org/20050126_1/Europe/Berlin), end a day on itself, write
//     VALUE=DATE with a time, Latin-1, lower case, line breaks of every kind, and a semicolon after a rule.
//
// # The libraries, and what is done about them
//
// golang-ical reads single content lines here and not the text. Over a text it loses all at the first line that is no
// property, knows no line numbers, takes one that is cut off between two events for whole, insists on capitals, and goes
// as deep as components are nested: a megabyte or ten of BEGIN:X is a stack overflow, which ends the program. It also goes
// over the rest of a line once for every parameter, so the lines it gets are short.
//
// rrule-go gets readings as if they were UTC and never a zone. In a zone it moves an occurrence that the clocks skip to
// where time.Date puts it, which for midnight in Santiago is the day before, and takes the second of two. Beside that:
//
//   - without UNTIL it ends 290 years after the start, which for Outlook's zones was in 1893: it gets an UNTIL of 9999;
//   - it asks the clock if the start is the zero time: nothing begins before 1600;
//   - it loops for ever over FREQ=SECONDLY;INTERVAL=60;BYSECOND=30 and the like: nothing repeats more often than daily;
//   - it looks for a 30 February until the year 9999, a quarter of a second in one call: a meter counts what is passed over;
//   - it panics on FREQ=MONTHLY;BYDAY=53MO and on BYEASTER=-300: such rules are refused before;
//   - it leaves DTSTART out if the rule would not choose it, takes MO,2TU for days that are both, so for none, and BYWEEKNO
//     alone for seven days and not the weekday of DTSTART: made good here;
//   - an RRule notes its length when it ends, which is a race: each reading makes its own.
//
// The package is pure: text in, closings out. It reads no file, no network and no clock, and imports the standard
// library, golang-ical, rrule-go and windows.
package ics
