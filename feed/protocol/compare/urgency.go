package compare

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed/protocol"
)

// urgency tells what would make something urgent.
func (c *comparison) urgency() {
	for _, table := range []struct {
		thing         string
		before, after map[string]protocol.Level
	}{
		{"label", c.before.Urgency.Labels, c.after.Urgency.Labels},
		{"priority", c.before.Urgency.Priorities, c.after.Urgency.Priorities},
		{"words", c.before.Urgency.Words, c.after.Urgency.Words},
	} {
		before, after := folded(table.before), folded(table.after)
		for _, name := range either(before, after) {
			was, is := before[name], after[name]
			subject := fmt.Sprintf("urgency of the %s %q", table.thing, written(name, table.after, table.before))
			switch {
			case was == is:
			case was == "":
				c.add(Added, subject, string(is))
			case is == "":
				c.add(Removed, subject, string(was))
			default:
				c.add(Changed, subject, fmt.Sprintf("%s instead of %s", is, was))
			}
		}
	}
}

// folded has its names in small letters, which they are compared in. Of names that then are one the highest level holds.
func folded(table map[string]protocol.Level) map[string]protocol.Level {
	all := map[string]protocol.Level{}
	for _, level := range protocol.Levels() {
		for name, l := range table {
			if name = strings.ToLower(name); l == level && all[name] == "" {
				all[name] = level
			}
		}
	}
	return all
}

// written is a name as the first of the tables that has it writes it.
func written(name string, tables ...map[string]protocol.Level) string {
	for _, table := range tables {
		for _, as := range slices.Sorted(maps.Keys(table)) {
			if strings.EqualFold(as, name) {
				return as
			}
		}
	}
	return name
}
