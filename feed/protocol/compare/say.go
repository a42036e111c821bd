package compare

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/datelinehq/dateline/feed/protocol/wording"
)

// some names people, not all if there are many: Ana, Ben and 3 others.
func some(names []string) string {
	if len(names) > 3 {
		names = []string{names[0], names[1], fmt.Sprintf("%d others", len(names)-2)}
	}
	return wording.And(names...)
}

// atMost is the beginning of a list, and how much more there is.
func atMost(n int, all []string) string {
	if more := len(all) - n; more > 1 {
		all = append(slices.Clone(all[:n]), fmt.Sprintf("and %d more", more))
	}
	return strings.Join(all, ", ")
}

// counted is a number of things: 1 holiday, 2 holidays.
func counted(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return strconv.Itoa(n) + " " + thing
}

// gainedAndLost are what is in one of two lists only, whatever the case.
func gainedAndLost(before, after []string) (gained, lost []string) {
	return missing(after, before), missing(before, after)
}

// missing are the words of a list that another does not have.
func missing(words, other []string) []string {
	var all []string
	for _, w := range words {
		if !slices.ContainsFunc(other, func(o string) bool { return strings.EqualFold(o, w) }) {
			all = append(all, w)
		}
	}
	return all
}
