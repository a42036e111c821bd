// Package said reads what the author of a text says in it themselves.
//
// People write to each other in Markdown and HTML. What they quote is somebody else's, what they show as code is an example,
// what stands in a comment of HTML is for nobody, and what is folded away is for those who want to look. None of it commands,
// asks or promises anything. What is left is read here line by line, for whoever looks for a command, a question or a
// decision.
//
// The package knows the standard library only, and no tool: a tool's own markup becomes Markdown in its connector.
package said

import (
	"iter"
	"strings"
)

// A Line is one line of a text as its readers see it.
type Line struct {
	// Text is the line without the space around it, and empty where nothing of it can be seen.
	Text string
	// Code says that the line is indented so far that Markdown may take it for code, or for the inside of a list: it can be
	// read, but commands nothing.
	Code bool
}

// Lines returns the lines of a text. Those that its author does not say are empty, so that a paragraph still ends there.
func Lines(text string) iter.Seq[Line] {
	return func(yield func(Line) bool) {
		var v veil
		for s := range strings.SplitSeq(text, "\n") {
			s = v.lift(strings.TrimSuffix(s, "\r"))
			indent := len(s) - len(strings.TrimLeft(s, " "))
			if !yield(Line{strings.TrimSpace(s), indent >= 4 || strings.HasPrefix(s[indent:], "\t")}) {
				return
			}
		}
	}
}

// Words is the line without what it shows as code between backticks.
func (l Line) Words() string { return words(l.Text) }
