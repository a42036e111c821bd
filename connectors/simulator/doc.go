// Package simulator is the tools' HTTP APIs with a living fictional team behind them: the demo runs on it, and so do
// end-to-end tests.
//
// A [Simulator] is one world (package world) with its faces: below /github it answers as GitHub's REST API does (package
// github), below /jira, /trello, /asana and /notion as those do. All are faces of the same world: what is said in one tool
// names what is kept in another by its address. Below /loom are the videos that the team recorded (package loom), and at / a page for people leads to all of them. A connector pointed at a
// face cannot tell it from the tool.
//
// # Time
//
// Nothing here has a timer. The world's clock is a function of a clock given from outside ([Pace]); every request first
// lets the world live until that instant. Two simulators with the same seed, the same Now and the same clock therefore
// answer the same.
//
// Packages of the simulator import the standard library and each other, and nothing else of Dateline: they are the other
// side of the wire.
package simulator
