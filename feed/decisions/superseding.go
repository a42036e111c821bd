package decisions

import (
	"regexp"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// numbered is how people name a decision record: 0007, ADR-7, ADR 0007 written as one word.
var numbered = regexp.MustCompile(`(?i)^(?:adr[-_]?)?(\d{1,5})$`)

// superseding reads what stands behind /supersede: what is superseded, with what, and the words of what comes in its place.
func superseding(s, on string) (replaced, with []string, words string) {
	first, rest := word(s)
	if strings.EqualFold(first, "adr") {
		first, rest = word(rest)
	}
	if name := named(first, on); name != "" {
		replaced, s = []string{name}, rest
	}
	if first, rest = word(s); strings.EqualFold(first, "with") || strings.EqualFold(first, "by") {
		next, rest := word(rest)
		if name := named(next, on); name != "" {
			with, s = []string{name}, rest
		}
	}
	if replaced == nil { // then it is about the item itself, and what is named comes in its place
		return nil, append(with, names(s, on)...), ""
	}
	return replaced, with, s
}

// word returns the first word of s, and what follows it.
func word(s string) (first, rest string) {
	if i := strings.IndexAny(s, " \t"); i >= 0 {
		return s[:i], strings.TrimSpace(s[i:])
	}
	return s, ""
}

// named is the item that a word names, if it is nothing but that.
func named(word, on string) string {
	bare := strings.TrimRight(word, ".,;:")
	if m := numbered.FindStringSubmatch(bare); m != nil {
		return m[1]
	}
	if refs := feed.References(word); len(refs) == 1 && len(bare)-len(refs[0].Text) <= 2 {
		return refs[0].Name(on)
	}
	return ""
}

// names are the items that a text names.
func names(text, on string) (list []string) {
	for _, r := range feed.References(text) {
		if name := r.Name(on); name != "" {
			list = append(list, name)
		}
	}
	return list
}
