package decisions

import (
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
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
