package asks

import (
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/said"
)

// asks reports whether a line of a text ends in a question mark.
func asks(text string) bool {
	if !strings.ContainsAny(text, "?？") {
		return false
	}
	for l := range said.Lines(text) {
		line := strings.TrimRight(l.Words(), " \t*_)\"'")
		if !l.Code && (strings.HasSuffix(line, "?") || strings.HasSuffix(line, "？")) {
			return true
		}
	}
	return false
}

// aboutAsk is the id of the ask that an event of our own is about: what stands behind the first slash of its key.
func aboutAsk(e feed.Entry) string {
	_, rest, _ := strings.Cut(e.Key, "/")
	id, _, _ := strings.Cut(rest, "/")
	return id
}
