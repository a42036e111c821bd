// Package asana shows a [Life] as Asana's REST API would: the face of the world that looks like app.asana.com.
//
// A [Face] is an http.Handler. It answers below /api/1.0 of its base address as Asana does, for the projects of the world
// that are plans, and below /0 it serves one small page for every project and task, so that every permalink leads
// somewhere.
//
// # What it promises
//
// Answers hold what opt_fields asks for, and without it the compact or the full record. Lists come in pages where limit is
// given, whose offsets are tokens that belong to the list they came with. Every deed leaves a story with the fields of its
// subtype and moves modified_at, but for edits of comments, which leave none; a deleted comment is gone. Approvals are
// tasks with an approval_status, lines of checklists are subtasks, and a task that reaches the last section is completed.
// Events are told to whoever comes with a sync token of the last 24 hours, in hundreds; others get one with a 412. Errors
// have the form of Asana's. A task that waits for another one, and the other, have stories of that, and none when the other
// is done.
//
// # What it does not do
//
// It is read-only, knows no search, no portfolios, no webhooks, no attachments and no status updates, never refuses a
// request for being one too many, and keeps no truth: everything is made from the log of the world, which it reads on as
// requests come in.
//
// The package imports the standard library and world.
package asana
