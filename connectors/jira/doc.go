// Package jira reads Jira: sites of Jira Cloud, and servers (Jira Data Center and the Jira Server of old).
//
// # What is read
//
// The issues of a project, or those that a search in JQL finds: their fields, their whole history, their comments and work
// logs. A change of status is Moved, and Closed or Reopened where it comes into or leaves a status that Jira counts as done;
// on sites so old that Jira does not count, the resolution says so. Assignments, labels, dates, versions, sprints, links,
// titles, texts, attachments and flags have verbs of their own, and whatever else changes is Changed. The order on boards
// and what Jira notes for itself are left out.
//
// An issue of the type Decision that is closed is Decided, or Rejected where its resolution says that it will not be done;
// so is a decision in a text that was marked as decided.
//
// Texts of Jira Cloud are documents, those of servers are wiki text; both become Markdown. Whoever is mentioned, other than
// in quotes and code, is addressed.
//
// # What it costs
//
// A search brings fifty issues with everything that Jira tells along with them: of comments, work logs and history some
// dozens of entries. Where there are more, each list costs one request for every hundred changes or five hundred comments.
// A first reading so costs a request for every fifty issues and a few for the long ones, and two to find out what site it
// is and which statuses are final. Memory holds a page.
//
// While nothing happens a poll is one request: Jira knows no conditional ones. It asks for what changed since five minutes
// before the latest change known, for searches may find what changed last before what changed first; what was read
// already, of at most forty issues, is known by its fingerprint and not brought again. A change costs that same request:
// the issue comes with it.
//
// # Quirks
//
//   - A search that is walked by numbers or tokens loses what moves while it is read. The file walk.go says how nothing is
//     lost by it.
//   - Dates in JQL are read in the time zone of the account that asks. Times here are milliseconds since 1970, which are
//     the same everywhere; some versions compare them no finer than seconds.
//   - Jira Cloud has removed the search that servers have, which go-jira's Search asks, and documents come by version 3 of
//     the API only, which go-jira does not read. So the requests are made by go-jira's client, and their answers are taken
//     apart here, one object after another: one that is broken spoils no other.
//   - Whom an issue was assigned to when it was opened stands nowhere in its history. It is whom the first change took it
//     from, or who has it still.
//   - A deleted comment leaves no trace but the date of its issue. It is noticed on the issues that were read last.
//   - An issue that a search no longer finds is not gone. Only a whole project is asked what exists.
//   - Credentials that Jira does not know are taken for none: a header tells.
//   - 400 is a project that does not exist or is not shared, as much as bad JQL.
//   - People of Jira Cloud are account ids, those of servers the names they log in with. In histories of servers they are
//     keys, which are translated as far as the issue itself tells.
//   - All comments that the account may see are read, those that are restricted to a role among them.
//
// # Authentication
//
// Jira Cloud wants the email of an account with an API token; servers a personal access token; OAuth apps their token, and
// the address https://api.atlassian.com/ex/jira/<cloud id>. The account needs the permission Browse Projects.
//
// The package imports feed, connectors and go-jira.
package jira
