// Package github reads repositories of GitHub, of github.com or a GitHub Enterprise Server.
//
// # What is read
//
// Issues and pull requests with their state, people and labels; comments, reviews and remarks on lines; review requests,
// assignments, labels, milestones, drafts, merges and whatever else GitHub calls an issue event; releases; decision
// records (MADR files) on the default branch, by the commits that wrote their status. Cross-references are taken from
// the texts: GitHub has them issue by issue only.
//
// Left out on purpose are the issue events subscribed, unsubscribed and mentioned, which say what a comment or an
// assignment says already, and reviews that are still being written. Discussions are not read: GitHub has them in GraphQL
// only, where no request is conditional, so that looking for news would cost quota every time.
//
// A whole organisation or user is the list of its repositories; each is read as a source of its own.
//
// # What it costs
//
// GitHub lists issues, pull requests, comments, remarks, events, releases and commits for a whole repository, a hundred
// to a request, and reviews one pull request at a time. A perfect reader, who knew everything beforehand, would make as
// many requests as there are full pages, and one for each pull request. A first reading makes at most 1.3 times as many;
// on a repository of 20,000 issues it is a hundredth more, for pages overlap by what has the time of the last object, and
// each listing ends with a page that is not full. A commit that touched decision records costs one request, and one more
// for each record that it changed but did not add. Memory holds a page.
//
// While nothing happens a poll is one conditional request, answered 304, which costs no quota. It asks the issues, which
// move with nearly everything; every third time the next of the other listings, because comments are edited, records
// decided and releases made without moving an issue. When the one that is asked has news all are asked, each from where
// it stands and most of them answered 304: a round. One change costs a round, many changes as many pages as they fill,
// and each changed pull request one request for its reviews.
//
// What is younger than a minute by GitHub's clock may not be all there is: the poll after a round that met such is
// another round.
//
// A sweep, which finds the issues that were deleted or moved to another repository, is a request for each hundred issues,
// pull requests and releases, now and then a second time.
//
// # Webhooks
//
// A webhook of a repository, an organisation or an app makes a poll happen at once. It needs the same secret as
// hook_secret; its events may be all there are, for those that tell nothing about what is read are answered and forgotten.
// A delivery to the address of an organisation polls the repository it is about.
//
// # Quirks
//
//   - A list sorted by update shifts while it is read. The file walk.go says how nothing is lost by it.
//   - A full page says nothing about the next: its ETag stays when something comes behind it.
//   - The issues list has pull requests too, but not who is asked to review; the pull requests list has, but knows no
//     since, and does not count comments. Both make the same item, named by its number, which survives the renaming of
//     its repository. The pull requests list has the last word.
//   - Issue events bear their issue as it is now, not as it was then.
//   - A dismissed review stays what it was for its author, a review; its dismissal is an event of its own.
//   - A commit has the date it was written, not merged. Records written more than 60 days before the latest known commit
//     on them are not noticed when their branch is merged.
//   - Deleting an issue takes its events out of the middle of a list. If that happens while the list is walked for the
//     first time, as many events of others may be passed over.
//   - 403 is a refusal or a limit; headers and words tell which. 404 is a private repository or none. 410 is a list that
//     was switched off, 409 the commits of a repository without any.
//   - Some lists go back so many pages and no further: 422. What lies behind that is not read.
//   - Deleted accounts are null.
//
// # Authentication
//
// A token, or an installed GitHub App, whose own tokens are made as they are needed and shared by all connectors opened
// from the same settings.
//
// The package imports feed, connectors, go-github and, for GitHub Apps, ghinstallation.
package github
