package asks

import (
	"regexp"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

var (
	fence   = regexp.MustCompile("(?ms)^ {0,3}(```+|~~~+).*?(^ {0,3}(```+|~~~+) *$|\\z)")
	code    = regexp.MustCompile("`[^`\n]*`")
	comment = regexp.MustCompile(`(?s)<!--.*?(-->|\z)`)
	details = regexp.MustCompile(`(?is)<details\b.*?(</details>|\z)`)
)

// own is what the author of a text says in it themselves: no quotes, no code, nothing folded away.
func own(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for _, unsaid := range []*regexp.Regexp{fence, details, comment, code} {
		text = unsaid.ReplaceAllString(text, " ")
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(strings.TrimSpace(line), ">") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// asks reports whether a line of a text ends in a question mark.
func asks(text string) bool {
	if !strings.ContainsAny(text, "?？") {
		return false
	}
	for line := range strings.SplitSeq(own(text), "\n") {
		line = strings.TrimRight(line, " \t*_)\"'")
		if strings.HasSuffix(line, "?") || strings.HasSuffix(line, "？") {
			return true
		}
	}
	return false
}

// Owed is what is owed, in words: a review.
func Owed(kind feed.AskKind) string {
	if words, ok := owed[kind]; ok {
		return words
	}
	return "a response"
}

// owed is what is owed, in words.
var owed = map[feed.AskKind]string{
	feed.Review: "a review", feed.Approval: "an approval", feed.Waiting: "a next step", feed.Changes: "the changes that were asked for",
	feed.Merge: "the merging", feed.Pending: "a decision", feed.Thread: "an answer in a thread", feed.Mention: "an answer to a mention",
	feed.Assignment: "a sign of work", feed.Checklist: "a line of a checklist", feed.Reply: "a reply", feed.Triage: "a first look",
	feed.Question: "an answer to a question",
}

// aboutAsk is the id of the ask that an event of our own is about: what stands behind the first slash of its key.
func aboutAsk(e feed.Entry) string {
	_, rest, _ := strings.Cut(e.Key, "/")
	id, _, _ := strings.Cut(rest, "/")
	return id
}
