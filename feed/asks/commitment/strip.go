package commitment

import (
	"slices"
	"strings"
)

// commands are the words that a line can begin with which are for Dateline.
var commands = []string{"/by", "/snooze", "/waive", "/decide", "/propose", "/supersede"}

// command is the word that a line begins with, if it is a command, and what follows it.
func command(line string) (word, rest string) {
	line = strings.TrimSpace(line)
	end := strings.IndexAny(line, " \t\u00a0:")
	if end < 0 {
		end = len(line)
	}
	word = strings.ToLower(line[:end])
	if !slices.Contains(commands, word) {
		return "", ""
	}
	return word, strings.TrimLeft(line[end:], " \t\u00a0:")
}

// Strip is a text without the lines that are commands, and without empty lines around what remains: it is empty if the
// text says nothing else.
func Strip(text string) string {
	var left []string
	for line, said := range lines(text) {
		if word, _ := command(line); !said || word == "" {
			left = append(left, line)
		}
	}
	return strings.TrimSpace(strings.Join(left, "\n"))
}
