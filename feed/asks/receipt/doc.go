// Package receipt explains the clock of an ask so that a colleague can check it with a pencil: who owes what, since when,
// which window holds and why, what of the time counted and what did not, and until when that comes to.
//
// # How it adds up
//
// All time from the moment of asking until the receipt ends is told, line by line. A line is in one of two lists: it counted,
// or it did not and says why. No minute is in both, and none in neither; the counted lines add up to what of the window is
// used. A receipt ends now, or when the ask ended, or when it was due, whichever is first.
//
// What counts is said by the window's unit. Of 24h all time counts but pauses; of 8wh and 1bd what lies in the responder's
// working hours, but for pauses. Once the length is used up nothing counts any more: what then lies before the deadline is the
// wait for the next opening, or for the least time that the window gives.
//
// # Why time does not count
//
// A pause is told before all else, by its own reason. Then comes what closes the responder's calendar on that day: time off,
// a holiday, an exception. What is left are the usual hours: the night, a break, the weekend.
//
// # What it never does
//
// The package judges nothing. When an ask is due, how it stands and how it ended is what the ask says, whatever the agreement
// says today; the lines are counted on the calendar as it is today, and if they do not come to the same, the receipt says so.
// It is pure: it reads no clock, no log and no agreement but what it is given. It imports feed, feed/windows, feed/protocol
// and feed/protocol/calendars.
package receipt
