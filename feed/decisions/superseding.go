package decisions

import (
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/commands"
)

// superseding reads what stands behind /supersede: what is superseded, with what, and the words of what comes in its place.
func superseding(what, on string) (replaced, with []string, words string) {
	s := commands.Superseding(what, on)
	if s.New != "" {
		with = []string{commands.Named(s.New, on)}
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
