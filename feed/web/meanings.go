package web

import (
	"cmp"
	"maps"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// meaningView is what a list, a status or a label of a source means.
type meaningView struct{ Source, In, Name, Means string }

// What an item does in a place, or with a label, that means something: for decisions, and for clocks.
var (
	decides = map[feed.Verb]string{
		feed.Proposed: "is proposed", feed.Decided: "is decided", feed.Rejected: "is rejected", feed.Superseded: "is superseded",
	}
	clocks = map[feed.Verb]string{
		feed.Paused: "rests", feed.Resumed: "goes on", feed.Closed: "is closed", feed.Reopened: "is open again",
	}
)

// meanings are what the lists, statuses, sections and labels of the sources mean.
func (s *server) meanings(sources []feed.Source) (decided, rests []meaningView) {
	if s.Meanings == nil {
		return nil, nil
	}
	for _, src := range sources {
		if src.Retired || src.Parent != "" {
			continue
		}
		m := s.Meanings(src)
		for _, table := range []struct {
			in    string
			names map[string]feed.Verb
		}{
			{"is in the list", m.Lists}, {"has the status", m.Statuses}, {"is in the section", m.Sections}, {"has the label", m.Labels},
		} {
			for _, name := range slices.Sorted(maps.Keys(table.names)) {
				verb := table.names[name]
				v := meaningView{src.Name, table.in, shorten(name, nameText), cmp.Or(decides[verb], clocks[verb])}
				if decides[verb] != "" {
					decided = append(decided, v)
				} else {
					rests = append(rests, v)
				}
			}
		}
	}
	return decided, rests
}
