package rules

import (
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// plural are the kinds of asks as a sentence names them.
var plural = map[feed.AskKind]string{
	feed.Review:     "reviews",
	feed.Approval:   "approvals",
	feed.Waiting:    "what a status or label says somebody is waited for",
	feed.Changes:    "requested changes",
	feed.Merge:      "merging of what is approved",
	feed.Thread:     "open threads",
	feed.Mention:    "mentions",
	feed.Assignment: "assignments",
	feed.Checklist:  "checklist lines",
	feed.Reply:      "replies",
	feed.Triage:     "first looks at what came from outside",
	feed.Question:   "questions",
	feed.Pending:    "proposals to decide",
}

// kindWords names the kinds that are meant, or all but some.
func kindWords(kinds, but []string) string {
	name := func(kinds []string) []string {
		var words []string
		for _, kind := range kinds {
			word, ok := plural[feed.AskKind(kind)]
			if !ok {
				word = "responses of the kind " + kind
			}
			if !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
		return words
	}
	all := "responses"
	if len(kinds) > 0 {
		all = listed(name(kinds), "and")
	}
	if len(but) > 0 {
		all += " other than " + listed(name(but), "and")
	}
	return all
}

// isClause reports whether what follows the kinds would be taken for a part of them.
func isClause(kinds []string) bool {
	return len(kinds) == 1 && slices.Contains([]string{string(feed.Waiting), string(feed.Merge), string(feed.Triage)}, kinds[0])
}

// phrases say what a fact is one of. The words are already listed.
var phrases = map[string]func(words string) string{
	"tool":        func(w string) string { return "in " + w },
	"source":      func(w string) string { return "from " + w },
	"labels":      func(w string) string { return "labelled " + w },
	"item.labels": func(w string) string { return "labelled " + w },
	"priority":    func(w string) string { return "of the priority " + w },
	"urgency":     func(w string) string { return "of " + w + " urgency" },
	"asker":       func(w string) string { return "asked for by " + w },
	"responder":   func(w string) string { return "owed by " + w },
	"team":        func(w string) string { return "owed by the team " + w },
	"item.state":  func(w string) string { return "on what is " + w },
	"item.status": func(w string) string { return "on what has the status " + w },
	"item.author": func(w string) string { return "on what was opened by " + w },
	"item.kind":   func(w string) string { return "on items of the kind " + w },
	"item.key":    func(w string) string { return "on " + w },
	"item.title":  func(w string) string { return "on what is titled " + w },
	"item.owners": func(w string) string { return "on what is owned by " + w },
}

// cited are the facts whose words are what somebody once wrote, and so stand in quotes.
var cited = []string{"labels", "item.labels", "priority", "item.status", "item.title"}

// String says it: labelled "urgent", not owed by Ana.
func (s saidOf) String() string {
	words := s.words
	if slices.Contains(cited, s.name) {
		words = quoted(words)
	} else {
		words = slices.Clone(words)
		for i, w := range words {
			words[i] = strings.ReplaceAll(w, "_", " ")
		}
	}
	phrase := phrases[s.name](listed(words, "or"))
	switch {
	case s.name == "urgency" && slices.Equal(s.words, []string{"urgent"}):
		phrase = "that are urgent"
		if s.never {
			phrase = "that are not urgent"
		}
	case s.never && s.name == "item.state":
		phrase = "on what is not " + listed(words, "or")
	case s.never:
		phrase = "not " + phrase
	}
	return phrase
}
