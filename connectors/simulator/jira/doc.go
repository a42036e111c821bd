// Package jira shows the simulated world as Jira Cloud does: the projects of the world that are kept at a desk, as
// projects of a site, with issues, comments and their history.
//
// It answers the read side of the REST API in its versions 2 and 3 as documented: searches by JQL with page tokens, which
// bring only ids unless fields are named; issues with a changelog, the newest first; comments, changelogs and work logs by
// page; people, projects, statuses, fields and permissions; texts as documents in version 3 and as wiki text in version 2;
// errors in Jira's own form. The search that Jira Cloud has removed is answered 410. What people see behind the addresses
// are small pages.
//
// Everything follows from the acts of the world: ids are counted from them, and what is deleted in the world vanishes. The
// package imports the world and the standard library.
package jira
