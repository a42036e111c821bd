// Package github shows a [world.World] as GitHub's REST API would: the face of the world that looks like github.com.
//
// A [Face] is an http.Handler. It answers below its base address as api.github.com does (/user, /repos/{owner}/{repo}
// and what lies under it), and below /{owner}/{repo} it serves one small page for every issue, pull request, commit,
// release and file, so that every html_url leads somewhere.
//
// # What it promises
//
// Fields have the names, types and nulls of the real thing. Listings have its defaults: issues and pull requests are
// open ones, newest first, thirty to a page, a hundred at most; since is inclusive and compares updated_at; issue events
// come newest first and each carries its issue as it is now. updated_at moves with everything that happens to an issue
// or pull request, except with a mere mention from elsewhere and with the edit of a comment, which moves the comment
// only. The ETag of an answer changes exactly when its body does. An answer 304 costs no quota. Links to further pages
// name the repository by number, as GitHub's do, and moorline/server, as moorline/api was once called, leads there by
// 301. Numbers of repositories, issues, comments and events never change.
//
// The repositories are the projects of the world that are kept as code. They are older than its history: the first issue
// of it is moorline/api#412 or moorline/web#287, and number n of a project is n-1 further on.
//
// # What it does not do
//
// It is read-only but for the token of an app's installation, knows no GraphQL, no search and no webhooks, and keeps no
// truth: everything is made from the log of the world, which it reads on as requests come in.
//
// The package imports the standard library and world.
package github
