// Package example reads Minutes, a tool that nobody has: a server that keeps the minutes of meetings. It is the smallest
// connector that can do all that a connector can, and is there to be copied. connectors/README.md says how.
//
// Its comments stand where those of yours will. This one says what is read, what that costs, what is odd about the tool,
// and how one authenticates.
//
// # What is read
//
// The topics that were talked about, as items, and what was said and decided about them, as events.
//
// # What it costs
//
// Minutes lists its entries in the order in which they were written, a hundred to a request. A first reading makes as many
// requests as there are full pages. While nothing happens a poll is one conditional request, answered 304. A sweep is a
// request for each hundred topics.
//
// # Quirks
//
//   - An entry is never changed. What was wrong is said again in another entry.
//   - Topics are deleted without a word: sweeps find that out.
//   - An account that was deleted is null.
//
// # Authentication
//
// A token, which somebody makes in the settings of Minutes. Webhooks are signed with a secret of their own.
package example
