// Package reports says how soon responses come: by kind of ask, by tool, by team, by window and by week, and how that
// would have been by windows that are only proposed.
//
// # What is counted
//
// [Measure] tells of one ask how much working time of its responder went by until it was answered, pauses left out, and
// whether that was in time. In time is by the window that was applied then: a flag keeps how it was judged, and a promise to
// answer later does not make the window longer. Where nobody knows when the responder works, only elapsed time is told, and
// the ask is in no median.
//
// A [Ledger] is given asks one by one, in any order and again when they change, and keeps of each only a few numbers, so that
// many reports can be made of it. Percentiles are exact: the nearest rank, of whole seconds. A [Backtest] is given asks as they are agreed on and as they would be by what is proposed;
// [Under] makes the one of the other for a single window. What was only possibly asked, of low confidence, is in neither.
//
// # What is never told
//
// There are no people in a report. The smallest thing it speaks of is a team, and a team of one counts among the others. A
// group of which fewer than five asks were answered says that it is small. A report on one person, for that person, is made
// by [Options.Of]; there is none on several beside each other.
//
// The package is pure: it imports feed, feed/windows and feed/protocol and reads no clock.
package reports
