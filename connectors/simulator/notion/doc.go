// Package notion shows a [world.World] as Notion's API would: the face of the world in which the team keeps its papers.
//
// A [Face] is an http.Handler. Below /v1 it answers as api.notion.com does, in the versions 2022-06-28 and 2025-09-03, to an
// integration with which everything is shared; beside it every page has a small page for people, where its url leads.
//
// # What it promises
//
// A project of the world is a database with one data source and a status property, whose options are the project's columns
// in the groups To-do, In progress and Complete. A piece of work is a row of it: a page with an owner, reviewers, tags, a
// date and its text as blocks. What is said begins a discussion, what is said to that continues it.
//
// Fields have the names, types and nulls of the real thing. Times of edits are whole minutes. A comment leaves the time of
// its page alone. Authors are ids, and who is mentioned or owns something is told in full. Lists have at most a hundred
// objects and go on from an id. What is resolved, deleted or in the trash is in no list; a page in the trash can still be
// asked for. People from outside are guests: they act, and are not among the users.
//
// # What it does not do
//
// It is read-only, sends no webhooks, and keeps no truth: everything is made from the log of the world, which it reads on
// as requests come in. Ids are hashes of what they name.
//
// The package imports the standard library and world.
package notion
