// Package feed is the vocabulary of Dateline: what every tool's history is translated into, and what every page,
// subscription and derivation is made from.
//
// # The words
//
// A source is one place in one tool that is read: a repository, a board, a database. An [Item] is a thing work happens
// on: an issue, a card, a page; of an item only the latest snapshot is kept. An [Event] is one thing one person did to
// one item at one time, said in our verbs; events are only ever added. An [Ask] is a wait: who owes whom a response,
// since when and until when. A [Matter] is something put up to be decided and what came of it: a decision, once it was.
//
// # The log
//
// Events stand in one append-only log, and that log is the feed. Every event has a sequence number, given when it was
// first stored, and a key, given by its connector and unique in its source, so that reading the same thing twice stores
// it once. An edit in the tool keeps the event's key, sequence and place, replaces its text, and moves its Changed
// number to the head of the log: whoever follows the log sees the edit as a revision.
//
// # Instants
//
// All times are instants in UTC, at the precision the tool gave, and are the tool's own: when something happened, not
// when we read it. No function of this package reads a clock.
//
// # Imports
//
// feed imports the standard library only, and never another package of Dateline.
package feed
