// Package wording says in plain English what a team agreed on: to newcomers, who read all of it, and to whoever checks that
// what is written is what was meant.
//
// It words single things, each in one way, and leaves it to its user which of them are told and in which order: when
// somebody usually works ([Week]), opens ([Openings]) and is closed ([Holidays]); how long a window is ([Length]) and when a
// response would be due that is asked now ([Asked]); what happens to what is late ([Step]).
//
// # What it never does
//
// The package is pure: instants are arguments, and no clock, file or network is read. It says nothing of what differs
// between two agreements, which is the business of package compare.
package wording
