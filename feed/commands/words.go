package commands

import (
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/said"
)

// InWords is the text of an entry as people are told it who know no commands: in place of each that counts stands what it says. The
// rest is left alone, and so is what programs write, who command nothing.
func InWords(e feed.Entry) string {
	if e.By.Bot || !strings.Contains(e.Text, "/") {
		return e.Text
	}
	lines := strings.Split(e.Text, "\n")
	i := -1
	for l := range said.Lines(e.Text) {
		i++
		if c, ok := Read(l); ok && c.counts(e) {
			lines[i] = c.words(e.On.Key)
		}
	}
	return strings.Join(lines, "\n")
}

// counts reports whether a command counts in an entry, as far as that can be seen of it: one that decides made a decision of it.
func (c Command) counts(e feed.Entry) bool {
	if c.Name == By {
		return e.Verb == feed.Commented && c.What != ""
	}
	return e.Kind == feed.Decision
}

// words are what a command says on an item with the key on.
func (c Command) words(on string) string {
	switch c.Name {
	case Propose:
		return clause("Proposed", c.What)
	case Decide:
		return clause("Decided", c.What)
	case Reject:
		return clause("Rejected", c.What)
	case By:
		return "Will answer by " + c.What
	case Supersede:
		s := Superseding(c.What, on)
		switch {
		case s.Old == "" && s.New == "":
			return clause("Superseded", s.Words)
		case s.Old == "":
			return clause("Superseded with "+s.New, s.Words)
		case s.New != "":
			return clause(s.Old+" is superseded with "+s.New, s.Words)
		case s.Words != "":
			return clause("In place of "+s.Old, s.Words)
		}
		return clause(s.Old+" is superseded", "")
	}
	return string(c.Name) + " " + c.What
}

// clause is what is said of something, which may be nothing.
func clause(said, of string) string {
	if of == "" {
		return said + "."
	}
	return said + ": " + of
}
