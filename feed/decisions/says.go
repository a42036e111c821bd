package decisions

import (
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/said"
)

// Says reports what a text says in so many words: that something is put up to be decided, and that something is settled.
func Says(text string, agreed protocol.Decisions) (proposes, settles bool) {
	for _, s := range read(text, "", agreed) {
		switch s.act {
		case propose:
			proposes = true
		case decide, reject, supersede:
			settles = true
		}
	}
	return proposes, settles
}

// Mark makes decisions of those events of a page in whose text somebody decides or proposes something: whoever reads the
// decisions of a feed finds there what was decided in a comment. It is done once, by the agreement of that time: the log keeps
// what it says.
func Mark(page *feed.Page, agreed protocol.Decisions) {
	for i := range page.Events {
		e := &page.Events[i]
		if !written[e.Verb] || e.By.Bot || e.Text == "" {
			continue
		}
		if proposes, settles := Says(e.Text, agreed); proposes || settles {
			e.Kind = feed.Decision
		}
	}
}

// Retell is a text as people are told it who know no commands: where a line begins with one, in is asked for other words. It is
// given the verb of what is done and what stands behind the command, which may be nothing, and reports false for what stays
// as it was written. The rest of the text is left alone.
func Retell(text string, in func(done feed.Verb, what string) (string, bool)) string {
	if !strings.Contains(text, "/") {
		return text
	}
	lines := strings.Split(text, "\n")
	i := -1
	for l := range said.Lines(text) {
		i++
		act, what, known := called(l.Text)
		if !known || l.Code {
			continue
		}
		for verb, does := range acts {
			if does != act {
				continue
			}
			if told, other := in(verb, what); other {
				lines[i] = told
			}
		}
	}
	return strings.Join(lines, "\n")
}
