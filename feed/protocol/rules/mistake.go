package rules

import (
	"fmt"
	"strings"

	"github.com/datelinehq/dateline/feed/spelling"
)

// A mistake is what is wrong with a rule, and where.
type mistake struct {
	line, column int
	message      string
}

// Error is one line: column 6: write == to compare.
func (m *mistake) Error() string {
	if m.line > 1 {
		return fmt.Sprintf("line %d, column %d: %s", m.line, m.column, m.message)
	}
	return fmt.Sprintf("column %d: %s", m.column, m.message)
}

// at is a mistake so many letters into the text.
func at(text string, letters int, message string, args ...any) error {
	m := &mistake{line: 1, column: 1, message: fmt.Sprintf(message, args...)}
	for _, r := range text {
		if letters--; letters < 0 {
			break
		}
		m.column++
		if r == '\n' {
			m.line++
			m.column = 1
		}
	}
	return m
}

// meant says what a word may have been meant to be: the most similar one, or which there are.
func meant(word string, words []string) string {
	if near := spelling.Nearest(word, words); near != "" {
		return "did you mean " + near + "?"
	}
	return "there are " + listed(words, "and")
}

// listed are words as a sentence lists them: a, b and c.
func listed(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}

// quoted are the words in quotation marks.
func quoted(words []string) []string {
	in := make([]string, len(words))
	for i, w := range words {
		in[i] = fmt.Sprintf("%q", w)
	}
	return in
}
