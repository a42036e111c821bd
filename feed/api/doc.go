// Package api answers programs: everything the pages show, as JSON.
//
// # Addresses
//
// All are below /api/v1/. These are read, with GET and HEAD:
//
//	events               what happened, newest first
//	stream               what happens, as server-sent events
//	items                what work happens on, the last updated first; items/{source}/{id} is one
//	asks                 who owes whom a response, due soonest first; asks/{id} is one, with its receipt
//	decisions            what was decided, newest first; decisions/{id} is one
//	people, sources      who is known, and what is read
//	views                filters that were saved under a name
//	subscribers          who is told by webhooks, and how that goes; deliveries is what they were sent
//	reports, backtest    how soon responses come, and how another window would have done
//	openapi.json         all of this as OpenAPI 3.1
//
// /api/v1/ itself is the same for people. These are done, with POST:
//
//	sources/{name}/events    tells a source what happened, signed (connectors/push)
//	subscribers/{name}       pauses or resumes a subscriber, sends it a test, a message again, or everything since a time
//
// Who is a subscriber is said by the configuration alone, for that holds their secrets.
//
// # What is done once
//
// A caller that is not sure of an answer makes the call again. Under the same Idempotency-Key, a string as structured fields
// have it or bare, it is done once for each token, or source, and answered for 24 hours as it was then. The same key for
// another call is 422, a call that is being done 409. What is done and its answer are kept in one transaction, so that nothing
// is done twice or is done without an answer where the program is killed in between. What was refused keeps no key.
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
// webhooks have (package webhook), ask.opened of a comment that mentions somebody, for instance. Like webhooks it goes no further
// than the log was judged, and so waits while no worker works; where none ever did, it tells everything as it comes.
//
// The id of an event is its number in the log; who lost the connection sends the last one as Last-Event-ID, as browsers do by
// themselves, and misses nothing. Without one a stream begins with what happens from then on, and says first behind which id that
// is. A line without meaning comes every 15 seconds, so that nobody in between hangs up.
//
// # Filters
//
// Filters are those of the pages, read by package query; days begin in UTC. What no list knows is a problem that names
// what is nearest.
//
// # How many calls
//
// Each token, and where there is none each address, is answered so many calls in a minute, and told how many are left:
// RateLimit and RateLimit-Policy of draft-ietf-httpapi-ratelimit-headers. Beyond that a call is 429, and Retry-After says when
// to call again. Calls are counted by each process on its own, and forgotten when it ends. Those from the machine itself are
// not counted where nobody is asked who they are. Behind a proxy, whoever is not known and has no token has its address.
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
// It sets no cookie, lets no other site's scripts read it, and hands out no e-mail address. It knows the store as the small
// interfaces of reader.go. A further list is a file and a line in endpoints, a further thing that can be done one in writes.
package api
