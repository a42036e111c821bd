package query

import (
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/spelling"
)

// A Mistake is a filter that cannot be read, in words for whoever wrote it.
type Mistake struct {
	// Filter is the name of the filter; empty where there is none of that name.
	Filter string
	// Value is what was given, Known what could have been, where that can be listed.
	Value string
	Known []string
	// Title says what is wrong in a line, Text in a sentence.
	Title, Text string
}

// Unknown is the mistake of a value, or of a filter, that does not exist: what are the words before it.
func Unknown(filter, what, value string, known []string) *Mistake {
	return &Mistake{Filter: filter, Value: value, Known: known, Title: "Nothing is known by that name",
		Text: what + " “" + Line(value) + "”."}
}

// Error is the mistake in a line.
func (m *Mistake) Error() string {
	if len(m.Known) > 0 {
		return m.Text + " There is: " + strings.Join(m.Known, ", ") + "."
	}
	return m.Text
}

// Nearest is what was probably meant, empty if that cannot be guessed.
func (m *Mistake) Nearest() string { return spelling.Nearest(m.Value, m.Known) }

// Line makes what came in fit to be repeated in a sentence.
func Line(s string) string { return strings.Join(strings.Fields(feed.Text(s, 100)), " ") }
