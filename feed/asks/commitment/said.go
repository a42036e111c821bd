package commitment

import "strings"

// promise is what follows a /by at the beginning of a line.
func promise(line string) (rest string, ok bool) {
	line = strings.TrimSpace(line)
	end := strings.IndexAny(line, " \t\u00a0:")
	if end < 0 {
		end = len(line)
	}
	return strings.TrimLeft(line[end:], " \t\u00a0:"), strings.EqualFold(line[:end], "/by")
}

// Said is what the author of a text says in it themselves, without what they quote, show as code, hide or fold away.
func Said(text string) string {
	var said []string
	for line, own := range lines(text) {
		if own {
			said = append(said, line)
		}
	}
	return strings.Join(said, "\n")
}
