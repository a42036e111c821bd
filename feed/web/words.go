package web

import (
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// named is something that is shown as a picture and a word.
type named struct{ Icon, Word string }

// kinds are the kinds of events as a line of the feed names them.
var kinds = map[feed.Kind]named{
	feed.Decision:   {"decision", "Decision"},
	feed.Progress:   {"progress", "Progress"},
	feed.Discussion: {"discussion", "Discussion"},
	feed.Request:    {"request", "Request"},
	feed.Flag:       {"flag", "Flag"},
}

// many are the kinds of events as the choice above the feed names them.
var many = map[feed.Kind]string{
	feed.Decision: "Decisions", feed.Progress: "Progress", feed.Discussion: "Discussion", feed.Request: "Requests", feed.Flag: "Flags",
}

// tools are the names of the tools as they write them.
var tools = map[string]named{
	"github": {"github", "GitHub"},
	"jira":   {"jira", "Jira"},
	"trello": {"trello", "Trello"},
	"asana":  {"asana", "Asana"},
	"notion": {"notion", "Notion"},
	"push":   {"push", "A program of yours"},
}

func tool(name string) named {
	if t, ok := tools[name]; ok {
		return t
	}
	return named{"tool", name}
}

// spaced writes a word of ours or a tool's as people read it: pull_request is "pull request".
func spaced(word string) string { return strings.ReplaceAll(word, "_", " ") }
