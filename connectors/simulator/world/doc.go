// Package world is a small software company that does not exist, at work.
//
// Six people in four time zones make Moorline, with which small harbours let their berths. They report bugs, propose
// changes, ask each other for reviews, answer within the hour or not for days, decide things and change their minds.
// Everything they do is an [Act] in one log: who did what, when, on which piece of work, in which words. The log knows
// nothing of any tool; a face (simulator/github) renders it as one tool would.
//
// # What it promises
//
// The world is a function of its seed and its beginning: the same [Options] give the same log, byte for byte, however
// the steps of [World.Advance] are cut. Acts are in the order of time. People act only in their own working hours and
// never on a day off; programs act at any hour. Nothing is answered before it was said. The past two months leave some
// reviews waiting at [Options].Now: some for hours, some for more than a day, a few for more than three days; and in every
// other place something that waits for an answer. Whoever goes on advancing the world never comes to its end.
//
// # How it is told
//
// The stories are texts in stories/, written by hand: each a few pieces of work and what people said about them, with
// the pauses between. Parse documents their grammar. A plan gives the steps of one story their instants; the agenda
// says which story begins when. When all the stories are told, the ones in variations/ go on for ever: everyday work
// whose names and numbers are filled in anew each time. Bots and releases have a rhythm of their own.
//
// # What it never does
//
// The world reads no clock and starts no goroutine: it stands still until it is advanced. It keeps nothing on disk. It
// imports the standard library only.
package world
