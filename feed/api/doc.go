// Package api answers programs: everything the pages show, as JSON.
//
// # Addresses
//
// All are below /api/v1/, and are read only, GET and HEAD, but for one:
//
//	sources/{name}/events    POST tells a source what happened, signed (connectors/push)
//
//
//	events               what happened, newest first
//	stream               what happens, as server-sent events
//	items                what work happens on, the last updated first; items/{source}/{id} is one
//	asks                 who owes whom a response, due soonest first; asks/{id} is one, with its receipt
//	decisions            what was decided, newest first; decisions/{id} is one
//	people, sources      who is known, and what is read
//	views                filters that were saved under a name
//	reports, backtest    how soon responses come, and how another window would have done
//	openapi.json         all of this as OpenAPI 3.1
//
// /api/v1/ itself is the same for people.
//
// # Lists
//
// A list is {"data": [...], "next": "..."}. Next is given as the parameter after to go on; at the end it is left out. What
// it looks like is nobody's business: it says behind which record the list goes on, and not at which number, so that every
// record that was there when a walk began comes once, whatever is added meanwhile. An item that is updated during a
// walk moves to the head of the list, and an ask that is judged anew may move too. What was made of another list or cut
// short is a problem.
//
// A record has the form that exports and webhooks have (package feed). Times are RFC 3339 in UTC. Fields are added, never
// renamed.
//
// # The stream
//
// A stream tells what is added to the log, edited or removed, in the order of the log, as server-sent events of the types that
// webhooks have: event.created, event.updated, event.removed. The id of an event is its number in the log; who lost the
// connection sends the last one as Last-Event-ID, as browsers do by themselves, and misses nothing. Without one a stream
// begins with what happens from then on. A line without meaning comes every 15 seconds, so that nobody in between hangs up.
//
// # Filters
//
// Filters are those of the pages, read by package query; days begin in UTC. What no list knows is a problem that names
// what is nearest.
//
// # Problems
//
// Errors are told as RFC 9457 has it, application/problem+json: type, title, status, detail; parameter and known where
// one was wrong, request where the fault is ours.
//
// # Conditional requests
//
// Every answer has an ETag. That of events is made of the log's head, the parameters and who is who, so that who has
// the newest is told so before anything else is read; all others are made of what is answered.
//
// # What it never does
//
// It changes nothing but what is sent to a source, sets no cookie, lets no other site's scripts read it, and hands out no e-mail address. It knows
// the store as the small interfaces of reader.go. A further list is a file and a line in endpoints.
package api
