// Package trello shows a [world.World] as Trello's REST API would: the face of the world that looks like trello.com.
//
// A [Face] is an http.Handler. It answers below /1 of its base address as api.trello.com does, for the projects of the
// world that are kept on boards, and below /b and /c it serves one small page for every board and card, so that every url
// leads somewhere.
//
// # What it promises
//
// Fields have the names, types and nulls of the real thing. Actions come newest first, fifty to an answer, a thousand at
// most, between since and before, which are dates or ids; cards are open ones unless all are asked for. Ids begin with the
// time they were made at. What Trello keeps to its webhooks is in no list of actions here either: labels that come and
// go, lines of checklists that are given to somebody, and comments that are edited or deleted; they move the card's
// dateLastActivity, and that of its board. A deleted card takes its actions with it and leaves one that says so. A card that
// reaches the last list is marked complete. Errors are plain text.
//
// # What it does not do
//
// It is read-only, knows no search, no webhooks, no attachments and no custom fields, never refuses a request for being
// one too many, and keeps no truth: everything is made from the log of the world, which it reads on as requests come in.
//
// The package imports the standard library and world.
package trello
