package decisions

import (
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/commands"
)

// superseding reads what stands behind /supersede: what is superseded, with what, and the words of what comes in its place.
func superseding(what, on string) (replaced, with []string, words string) {
	s := commands.Superseding(what, on)
	if name := commands.Named(s.New, on); name != "" {
		with = []string{name}
	} else if s.New != "" && s.Old != "" && s.Words == "" {
		s.Words = s.Old + " is superseded by " + s.New
	}
	if s.Old == "" { // then it is about the item itself, and what is named comes in its place
		return nil, append(with, names(s.Words, on)...), ""
	}
	return []string{commands.Named(s.Old, on)}, with, s.Words
}

// names are the items that a text names.
func names(text, on string) (list []string) {
	for _, r := range feed.References(text) {
		if name := r.Name(on); name != "" {
			list = append(list, name)
		}
	}
	return list
}
