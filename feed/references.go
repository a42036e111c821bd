package feed

import (
	"strings"
	"unicode/utf8"
)

// References returns the items that a text or a title names, each once, at most MaxList of them, in the order of the text.
// What stands in code names nothing.
func References(text string) []Reference {
	var s scan
	for i := 0; i < len(text) && len(s.found) < MaxList; {
		i += s.step(text, i)
	}
	return s.found
}

// A scan is one walk along a text.
type scan struct {
	found []Reference
	seen  map[Reference]bool
	// open are lengths of runs of backticks that are known to have no counterpart further on.
	open map[int]bool
}

// bare are the beginnings of addresses that people write without a scheme.
var bare = []string{"github.com/", "trello.com/c/", "app.asana.com/", "www.notion.so/", "notion.so/"}

// step looks at what begins at i and returns how far to go on.
func (s *scan) step(text string, i int) int {
	c := text[i]
	switch {
	case c == '`':
		return s.code(text[i:])
	case c == '#':
		return s.numbered(text, i)
	case !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'z'), i > 0 && continues(text[i-1]):
		return 1
	}
	rest := text[i:]
	if c == 'h' && (strings.HasPrefix(rest, "https://") || strings.HasPrefix(rest, "http://")) {
		return s.address(rest, "")
	}
	if (i == 0 || text[i-1] != '/' && text[i-1] != '.' && text[i-1] != '@') && strings.IndexByte("gtanw", c) >= 0 {
		for _, beginning := range bare {
			if strings.HasPrefix(rest, beginning) {
				return s.address(rest, "https://")
			}
		}
	}
	if isUpper(c) {
		if n := projectKey(rest); n > 0 && ends(rest, n) && (i == 0 || text[i-1] != '-') {
			s.add(Reference{Text: rest[:n], name: rest[:n]})
			return n
		}
	}
	if isHex(c) && (i == 0 || text[i-1] != '-') {
		for _, n := range []int{36, 32} {
			if len(rest) >= n && ends(rest, n) {
				if name := hexName(rest[:n]); name != "" {
					s.add(Reference{Text: rest[:n], name: name})
					return n
				}
			}
		}
	}
	return 1
}

func (s *scan) add(r Reference) {
	key := Reference{name: r.name, nearby: r.nearby}
	if r.name == "" || s.seen[key] {
		return
	}
	if s.seen == nil {
		s.seen = map[Reference]bool{}
	}
	s.seen[key] = true
	s.found = append(s.found, r)
}

// code passes over what stands between backticks.
func (s *scan) code(rest string) int {
	n := len(rest) - len(strings.TrimLeft(rest, "`"))
	if s.open[n] {
		return n
	}
	for at := n; ; {
		next := strings.IndexByte(rest[at:], '`')
		if next < 0 {
			break
		}
		at += next
		run := len(rest) - at - len(strings.TrimLeft(rest[at:], "`"))
		at += run
		if run == n {
			return at
		}
	}
	if s.open == nil {
		s.open = map[int]bool{}
	}
	s.open[n] = true
	if n >= 3 { // a block that is never closed
		return len(rest)
	}
	return n
}

// numbered reads #34 and what stands before it.
func (s *scan) numbered(text string, i int) int {
	n, size := number(text[i:])
	if size == 0 || !ends(text[i:], size) {
		return 1
	}
	if i == 0 || !inName(text[i-1]) {
		if i == 0 || text[i-1] != '&' && text[i-1] != '/' && text[i-1] != '#' && !continues(text[i-1]) {
			s.add(Reference{Text: n, name: n, nearby: true})
		}
		return size
	}
	begin := i
	for begin > 0 && i-begin <= 201 && (inName(text[begin-1]) || text[begin-1] == '/') {
		begin--
	}
	key := text[begin : i+size]
	if name := keyName(key); name != "" {
		s.add(Reference{Text: key, name: name})
	}
	return size
}

// address reads an address up to its end: what closes a bracket or a sentence is no part of it.
func (s *scan) address(rest, scheme string) int {
	n := strings.IndexFunc(rest, func(r rune) bool { return r <= ' ' || strings.ContainsRune("<>\"`|\\^{}", r) || r == utf8.RuneError })
	if n < 0 {
		n = len(rest)
	}
	if n > maxURL {
		return n
	}
	written := rest[:n]
	for written != "" {
		last := written[len(written)-1]
		if strings.IndexByte(".,;:!?'*_~", last) < 0 && (last != ')' || strings.Count(written, "(") >= strings.Count(written, ")")) &&
			(last != ']' || strings.Count(written, "[") >= strings.Count(written, "]")) {
			break
		}
		written = written[:len(written)-1]
	}
	if end := strings.Index(written, "]("); end > 0 { // a link of Markdown whose text is an address
		written = written[:end]
	}
	s.add(Reference{Text: written, name: addressName(scheme + written)})
	return max(len(written), 1)
}

// ends reports whether a key may end after n bytes.
func ends(s string, n int) bool {
	if n == len(s) {
		return true
	}
	if s[n] == '-' || s[n] == '.' { // a sentence or a branch may go on, a version or a date may not
		return n+1 == len(s) || !isDigit(s[n+1])
	}
	return !continues(s[n])
}

// continues reports whether a word goes on with c.
func continues(c byte) bool {
	return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c >= utf8.RuneSelf
}
