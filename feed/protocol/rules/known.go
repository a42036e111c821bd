package rules

import (
	"slices"
	"strings"
)

// Known is what may be named in rules, so that a misspelled name is found when the rule is read. A set that is empty is not
// known, and then anything goes.
type Known struct {
	Kinds, Tools, Sources, People, Teams, Urgencies []string
}

// A vocabulary is what one fact may be.
type vocabulary struct {
	words []string
	// empty says that it may also be nothing.
	empty bool
	// more says that the fact may also be something that no rule names: the account of somebody who is not written down.
	more bool
	// parts says that a word may be followed by a part: acme/api.
	parts bool
}

// of returns what a fact may be, false if that is anything.
func (k Known) of(name string) (vocabulary, bool) {
	var v vocabulary
	switch name {
	case "kind":
		v.words = k.Kinds
	case "tool":
		v.words = k.Tools
	case "source":
		v = vocabulary{words: k.Sources, more: true, parts: true}
	case "asker", "responder":
		v = vocabulary{words: k.People, empty: true, more: true}
	case "team":
		v.words = k.Teams
	case "urgency":
		v.words = k.Urgencies
	case "item.state":
		v = vocabulary{words: []string{"open", "closed"}, empty: true}
	}
	return v, len(v.words) > 0
}

// has reports whether a rule may compare with the word.
func (v vocabulary) has(word string) bool {
	if v.parts {
		word, _, _ = strings.Cut(word, "/")
	}
	return word == "" && v.empty || slices.Contains(v.words, word)
}

// meets reports whether a word there is satisfies the operator.
func (v vocabulary) meets(p pattern) bool {
	if v.parts {
		// What follows the slash may be anything, so only the beginning of the word tells.
		return p.operator != "startsWith" || slices.ContainsFunc(v.words, func(w string) bool {
			return strings.HasPrefix(w, p.text) || strings.HasPrefix(p.text, w+"/")
		})
	}
	return slices.ContainsFunc(v.words, p.matches) || v.empty && p.matches("")
}
