package commands

import (
	"regexp"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// A Supersession is what stands behind /supersede: what is superseded, which is empty where that is the item itself, and with what.
// Both name items as they were written, and Words are the rest.
type Supersession struct{ Old, New, Words string }

// Superseding reads what stands behind /supersede on an item with the key on.
func Superseding(what, on string) (s Supersession) {
	first, rest := word(what)
	if strings.EqualFold(first, "adr") {
		first, rest = word(rest)
	}
	s.Words = what
	if Named(first, on) != "" {
		s.Old, s.Words = bare(first), rest
	}
	if first, rest = word(s.Words); strings.EqualFold(first, "with") || strings.EqualFold(first, "by") {
		// What comes in the place need not be known where it is written: #12 is, though nobody says of which repository.
		if next, rest := word(rest); Named(next, "any/repository") != "" {
			s.New, s.Words = bare(next), rest
		}
	}
	return s
}

// numbered is how people name a decision record: 0007, ADR-7, ADR 0007 written as one word.
var numbered = regexp.MustCompile(`(?i)^(?:adr[-_]?)?(\d{1,5})$`)

// Named is the item that a word names on an item with the key on, if it is nothing but that: in the form of [feed.Item.Names], or the
// number of a decision record. It is empty otherwise.
func Named(word, on string) string {
	if m := numbered.FindStringSubmatch(bare(word)); m != nil {
		return m[1]
	}
	if refs := feed.References(word); len(refs) == 1 && len(bare(word))-len(refs[0].Text) <= 2 {
		return refs[0].Name(on)
	}
	return ""
}

// bare is a word without what ends a clause behind it.
func bare(word string) string { return strings.TrimRight(word, ".,;:") }

// word returns the first word of s, and what follows it.
func word(s string) (first, rest string) {
	if i := strings.IndexAny(s, " \t"); i >= 0 {
		return s[:i], strings.TrimSpace(s[i:])
	}
	return s, ""
}
