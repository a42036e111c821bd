// Package doorbell answers the webhooks of the tools at /hooks/{source}, or /hooks/{source}/{part}.
//
// A call is a doorbell and nothing more: its body is looked at by the connector to tell whether it is genuine, and then
// thrown away; the source is polled at once, and what it has is read as ever. So a call that is lost, repeated, late or
// made up brings nothing in that a poll would not have brought. A source without webhooks loses nothing but speed.
//
// # Answers
//
//   - 200: the call is genuine, or an agreement on a secret was made. GET and HEAD say so too where a doorbell is, as
//     tools want before they make a webhook.
//   - 401: it is not genuine. The log says why, once a minute for each source at most; the caller is not told.
//   - 404: there is no such source, or its tool has no doorbell. 410: the source is no longer read, which tells the tool
//     to give the webhook up.
//   - 413: the body is longer than 1 MiB. Such calls are of pushes with hundreds of commits, which the next poll reads.
//   - 429: more calls at once than can be looked at. 503: the store does not answer; both pass, and the tool tries again.
//
// Answers wait for no poll. Rings of one source are gathered: the first is passed on at once, those that follow it within
// some seconds as one.
//
// # Secrets
//
// Where a tool makes the secret up and tells it in its first call, that call is believed, and the secret is kept in the
// store as it came, beside all else the store has of the source. It opens nothing but this door. Until the source's
// settings change no other is accepted.
package doorbell
