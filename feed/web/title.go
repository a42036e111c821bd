package web

import "strings"

// stretch is a part of a title: code stood between backticks.
type stretch struct {
	Text string
	Code bool
}

// titled cuts a title into text and code. Backticks without a counterpart stay.
func titled(s string) (title []stretch) {
	for s != "" {
		before, rest, found := strings.Cut(s, "`")
		code, after, closed := strings.Cut(rest, "`")
		if !found || !closed || strings.TrimSpace(code) == "" {
			return append(title, stretch{Text: s})
		}
		if before != "" {
			title = append(title, stretch{Text: before})
		}
		title, s = append(title, stretch{Text: code, Code: true}), after
	}
	return title
}
