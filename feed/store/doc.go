// Package store keeps everything Dateline knows, in one database: SQLite in a file, or PostgreSQL.
//
// # What it promises
//
// A page of a source and the cursor behind it are committed together ([DB.Commit]): a program that is killed at any
// moment has stored a page whole, or not at all, and goes on from there. An event is stored once, by its key, however
// often it is read. A page read with a cursor that has moved meanwhile is refused with [ErrMoved].
//
// Events stand in one log. Each has a number, and every edit or removal gives it a new one, so that the log can be
// followed: [DB.Follow] hands over what lies behind a named bookmark, in order, at least once, and commits what the
// follower writes together with the bookmark. Numbers become visible in their order. On SQLite that is so because there
// is one writer; on PostgreSQL every transaction that takes numbers holds one advisory lock until it ends.
//
// Lists are read from an index in the order in which they are shown, and continued from the last row: a page takes the
// same few milliseconds at the head and in the depth of a log of millions, whatever the filter.
//
// # How events are found
//
// An event's place in the feed is one number, made of its time and its sequence number (position.go). A search index
// maps words to places: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL. The words of the item's title and of
// the text are cut in Go (words.go), the same for both. Beside them stand marks, which are words no text can contain:
// one for the event's kind, verb, tool and source, for everybody who took part, for the state of its item (index.go). So
// every filter, alone or with others and with a search, is one question to one index (match.go). What a reader types is
// cut into words by the same rule; it is never a query language. When an item is renamed, closed or reopened the events
// that happened to it are indexed again.
//
// FTS5 answers in order of place, from the newest. GIN answers in no order: eras.go says how a page is found all the
// same.
//
// # How items are linked
//
// An item has names: its key, its address, its id, each written in one way. Titles and events name items, and those names
// are kept as they are read, whether there is such an item or not. A link is a name on both sides, found when somebody
// looks ([DB.Linked]): an item that comes later is linked with what named it before. Both tables are derived from items and
// events, as is the one of accounts, and are made anew when the rules change (derived.go).
//
// # Who is who
//
// Every account that a page tells of is kept with its name and its e-mail address, which stands nowhere else. What people
// say about who is behind accounts is only ever added ([DB.Rule]); what follows from it is worked out elsewhere, by package
// identity, and changes nothing that is stored.
//
// # What readers have seen
//
// How far a reader has read a view, and what they made of items, is kept by a name that the pages give them ([DB.Look],
// [DB.Mark]), and forgotten if they do not come back for more than a year. Nothing follows from it for anybody else.
//
// # What subscriptions are made of
//
// Numbers are given once, so that the events of a range of them are the same ones for ever ([DB.Numbered]): archives
// are made of that. An edition ([DB.Edition]) is as long as nothing changes that is shown: no event, and of no item
// what events show of it. It is dated when somebody first asks for it.
//
// # What is derived
//
// Asks and decisions of an item are put in place of those before, in the transaction in which the follower that derives them
// moves its bookmark ([Tx.PutAsks], [Tx.PutDecisions]). There are few decisions: their words stand beside them, cut as those
// of events are, and are looked through one by one.
//
// # What is only kept for a while
//
// What was found out about videos that somebody linked, with their pictures, is a cache: the oldest go where there are too many or
// they are too large ([DB.TrimPreviews]).
//
// # What was told
//
// What became of each digest is noted under its subscriber and its period, so that none is told twice ([DB.PutDigest]), and so is
// who wants no more of them ([DB.Refuse]). Both stand beside the log: nothing follows from them for anybody else.
//
// # What is done once
//
// A call under a key is done in one transaction with its answer ([DB.Once]), which is given again to who calls again within a day.
// The transaction is carried by the context: what is written with that belongs to it.
//
// # What is sealed
//
// Secrets that have to be kept are sealed with a key that the database does not have ([DB.Guard], package seal): which
// columns hold them says sealed.go. Without a key none is kept. What only has to be recognised, tokens for instance, is
// kept as a hash.
//
// # How it is kept
//
// SQL is written by hand, one text for both databases; where they do not agree the difference is in the value of type
// dialect. The schema is in schema/, applied by [DB.Migrate]. Times are microseconds since 1970. Counts are kept with
// the sources, in the transactions that change them, for counting a million rows takes too long for a page.
//
// # What it never does
//
// It knows nothing of tools, of people or of the protocol; it derives nothing. It never deletes an event: what is gone
// in the tool loses its text here and stays as a trace. Bookmarks are moved at the time of the machine's clock; all other
// times are given.
//
// It imports feed, its sealing, the SQL drivers and goose, what remembers the accounts that were read last and what counts side by
// side, and nothing else.
package store
