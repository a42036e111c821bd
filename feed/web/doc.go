// Package web serves the pages of Dateline and their subscriptions.
//
// Who opens the feed in a hurry is to know in seconds who waits for whom and what happened; everything else is quieter
// than that. The pages are made on the server, are complete without JavaScript, and load nothing from elsewhere. One
// small script keeps relative times fresh and says that there is news; it never moves what somebody is reading.
//
// # Addresses
//
//	/                    who is waited for, what is new since the reader last looked, and the feed, newest first
//	/marks/{source}/{id} POST puts an item away, and back; POST /read says that a view was read
//	/feed.atom           the same as a subscription, with the same filters; and /feed.rss, /feed.json; ?archive=3 is
//	                     one of its archives, each of which names the one before
//	/subscriptions.opml  a list of what can be subscribed to, for feed readers to import
//	/items/{source}/{id} an item: what is known of it, what it is linked with, and the thread of all of that
//	/asks                who waits for whom, by due, person or team
//	/asks.ics            the deadlines of asks as a calendar to subscribe to, with those filters that mean the same tomorrow
//	/asks/{id}           explains every minute of an ask; POST promises, snoozes, waives or confirms it
//	/decisions           what was decided, and what waits to be; POST /decisions/{id} confirms what is only suggested
//	/decisions.csv, .md  the same as a table and as a document; /decisions/{id}.md is a decision record
//	/reports, .csv       how soon responses come; /backtest how another window, or another agreement, would have done
//	/people              who works when, and when together; who is who, and what was said about it; POST says more
//	/protocol            what is agreed, as newcomers read it, and what changed of it
//	/sources             how the reading of every source goes, what it costs, and what could not be understood; POST polls,
//	                     pauses and resumes one
//	/news                how many events came after a page was made, for the script
//	/audit               who did what, for those who may know
//	/keys                what single keys do, and where they are changed
//	/zone                what readers choose for themselves: the time zone of what is shown, and who they are
//	/unsubscribe         asks whether somebody wants no more digests, by a signed address; POST ends them, and begins them again
//	/healthz/live        the process answers
//	/healthz/ready       the process can do its work
//	/previews/<name>     a small picture of a video that somebody linked, from what we keep
//	/static/<sum>/<name> style, script and icons, under the checksum of their content: they never change
//
// # Filters
//
// Filters are the query of an address, read by package query. Several values of
// one name are alternatives, several names must all hold. A name or value that does not exist is an error that says
// what does: a subscription with a slip of the pen must not quietly become the whole feed.
//
// # Subscriptions
//
// A subscription holds the newest events, and whatever was added, edited or removed since its last archive, so that an edit
// reaches those who have read the event. An archive stands for two hundred numbers of the log, and holds what the filters
// choose of these: the same entries for ever, though their texts may be edited. A view of the last days (since=7d) has none.
//
// Tags are strong and differ between what is compressed and what is not. They are made of what the store says of the log and
// its items ([Editions]), of who is who and of the address; tag and date move together, in all processes and over restarts,
// and two documents of one address never share either. What depends on who waits at the moment (is:flagged, and the
// calendar) is recognised by its content alone.
//
// # Trust
//
// Everything that came from a tool is hostile until it is escaped. Texts are Markdown: they are rendered, then sanitised;
// images become links, so that reading the feed tells nobody that it was read. Links to videos are followed by what is
// known of these, which was fetched by the server and is served by it ([Previews]); a page never waits for that. The policy
// in the headers forbids scripts, styles and pictures that are not ours, even if one should slip through.
//
// # One page, one file
//
// A page is a file of Go with a struct that holds what the page shows, and a template of the same name. Templates are
// parsed and run once when the handler is made: one that is missing or names a missing field fails the start.
//
// # Languages
//
// What the pages and their script say stands in package texts, in one file for each language; a reader is given the one that
// fits Accept-Language best. Today that is English. Nothing is said in a template or a string of Go, and a test that shows
// every scene in a second language finds what is. What other packages say is English, and marked so where it is shown: the
// sentences of events (feed/syndication, feed/catchup), of receipts (feed/asks/receipt), of agreements
// (feed/protocol/wording, feed/protocol/compare) and of mistakes (feed/query, feed/access). Subscriptions, calendars and
// files are the same for all who read them, and English; so are digests (feed/digest).
//
// # What it never does
//
// It asks nobody who they are: package access does, and puts the reader into the request. It changes nothing but what people say of
// asks, decisions, items and each other, what they order of sources and subscribers, and who wants no more digests, all of which it
// hands on; keeps no state that a restart would lose; and sets no timeouts: they are the server's. It knows the store as the small
// interfaces of reader.go, and imports feed and the pure packages below it, never feed/store, a connector or a workflow.
package web
