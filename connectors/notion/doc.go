// Package notion reads databases, data sources and whole workspaces of Notion.
//
// # What is read
//
// Pages with their title, status, people, dates, labels and relations, databases and data sources, and the open
// discussions on pages. A new page is read with its text, the first hundred blocks of it.
//
// Notion keeps no history that its API would show. What changed is found by comparing a page with the snapshot that was
// last stored ([connectors.Env].Known): moved to another status, closed or reopened by the group of that status, renamed,
// assigned, due, labelled. It happened at some time between the two edits, which is what NotBefore and At say, and is told
// as done by whoever edited last. A page that is met for the first time shows what was done since its creation, by its
// author as far as anybody knows. An edit that changed nothing of this was one of the text, or of what we do not compare:
// it is told once for a page, a person and a day, however long they write, and not at all while its author still writes
// the first hour.
//
// Which properties are meant is found by their usual names, if the settings do not tell: Owner, Assignee, Assigned to,
// Responsible and the like are those who owe, Reviewer and Approver those who are asked, Status, State or else any status
// property says how it stands, Due and Deadline when it is wanted. Multi-select properties are labels, and a Priority is
// one too. The group "complete" of a status property closes a page.
//
// # What it costs
//
// Listings are sorted by the last edit, a hundred to a request: a data source's query, or the search for everything that is
// shared with the integration. A first reading makes one request for a hundred pages, one for the people of the workspace,
// and for every page one for its text and one for its discussions: Notion has these page by page only.
//
// While nothing happens a poll asks every listing for its ten newest objects: one request, or one for each data source of
// a database that has several. As Notion knows no conditional request, that is the least that shows an edit. It makes one
// request more, in turn, for what an edit does not show: the discussions of a page, and every eighth time the databases, a
// hundred of all pages to find those that were shared or restored, or the names of people.
//
// One changed page costs one request more, for its discussions, and one for its text if it is new; another one if it is
// by somebody or in a data source that was not met before.
//
// # Discussions
//
// A comment does not always change when its page was edited, and a resolved discussion just vanishes from the list. So up
// to sixty pages are watched: those with open discussions and those edited or commented last. Of these the ten liveliest
// share half of the turns, the others the other half, and in each half whoever waited longest is next. With a poll every
// two minutes a lively page is read again within three quarters of an hour, any other that is watched within five hours.
//
// A discussion of which no comment is left, when all comments of its page were read, was resolved (or its comments deleted,
// which looks the same): the event [feed.Resolved] tells it, without a name. A comment that is gone from a
// discussion that goes on was deleted. What was said and resolved between two readings of its page was never seen.
// Discussions on blocks within a page are not read: Notion lists them block by block.
//
// # Quirks
//
//   - Times of edits are cut to the minute. See walk.go for how nothing is lost by it.
//   - Pages in the trash are in no list. They are found missing by [connectors.Lister], or when their comments are.
//   - The version 2025-09-03 of the API knows data sources and lists no databases; 2022-06-28 lists databases, without those
//     that have several data sources, and refuses to query such. A database is queried data source by data source.
//   - Authors are ids. Names come from the list of the workspace's people, which leaves guests out and wants a capability
//     of its own. Without it people have no name until a mention or a people property tells it.
//   - The search is an index that runs minutes behind, and does not promise to be complete.
//   - A page that the integration loses access to looks as if it were deleted.
//
// # What is ours
//
// notionapi has the types of properties, rich text, users and errors. Requests are our own: the library speaks the older
// version, sleeps when it is told to wait, drops what Retry-After says, and fails a whole list for one property of a kind
// that it does not know.
//
// # Doorbell
//
// A webhook subscription signs its calls with a secret that its first call brings. The host keeps it, and shows it to the
// operator, who has to type it into Notion once.
//
// The package imports feed, connectors and notionapi.
package notion
