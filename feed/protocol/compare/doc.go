// Package compare says in words what a change of the team's agreement would change, for those who have to agree to it.
//
// [Words] takes the agreement as it is and as it would be, both checked and open, and tells what is different of each
// part: windows first, then what is asked now and would be due at another time, calendars, people, and the rest. The same
// agreement written in another way is no change, and nothing is told of it.
//
// # What calendars are compared by
//
// By their hours, not by how they are written. The days of the next twelve months are laid beside each other: what most
// Fridays have on either side is how Fridays changed, and a day on which something else happens is told by its date, as a
// holiday if it became or ceased to be one. What differs only later, or only before, is told to do so.
//
// # What examples are worth
//
// A length such as 2bd tells little to whoever owes the response. So each kind of response is asked, in thought, of each
// person at one instant, by both agreements, as one of which nothing is known but its kind: no label, no urgency. Windows
// that such a response does not come to are asked directly.
//
// # What it never does
//
// The package is pure: the instant is an argument, and no clock, file or network is read. It does not look for what is
// waited for at present; [Effect] says in a sentence what happens to that.
package compare
