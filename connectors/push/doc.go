// Package push takes in what programs send of tools that nobody wrote a connector for: a source that is told and never asks.
//
// # What is sent
//
// POST /api/v1/sources/{name}/events, signed as the Standard Webhooks specification 1.0 has it
// (https://www.standardwebhooks.com): webhook-id, webhook-timestamp, webhook-signature, made with the source's secret. The
// body is JSON in the form in which the API, exports and webhooks hand events and items out:
//
//	{
//	  "items":  [{"id": "42", "kind": "ticket", "key": "HELP-42", "title": "The bell rings twice", "url": "https://…",
//	              "state": "open", "author": {"account": "ana", "name": "Ana"}, "updated": "2026-11-24T08:00:00Z"}],
//	  "events": [{"id": "42/opened", "verb": "opened", "item": {"id": "42"}, "by": {"account": "ana"}, "at": "2026-11-24T08:00:00Z"}],
//	  "gone":   ["41"]
//	}
//
// The id of an event is unique within the source, and the same when it is sent again: then it is an edit where it was updated
// later, and else nothing. So whoever is not sure of an answer sends the same once more. The kind follows from the verb. What
// is sent of source, tool, seq and persons is not looked at, so that what one Dateline exports another takes. An object that
// cannot be understood is a reject, and the rest goes on.
//
// # What a poll costs
//
// Nothing: there is nobody to be asked. A source that is told is up to date as long as it is not told anything else, and
// whoever sends late has late flags.
//
// The package imports connectors, feed and the specification's library.
package push
