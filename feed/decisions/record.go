package decisions

import (
	"path"
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
