// Package calendars makes working calendars out of what people write down.
//
//	berlin:
//	  location: Europe/Berlin
//	  hours:
//	    monday:thursday: ["09:00-12:30", "13:30-18:00"]
//	    friday: ["09:00-15:00"]
//	  holidays:
//	    - country: DE-BE
//	    - ics: company.ics
//	    - {dates: ["2026-12-24..2027-01-01", 2026-05-15], name: Company closed}
//	  exceptions:
//	    - {date: 2026-12-23, hours: ["09:00-12:00"]}
//	    - {date: 2026-11-12, closed: ["12:00-14:00"]}
//	support: {union: [berlin, toronto-nights]}
//	meeting: {intersection: [berlin, toronto]}
//	always: {always: true}
//	oncall: {time_intervals: [{weekdays: ['monday:friday'], days_of_month: ['-3:-1'], location: Europe/Berlin}]}
//
// # What is written
//
// A calendar is written in one of five ways. Hours are those of a week, by the clock on the wall of a location; a day or a
// range of days, which may go over the end of the week, is in English or its first three letters. Time intervals are those
// of Prometheus' Alertmanager, field by field as they are there, and a whole section of them can be pasted ([Paste]). A
// union is open when any of its parts is, an intersection when all are; their days are those of the first part. One that
// is always open never closes.
//
// Hours and time intervals may have holidays, which close whole days, and exceptions. Holidays come from the built-in table,
// from iCalendar files and from dates. Exceptions hold over holidays: a date without anything is closed, one with hours has
// those and no others, and closed takes pieces of the day away, from whatever else holds.
//
// # How it is used
//
// [Check] tells all that is wrong at once. [Books] are the iCalendar texts that somebody has to bring. [Open] makes
// calendars of what has passed the check, and of those texts that could be brought: a calendar without one of its books works
// without its closings, and says that it lacks it. [Calendar.Away] takes the time off of one person out.
//
// # What a zone is named
//
// Hours without a location are refused, for nobody knows whose they are, and so are abbreviations such as CET, of which
// some are zones and none is a place. Alertmanager alone reads an interval without a location as UTC; so does this package,
// and gives a [Notice].
//
// # What it never does
//
// The package is pure: it reads no clock, no file and no network, and what it makes does not change. It imports windows and
// its packages holidays and ics, and the standard library.
package calendars
