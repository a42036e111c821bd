package commands

import (
	"strings"

	"github.com/datelinehq/dateline/feed/said"
)

// A Name is how a command is written.
type Name string

// The commands.
const (
	Propose   Name = "/propose"
	Decide    Name = "/decide"
	Reject    Name = "/reject"
	Supersede Name = "/supersede"
	By        Name = "/by"
)

// Names lists every command.
func Names() []Name { return []Name{Propose, Decide, Reject, Supersede, By} }

// A Command is one that somebody wrote.
type Command struct {
	Name Name
	// What stands behind it in its line, and may be nothing.
	What string
}

// ends are what a command can end with.
const ends = " \t\u00a0:"

// Read reads the command at the start of a line. It reports false if there is none.
func Read(l said.Line) (c Command, ok bool) {
	if l.Code || !strings.HasPrefix(l.Text, "/") {
		return Command{}, false
	}
	end := strings.IndexAny(l.Text, ends)
	if end < 0 {
		end = len(l.Text)
	}
	for _, name := range Names() {
		if strings.EqualFold(l.Text[:end], string(name)) {
			return Command{name, strings.TrimLeft(l.Text[end:], ends)}, true
		}
	}
	return Command{}, false
}
