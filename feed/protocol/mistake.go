package protocol

import (
	"fmt"

	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/spelling"
)

// A Mistake is something in an agreement that cannot be meant, under the path of its setting: windows[0].when.
type Mistake = calendars.Mistake

// mistakes collects what is wrong.
type mistakes []Mistake

func (m *mistakes) add(path, format string, args ...any) {
	*m = append(*m, Mistake{Path: path, Text: fmt.Sprintf(format, args...)})
}

// meant is how a mistyped word may have been meant, to stand behind a message: nothing if no word is like it.
func meant(word string, words []string) string {
	if near := spelling.Nearest(word, words); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}
