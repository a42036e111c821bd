package decisions

import (
	"path"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// recordNumber is the number in the name of a decision record's file, without zeros before it.
func recordNumber(d feed.DecisionEntry) string {
	if d.On.Kind != recordKind {
		return ""
	}
	name := path.Base(d.On.ID)
	n := len(name) - len(strings.TrimLeft(name, "0123456789"))
	return trimZeros(name[:n])
}

// trimZeros is a number without zeros before it, and nothing where s is none.
func trimZeros(s string) string {
	if s == "" || len(s) > 5 || strings.Trim(s, "0123456789") != "" {
		return ""
	}
	return strings.TrimLeft(s, "0")
}

// Named returns the newest decision that was made on what a name means in a source: an item, by one of its names, or a decision
// record, by its number.
func Named(all []feed.DecisionEntry, source, name string) (d feed.DecisionEntry, found bool) {
	number := trimZeros(name)
	i := slices.IndexFunc(all, func(d feed.DecisionEntry) bool {
		return slices.Contains(d.On.Names(), name) || number != "" && d.Source == source && recordNumber(d) == number
	})
	if i < 0 {
		return d, false
	}
	return all[i], true
}
