package web

import (
	"maps"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

// meaningView is what a list, a status or a label of a source means.
type meaningView struct{ Source, In, Name, Means string }

// What an item does in a place, or with a label, that means something: for decisions, and for clocks.
var (
	decides = []feed.Verb{feed.Proposed, feed.Decided, feed.Rejected, feed.Superseded}
	clocks  = []feed.Verb{feed.Paused, feed.Resumed, feed.Closed, feed.Reopened}
)

// meanings are what the lists, statuses, sections and labels of the sources mean.
func (s *server) meanings(sources []feed.Source, t times) (decided, rests []meaningView) {
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
			{"list", m.Lists}, {"status", m.Statuses}, {"section", m.Sections}, {"label", m.Labels},
		} {
			for _, name := range slices.Sorted(maps.Keys(table.names)) {
				verb := table.names[name]
				v := meaningView{Source: src.Name, In: table.in, Name: shorten(name, nameText)}
				if slices.Contains(decides, verb) || slices.Contains(clocks, verb) {
					v.Means = t.Say("protocol.means-" + string(verb))
				}
				if slices.Contains(decides, verb) {
					decided = append(decided, v)
				} else {
					rests = append(rests, v)
				}
			}
		}
	}
	return decided, rests
}
