package web

import (
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// named is something that is shown as a picture and a word.
type named struct{ Icon, Word string }

// kind is a kind of events as a line of the feed names it.
func (t times) kind(k feed.Kind) named {
	if k == "" {
		return named{}
	}
	return named{string(k), t.Say("kind." + string(k))}
}

// tools are the names of the tools as they write them.
var tools = map[string]string{"github": "GitHub", "jira": "Jira", "trello": "Trello", "asana": "Asana", "notion": "Notion"}

// pushed is the tool of a source that a program of the reader's sends to.
const pushed = "push"

// tool is a tool by its name.
func (t times) tool(name string) named {
	if name == pushed {
		return named{name, t.Say("tool.push")}
	}
	if word, known := tools[name]; known {
		return named{name, word}
	}
	return named{"tool", name}
}

// toolWord is a tool's name as people read it.
func (t times) toolWord(name string) string { return t.tool(name).Word }

// verb is what was done, as people read it.
func (t times) verb(v string) string { return t.Say("verb." + v) }

// owed is what is owed.
func (t times) owed(k feed.AskKind) string {
	if k == "" {
		return t.Say("owed.response")
	}
	return t.Say("owed." + string(k))
}

// standing is how a decision stands.
func (t times) standing(state string) string { return t.Say("standing." + state) }

// spaced writes a word of a tool's as people read it: in_review is "in review".
func spaced(word string) string { return strings.ReplaceAll(word, "_", " ") }

// all joins what holds together: Ana, Ben and Chen.
func (t times) all(words []string) string { return t.joined("list.and", words) }

// either joins what may be one or another.
func (t times) either(words []string) string { return t.joined("list.or", words) }

func (t times) joined(key string, words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return t.Say(key, "before", strings.Join(words[:last], ", "), "last", words[last])
}
