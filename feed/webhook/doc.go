// Package webhook sends one entry of the log, or one digest, to one subscriber, by the Standard Webhooks specification 1.0
// (https://www.standardwebhooks.com).
//
// # What a receiver gets
//
// A POST whose body is JSON, encoded once and signed as it is sent:
//
//	{"type": "event.created", "timestamp": "2026-07-01T10:00:00Z", "data": {…}}
//
// The data is a [feed.EventRecord], the same as in the API. The timestamp is when it happened in the tool. The types:
//
//	event.created       something happened
//	event.updated       what was told of was edited
//	event.removed       the tool no longer has it
//	ask.opened          somebody was asked: a review requested, something assigned, or whatever else opened an ask, such as
//	                    a comment that mentions somebody
//	ask.warned          most of an ask's window is used
//	ask.flagged         an ask is past its window
//	ask.answered        it was answered, in time or late: data.verb says which, met or missed
//	decision.proposed   something was put up to be decided, by whatever means: a command or a heading in a comment, a list, a
//	                    status, a record
//	decision.made       it was decided, or somebody confirmed that it was
//	decision.superseded another decision stands in its place, or it stands in the place of another that it names
//	source.failing      a source could not be read for a quarter of an hour, or its tool refused
//	source.recovered    it is read again
//	test                somebody wanted to see whether messages arrive
//
// An event that was edited or removed before its turn came is first heard of as what it is by then.
//
// A subscriber chooses a [Format]: full is the above; thin has of the data only id, seq, source, verb, item and url; slack is a
// message with blocks, for Slack's incoming webhooks; cloudevents is a CloudEvent 1.0 in structured mode, whose type begins
// with "dateline." and whose id is the webhook-id.
//
//	webhook-id         names the revision of the entry: the same at every attempt, another after an edit
//	webhook-timestamp  when this attempt was made, in seconds since 1970
//	webhook-signature  v1, and the HMAC-SHA256 of "<id>.<timestamp>.<body>" with the subscriber's secret; several of them,
//	                   with spaces between, while secrets are exchanged
//
// A subscriber of digests gets those instead of entries, as digest.created with a [Digest] as the data ([Sender.SendDigest]); the
// webhook-id names the subscriber and the period.
//
// A message that somebody has sent again comes under its webhook-id, and tells of the entry as it is then: what was said before an
// edit is not kept. If it was edited or removed since, its type is event.updated or event.removed, and it comes under the id of the
// new revision too.
//
// Any answer from 200 to 299 within 20 seconds is a receipt. A receiver may get a message twice and knows it by its id.
// 410 says that it wants no more, of entries or of digests ([ErrGone]); 429 and 503 may name a pause in Retry-After ([Wait]).
// Redirects are errors, for they would let whoever answers choose where we send.
//
// # Where it may send
//
// Addresses come from people, and the machine that sends stands inside a network that people outside cannot reach. So
// every connection is made by package guard, which refuses what is not the open internet. A subscriber that is Private may be
// on loopback or a private network, never at a cloud's metadata service. Proxies named in the environment are not used: the
// address judged would be the proxy's.
//
// # What it never does
//
// It sends each message once: when to send again is the caller's business, by [Jittered]. It keeps no queue, no log and
// no bookmark, reads no clock but for its own time limit, and believes nothing of an answer but its status and
// Retry-After. Its errors carry neither the secret nor the address's path and query, which often hold one too.
//
// The package imports feed, guard, the standard library and the specification's own library, and never the store.
package webhook
