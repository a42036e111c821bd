// Package commitment reads when somebody says that they will answer.
//
//	/by Thu 15:00
//
// is such a word: a command at the start of a line of a comment. It is read as its writer means it, by the clock on their
// wall and from the time of the comment on.
//
// # What can be written
//
//   - a time: 15:00, 3pm, 3:30 pm, noon. It is today's, or tomorrow's if today's is over.
//   - a day: today, tomorrow, Thu, Thursday, next Mon, 2026-12-01, 1 Dec, Dec 1, 1 December 2027. A weekday is the next such
//     day, today included while the time is still ahead; next Mon is never today. A day without a year is the next such day.
//   - a day and a time: Thursday 15:00, tomorrow at noon, 1 Dec 3pm.
//   - a length: in 2h, in 30 minutes, in 3 days, in 2 weeks. Days and weeks are days on the wall, and may have a time too.
//   - eod, the end of the day, today's or that of a day before it.
//
// A day without a time means its end of business. When that is, the caller says ([Closes] for a calendar); on days on which
// nobody works it is 18:00. What follows a comma, a bracket, a dash or the end of a sentence is for people to read.
//
// # What it promises
//
// What is read is never before the comment, and never more than a year after it. A reading of the clock that is skipped
// or repeated when clocks change is the later of the instants that can be meant: nobody is held to less time than they
// named. The first command of a text counts, of those that its author says (package said).
//
// The package is pure. It imports feed/commands, feed/said and feed/windows only, and reads no clock.
package commitment
