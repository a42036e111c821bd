package commitment

import (
	"iter"
	"regexp"
	"strings"
)

var (
	fence  = regexp.MustCompile("^ {0,3}(```+|~~~+)(.*)$")
	opens  = regexp.MustCompile(`(?i)<details\b`)
	closes = regexp.MustCompile(`(?i)</details\s*>`)
)

// lines are those of a text, and whether its author says them here: not in a quote, a code block, a comment for nobody or a
// block that is folded away.
func lines(text string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		var r reader
		for line := range strings.Lines(text) {
			line = strings.TrimRight(line, "\r\n")
			if !yield(line, r.said(line)) {
				return
			}
		}
	}
}

// A reader knows what of a text it is in.
type reader struct {
	fence  string // what began the code block
	folded int    // so many <details> deep
	hidden bool   // in <!-- -->
}

func (r *reader) said(line string) bool {
	m := fence.FindStringSubmatch(line)
	switch {
	case r.hidden:
		r.hidden = !strings.Contains(line, "-->")
		return false
	case r.fence != "":
		if m != nil && strings.HasPrefix(m[1], r.fence) && strings.TrimSpace(m[2]) == "" {
			r.fence = ""
		}
		return false
	case m != nil && (m[1][0] == '~' || !strings.Contains(m[2], "`")):
		r.fence = m[1]
		return false
	}
	before := r.folded
	r.folded += len(opens.FindAllString(line, -1))
	r.folded = max(0, r.folded-len(closes.FindAllString(line, -1)))
	if _, rest, begins := strings.Cut(line, "<!--"); begins {
		r.hidden = !strings.Contains(rest, "-->")
	}
	indented := strings.HasPrefix(line, "    ") || strings.HasPrefix(strings.TrimLeft(line, " "), "\t")
	return before == 0 && !indented && !strings.HasPrefix(strings.TrimSpace(line), ">")
}
