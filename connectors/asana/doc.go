// Package asana reads projects of Asana.
//
// # What is read
//
// The project itself, its tasks and their subtasks to any depth, and its status updates, each as an item; and of every task
// its stories, which are its history: comments, assignments, sections, due dates, names, tags, custom fields, dependencies,
// approvals, completions. Each story becomes one event, in our verbs where there is one and as Changed where there is none,
// subtypes that are not known included. An approved approval task also decides what was asked. A task's section is its
// status; tags are its labels; in projects that give their tasks ids to be written these are their keys. What happens to
// likes and followers is housekeeping.
//
// A task that another one depends on is a thread of that one: Linked, until it is Unlinked; Resumed when it is done, and
// Paused when it is not any more. A start date is Changed, as "start: 2026-03-02".
//
// A workspace is the list of its projects that are not archived, a portfolio that of the projects in it and in the portfolios
// in it; each project is read as a source of its own.
//
// # What it costs
//
// A first reading makes one request for every hundred tasks, one for the stories of each task, and one for the subtasks
// of each task that has any: Asana lists stories by the task only. Where the tasks do not fit on one page they are listed
// once more, for the reason below.
//
// A poll is one request, of the project's stream of events, which is the least there can be: Asana knows no conditional
// requests. One task that changed costs two more, for itself and for its stories; several cost one for all of them, and each
// one for its stories and one for the subtasks it may have. A task that depends on others costs one more, for these.
//
// # How nothing is lost
//
// The stream tells of each change at most once, and forgets after a day or two: its token is answered 412 then. So every
// tenth poll lists the tasks modified lately in place of asking the stream, ten minutes of overlap included, and so does
// whoever comes back with a token that is too old. What was seen within the overlap is remembered in the cursor, by time
// and gid, so that listing it again costs nothing more.
//
// Tasks are listed in the order that people gave them. One that is dragged while the list is walked may slip from a page
// that is still to come into one that was read, and no stream tells of that. A list of more than one page is walked twice,
// and compared with what is known.
//
// # Quirks
//
//   - What happens to a subtask does not modify its parent, and no list of a project names it. The stream does.
//   - An edited comment keeps its story, its time and no word of the edit; a deleted one is told by the stream alone.
//   - A renamed section modifies no task, so that the tasks are listed anew.
//   - Without opt_fields answers hold next to nothing. Pagination only happens where limit is given, and its offsets expire.
//   - An approval that is sent back is completed, says Asana. It is not over, says whoever has to change it: it stays open.
//   - That a task is done which others depend on, no story tells that could be relied on. Those that depend on it are told
//     when it is read, or else when they are: of dependencies only gids come with a task, so that they are listed. A task of
//     another project that is done is noticed with the next change of those that depend on it; one that is deleted, not at
//     all.
//   - A start date that a task was made with is in no story. It is told of tasks whose stories tell of no other.
//   - The text of a story that Asana wrote depends on who asks, and on their language. It is used where no field says it.
//   - Mentions are links with the gid of a user, in html_text. A mention that is quoted speaks to nobody.
//   - due_on is a day without a zone. It is kept as the beginning of that day in UTC.
//   - 402 is a feature of a paid plan, 403 a permission, 404 what does not exist, as far as one may know; what is
//     named in a query is refused with 400. 429 comes with Retry-After. Status updates that may not be read are left out.
//
// # Webhooks
//
// Asana chooses a secret for each webhook and tells it in the first call, which has to be answered with it. The host keeps
// the first it is told and refuses others, until the settings change. Every later call is signed with it.
//
// # The library
//
// There is none that is kept: seven addresses are asked with net/http.
//
// The package imports feed and connectors.
package asana
