// Package github reads repositories of GitHub, of github.com or a GitHub Enterprise Server.
//
// # What is read
//
// Issues and pull requests with their state, people, labels; comments, reviews and remarks on lines; review requests,
// assignments, labels, milestones, drafts, merges and whatever else GitHub calls an issue event; releases; decision
// records (MADR files) on the default branch, by the commits that changed their status. Cross-references are taken from
// the texts. Discussions are not read: GitHub has them in GraphQL only, where no request is conditional, so that looking
// for news would cost quota every time.
//
// # What it costs
//
// GitHub lists issues, pull requests, comments, remarks, events and releases for a whole repository, a hundred to a
// request, and reviews one pull request at a time. A reader that knew everything beforehand would make as many requests
// as there are full pages, and one for each pull request; that is what this one is measured against. It makes a few more:
// pages overlap by what has the time of the last object, and each listing ends with one that is not full.
//
// While nothing happens a poll is one conditional request, answered 304, which costs no quota. It asks the issues, which
// move with nearly everything; every third time another listing, because comments are edited, records decided and
// releases made without moving an issue. When the one that is asked has news all are asked, each from where it stands.
//
// # Quirks
//
//   - A list sorted by update shifts while it is read. See listing for how nothing is lost by it.
//   - GitHub's replicas do not agree at once: what happened in the last minute is read again.
//   - The issues list has pull requests too, but not who is asked to review; the pull requests list has, but knows no
//     since. Both make the same item, named by its number, which survives the renaming of its repository.
//   - Issue events bear their issue as it is now, not as it was. It is taken for a mention only.
//   - 403 is a refusal or a limit; headers and words tell which. 404 is a private repository or none. 410 is a repository
//     whose issues are switched off.
//   - Deleted accounts are null, or called ghost. Reviews without a time are still being written.
//
// The package imports feed, connectors, go-github and, for GitHub Apps, ghinstallation.
package github
