// Package trello reads boards of Trello.
//
// # What is read
//
// The board's actions, which are its history: cards made, copied, moved, renamed, described, dated, completed, archived
// and deleted; comments; who was put on a card; checklists, attachments, lists, members, and whatever else Trello calls
// an action. Each becomes one event, in our verbs where there is one and as Changed where there is none, types that are
// not known included. Beside them the cards as they are now, archived ones too, and the board itself, on which happens what
// happened to no card. What a card's list says is its status; archived cards and those marked complete are closed.
//
// A line of a checklist that is given to a member is a thread of its card: Assigned, until it is Checked or Unassigned. The
// lines come with the cards, in the requests that are made for these anyway; what became of them is found by comparing with
// what the cursor holds of the latest three hundred that somebody has to do.
//
// A workspace is the list of its open boards; each is read as a source of its own.
//
// # What it costs
//
// Trello lists actions for a whole board, a thousand to a request, newest first, and gives the board with its lists, its
// members and its cards in the same answer. A first reading therefore makes one request for every thousand actions, and
// none for cards. Events arrive from the latest to the earliest, for there is no other order; memory holds a page.
//
// A poll is one request, which is the least there can be: Trello knows no conditional requests. It asks for the actions
// since the latest known ones, and when each card was last active. A change costs one request more for every ten cards
// that moved, in a batch; where more than thirty did, all cards of the board are asked for instead, a thousand to a
// request.
//
// Trello refuses to give some boards with all their cards at once. Of these the cards are read in pages, and those that
// actions name in batches.
//
// # How nothing is lost
//
// The cursor holds two windows, of two minutes each, with what was seen last of actions and of cards. Actions that Trello
// shows late, or that have one time, are told apart by them and found as long as they are not later than that. While a
// reading goes back in time, the cursor also holds where it is and where it ends; polls go on from where it began. Pages
// of actions overlap by a second, so that bounds may be as precise as they like.
//
// # Quirks
//
//   - What Trello calls excluded actions it tells webhooks only: labels that come and go, edits and deletions of comments,
//     lines of checklists that are made, renamed or given to somebody. They move the time of their card. Labels are compared
//     with what is known of the card, and are events without an author, between two times, as are lines that are somebody's;
//     edited comments are read with the card and keep their key. Lines that are nobody's are not told of. A deleted
//     comment is noticed by nobody, but that the card counts one less.
//   - Who gave a line to whom Trello does not tell, nor when: not before the card was last read, or the line was made, and not
//     after the card last moved.
//   - Of a large board labels, edits and lines are noticed with the next action on their card.
//   - A deleted card takes its actions with it; one is left that says so, and is an event of the board. A card that went to
//     another board is gone here.
//   - Cards do not know who made them, nor when they were closed. They were made when their ids begin to say.
//   - Accounts are named by their usernames, as mentions are. Of deleted accounts an id is left.
//   - @card and @board speak to groups. Copied comments speak to nobody.
//   - What Butler does, it does as the person whose rule it is; the action names the app.
//   - Errors are plain text. 401 is a credential or a permission, 404 and 400 a place that is not there, 429 comes without
//     Retry-After: Trello counts in intervals of ten seconds.
//
// # The library
//
// adlio/trello makes the requests. Its limiter is given no chance to wait, its types are not used: they lose half of what
// actions say, and one odd field would cost a whole page. It is not told the key and the token, which it would put into
// the address; a transport of ours puts them into the header, where no log and no error has them.
//
// The package imports feed, connectors and adlio/trello.
package trello
