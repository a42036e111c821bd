package syndication

import "github.com/datelinehq/dateline/feed"

// forms is what is said of an event with a verb. Of a verb's forms the first is used whose blanks can all be filled;
// the last of each needs none. What stands in brackets is left out where the item's name stands nearby already; what
// stands there behind a bar is said instead.
var forms = map[feed.Verb][]string{
	feed.Opened:      {"opened[ {item}]"},
	feed.Closed:      {"closed[ {item}]"},
	feed.Reopened:    {"reopened[ {item}]"},
	feed.Merged:      {"merged[ {item}]"},
	feed.Renamed:     {"renamed[ {item}| this] from “{from}” to “{into}”", "renamed[ {item}]"},
	feed.Moved:       {"moved[ {item}| this] from {from} to {into}", "moved[ {item}| this] to {into}", "moved[ {item}]"},
	feed.Labeled:     {"added the label {into}[ to {item}]", "labelled[ {item}]"},
	feed.Unlabeled:   {"took the label {into} off[ {item}]", "took the label {from} off[ {item}]", "took a label off[ {item}]"},
	feed.Drafted:     {"turned[ {item}| this] back into a draft"},
	feed.Readied:     {"declared[ {item}| this] ready for review"},
	feed.Pushed:      {"pushed new commits[ to {item}]"},
	feed.Released:    {"released[ {item}]"},
	feed.Scheduled:   {"scheduled[ {item}| this] for {into}", "scheduled[ {item}]"},
	feed.Unscheduled: {"took[ {item}| this] out of {from}", "took[ {item}| this] out of {into}", "unscheduled[ {item}]"},
	feed.Locked:      {"locked[ {item}]"},
	feed.Unlocked:    {"unlocked[ {item}]"},
	feed.Linked:      {"linked[ {item}| this] with {into}", "linked[ {item}]"},
	feed.Unlinked:    {"unlinked[ {item}| this] from {into}", "unlinked[ {item}]"},
	feed.Edited:      {"edited[ {item}| this]"},
	feed.Changed: {
		"changed {field}[ of {item}] from {from} to {into}", "set {field}[ of {item}] to {into}", "cleared {field}[ of {item}], which was {from}",
		"changed[ {item}| this] from {from} to {into}", "changed[ {item}| this]: {into}", "changed[ {item}| this]",
	},
	feed.Paused:           {"paused[ {item} ({into})| this: {into}]", "paused[ {item}| this]"},
	feed.Resumed:          {"took[ {item} up again ({into})| this up again: {into}]", "took[ {item}| this] up again"},
	feed.Checked:          {"checked off {into}[ on {item}]", "checked something off[ on {item}]"},
	feed.Unchecked:        {"took the check off {into}[ on {item}]", "took a check off[ on {item}]"},
	feed.Attached:         {"attached {into}[ to {item}]", "attached a file[ to {item}]"},
	feed.Worked:           {"worked {into}[ on {item}]", "worked[ on {item}]"},
	feed.Tidied:           {"tidied up[ {item}]"},
	feed.Commented:        {"commented[ on {item}]"},
	feed.Resolved:         {"resolved a thread[ on {item}]"},
	feed.Unresolved:       {"took a thread up again[ on {item}]"},
	feed.Reviewed:         {"reviewed[ {item}]"},
	feed.Approved:         {"approved[ {item}]"},
	feed.ChangesRequested: {"requested changes[ to {item}]"},
	feed.Dismissed:        {"dismissed a review[ of {item}]"},
	feed.Requested:        {"asked {to} to review[ {item}]", "asked for a review[ of {item}]"},
	feed.Unrequested:      {"no longer asks {to} to review[ {item}]", "withdrew a request to review[ {item}]"},
	feed.Assigned:         {"gave {to} the line {into}[ of {item}]", "assigned {to}[ to {item}]", "assigned[ {item}]"},
	feed.Unassigned:       {"took the line {into} from {to}[ on {item}]", "unassigned {to}[ from {item}]", "unassigned[ {item}]"},
	feed.Proposed:         {"proposed[ {item}]"},
	feed.Decided:          {"decided[ {item}]"},
	feed.Rejected:         {"rejected[ {item}]"},
	feed.Superseded:       {"superseded[ {item}| this] with {into}", "superseded[ {item}]"},
	feed.Flagged: {
		"owes {from} a response[ on {item}], past the window of {into}",
		"owes a response[ on {item}], past the window of {into}", "owes a response[ on {item}], past its window",
	},
	feed.Warned: {
		"owes {from} a response[ on {item}], and most of the window of {into} is used",
		"owes a response[ on {item}], and most of the window of {into} is used",
		"owes a response[ on {item}], and most of its window is used",
	},
	feed.Met:    {"answered {from}[ on {item}] in time", "answered[ on {item}] in time"},
	feed.Missed: {"answered {from}[ on {item}] late", "answered[ on {item}] late"},
	feed.Escalated: {
		"had to be told that {from} has waited too long for a response[ on {item}]",
		"had to be told that a response[ on {item}] is long overdue",
	},
	feed.Promised: {"will answer {from}[ on {item}] by {into}", "will answer[ on {item}] by {into}", "will answer[ on {item}]"},
	feed.Snoozed:  {"lets[ {item}| this] rest until {into}", "lets[ {item}| this] rest"},
	feed.Waived: {
		"says that {from} need not be answered[ on {item}]", "says that this decided nothing[ on {item}]: {into}",
		"says that no answer is needed[ on {item}]",
	},
	feed.Confirmed: {
		"confirmed that {from} waits for an answer[ on {item}]", "confirmed that this was decided[ on {item}]: {into}",
		"confirmed that an answer is needed[ on {item}]",
	},
}
