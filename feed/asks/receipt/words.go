package receipt

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/commands"
)

// given is what gives a response of each kind, and by whom.
var given = map[feed.AskKind]string{
	feed.Review:     "a review by %s",
	feed.Approval:   "a yes or no of %s",
	feed.Waiting:    "a comment or change by %s, or another status or label",
	feed.Changes:    "a push, a reply or another request by %s",
	feed.Merge:      "a merge by %s, or new commits",
	feed.Pending:    "a decision by %s",
	feed.Thread:     "an answer by %s in the thread, or the thread being resolved",
	feed.Mention:    "a comment or review by %s",
	feed.Assignment: "a comment or change by %s",
	feed.Checklist:  "the line being checked off by %s or anybody else",
	feed.Reply:      "a comment by %s",
	feed.Triage:     "a comment, review or label by %s",
	feed.Question:   "a comment by %s",
}

// stops are what would end an ask that is open.
func stops(a feed.AskEntry, responder string) []string {
	if !a.Open() {
		return nil
	}
	if a.Responder.Group {
		responder = "anybody of " + responder
	}
	return []string{fmt.Sprintf(cmp.Or(given[a.Kind], "a response by %s"), responder), "the request being taken back", "the item being closed"}
}

// acts say what somebody did to somebody.
var acts = map[feed.Verb]string{
	feed.Requested: "asked %s to review", feed.Unrequested: "no longer asks %s",
	feed.Assigned: "assigned %s", feed.Unassigned: "unassigned %s",
	feed.ChangesRequested: "requested changes", feed.Reviewed: "reviewed", feed.Approved: "approved", feed.Commented: "commented",
	feed.Readied: "declared it ready", feed.Waived: "said that it need not be answered",
}

// lines say the same of a line of a checklist.
var lines = map[feed.Verb]string{
	feed.Assigned: "gave %s the line “%s”", feed.Unassigned: "took from %s the line “%s”",
}

const quoteAtMost = 100

// act is an event as a sentence.
func act(e *feed.Entry, names func(feed.Account) string) *Act {
	if e == nil {
		return nil
	}
	whom := make([]string, len(e.To))
	for i, to := range e.To {
		whom[i] = names(to)
	}
	did := cmp.Or(acts[e.Verb], strings.ReplaceAll(string(e.Verb), "_", " "))
	if strings.Contains(did, "%s") {
		did = fmt.Sprintf(did, cmp.Or(strings.Join(whom, ", "), "somebody"))
	}
	if (e.Verb == feed.Assigned || e.Verb == feed.Unassigned) && e.Thread != "" {
		did = fmt.Sprintf(lines[e.Verb], cmp.Or(strings.Join(whom, ", "), "somebody"), cmp.Or(e.Into, "without a text"))
	}
	if e.Into != "" && e.Kind != feed.Request && e.Kind != feed.Discussion {
		did += " to " + e.Into
	}
	quote, _, _ := strings.Cut(strings.TrimSpace(commands.InWords(*e)), "\n")
	if runes := []rune(strings.TrimSpace(quote)); len(runes) > quoteAtMost {
		quote = string(runes[:quoteAtMost-1]) + "…"
	}
	return &Act{At: e.At, Says: names(e.By) + " " + did, Quote: strings.TrimSpace(quote), URL: e.URL}
}
