package decisions

import "strings"

// A line is one line of a text as its readers see it.
type line struct {
	text string
	// code says that it is indented so far that Markdown may take it for code: it is read, and commands nothing.
	code bool
}

// folding are the elements of HTML whose content is somebody else's words, or folded away.
var folding = []string{"details", "blockquote", "pre", "code"}

// visible returns the lines of a text without what is quoted, code, commented out or folded away. A hidden line is empty.
func visible(text string) []line {
	var v veil
	lines := make([]line, 0, 1+strings.Count(text, "\n"))
	for s := range strings.SplitSeq(text, "\n") {
		s = v.lift(strings.TrimSuffix(s, "\r"))
		indent := len(s) - len(strings.TrimLeft(s, " "))
		lines = append(lines, line{strings.TrimSpace(s), indent >= 4 || strings.HasPrefix(s[indent:], "\t")})
	}
	return lines
}

// A veil is what hides the line under way.
type veil struct {
	fence   string // the run of characters that opened a block of code
	comment bool
	depth   int // of elements of HTML
}

// lift returns what can be seen of the next line.
func (v *veil) lift(s string) string {
	start := strings.TrimSpace(s)
	if v.fence != "" {
		if rest := strings.TrimLeft(start, v.fence[:1]); rest == "" && len(start) >= len(v.fence) {
			v.fence = ""
		}
		return ""
	}
	if v.depth == 0 && !v.comment {
		if strings.HasPrefix(start, ">") {
			return ""
		}
		for _, mark := range []string{"`", "~"} {
			rest := strings.TrimLeft(start, mark)
			if n := len(start) - len(rest); n >= 3 && !strings.Contains(rest, "`") {
				v.fence = start[:n]
				return ""
			}
		}
	}
	s = v.uncomment(s)
	if hidden := v.fold(strings.ToLower(plain(s))); hidden {
		return ""
	}
	return s
}

// uncomment cuts comments of HTML out of a line.
func (v *veil) uncomment(s string) string {
	var b strings.Builder
	for {
		if v.comment {
			_, rest, ended := strings.Cut(s, "-->")
			if !ended {
				return b.String()
			}
			v.comment, s = false, rest
		}
		before, rest, begun := strings.Cut(s, "<!--")
		b.WriteString(before)
		if !begun {
			return b.String()
		}
		v.comment, s = true, rest
	}
}

// fold counts the elements that open and close in a line, and reports whether it stands in one.
func (v *veil) fold(s string) (hidden bool) {
	hidden = v.depth > 0
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			return hidden
		}
		s = s[i+1:]
		name, closing := strings.CutPrefix(s, "/")
		for _, element := range folding {
			rest, found := strings.CutPrefix(name, element)
			if !found || rest != "" && !strings.ContainsRune("> \t/", rune(rest[0])) {
				continue
			}
			hidden = true
			if closing {
				v.depth = max(v.depth-1, 0)
			} else {
				v.depth++
			}
		}
	}
}

// plain is a line without what stands between backticks.
func plain(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "`")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		n := 1 + len(rest) - len(strings.TrimLeft(rest, "`"))
		rest = rest[n-1:]
		end := strings.Index(rest, strings.Repeat("`", n))
		if end < 0 {
			s = rest // nothing closes it: the backticks stand for themselves
			continue
		}
		b.WriteByte(' ')
		s = strings.TrimLeft(rest[end:], "`")
	}
}
