// Package cli is the commands of dateline and dateline-solo, and the guided tour of the whole program.
//
// # The way of a comment
//
// Somebody writes a comment on an issue. The source of that repository falls due, and the Dispatch workflow of its tool
// (package workflows) asks the connector (connectors/github) what happened after the cursor. The connector makes one
// conditional request and, because the answer is not 304, a few more; it translates what came into a [feed.Page]. The
// store (feed/store) commits the page's events to the log and the cursor behind them in one transaction. Tick, woken by
// that, follows the log from its bookmark: it derives anew who owes whom a response on that issue (feed/asks)
// and what was decided there (feed/decisions), and flags in the log what is past its window. A reader's next look at the page (feed/web) and every subscription
// (feed/syndication) show both: they read the same log. The next morning somebody's digest (feed/digest) tells of it by mail, sent by
// a workflow that slept until then.
//
// # What is here
//
// Wiring only. A host is what a configuration becomes: the open store, the table of connectors, the way to Temporal. Each
// command is a file of its own. What differs between the two programs is one function: dateline-solo brings the Temporal
// server along.
package cli
