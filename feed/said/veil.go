package said

import "strings"

// folding are the elements of HTML whose content is somebody else's words, an example, or folded away.
var folding = []string{"details", "blockquote", "pre"}

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
	if hidden := v.fold(strings.ToLower(words(s))); hidden {
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

// words is a line without what stands between backticks.
func words(s string) string {
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
