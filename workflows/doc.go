// Package workflows is what Dateline does by itself, as Temporal workflows.
//
//   - [Dispatch], one for each tool, asks every source of the tool that is due whether there is anything new. Idle looking
//     is batched: one activity asks many sources, each on its own, so that a stuck one delays no other.
//   - [Poll] reads one source page by page until it is up to date. Dispatch starts it only where there is real work: a page
//     with more behind it, a source that failed.
//   - [Tick] follows the log: it derives the asks of every item that was touched, and flags those past their window.
//   - [Deliver], one for each subscriber, tells what is added to the log, as soon as Tick has seen it.
//   - [Digest], one for each subscriber of digests, sends one when its moment has come: a timer a day, and nothing in between.
//   - [Sweep], one for each tool, walks over what exists in its sources, each once a day, and removes what was deleted there.
//
// They never call each other's code and pass each other nothing: they meet in the store. Workflows hold no content and
// no truth. Their arguments are names, their results are counts; cursors, what is due and what is paused are in the
// store. With an empty Temporal everything is there again after [Fill].
//
// A page and the cursor behind it are committed in one transaction that fails if somebody else moved the cursor
// meanwhile, so it does not matter that an activity may run twice, or a Dispatch and a Poll at once.
//
// Workflow code reads no clock but the workflow's, no configuration, no map in its own order. The package imports feed
// and what is below it, connectors, and the Temporal SDK.
package workflows
