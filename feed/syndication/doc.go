// Package syndication writes entries of the feed in the formats that feed readers and programs subscribe to.
//
// It goes in two steps. [New] says what every format needs of the entries, once: a [Feed] with identities, sentences,
// categories and times. A function for each format then writes that to an io.Writer: [Atom] 1.0 (RFC 4287), [RSS] 2.0 and
// [JSON] Feed 1.1. A further format is a further function and translates nothing anew. [OPML] 2.0 lists subscriptions, and
// [ICalendar] (RFC 5545) writes the deadlines of asks.
//
// # What readers may rely on
//
// An entry's identity is a tag URI (RFC 4151) made of its source and key, and therefore stays the same over edits, over
// a change of addresses, in every view it appears in and in every format; Updated moves when the tool says that it was
// edited. What the tool no longer has stays an entry, with the same identity, and says only that it is no longer there;
// Updated stays then, for no tool says when. A feed without entries is a valid feed. Titles are sentences in plain text:
// they hold no markup, whatever the tool's title held. Every link is the tool's own address of what happened.
//
// A feed may say where what came earlier is: in archives (RFC 5005), each of which names the one before. In JSON Feed
// that is the next page.
//
// # Words
//
// [Say] puts an event into words, "Ana asked Ben to review acme/api#12". The pages say it with the same words, so that
// they are written down once.
//
// # What it never does
//
// It reads no clock, no store and no configuration, makes no request and announces no hub. It knows no markup language:
// who wants texts as HTML lends a function that makes it, and answers for what that lets through.
//
// The package imports feed, feed/commands, the standard library, and golang-ical, which knows how a calendar is folded and escaped.
package syndication
