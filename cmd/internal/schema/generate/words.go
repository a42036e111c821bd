package main

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	word = regexp.MustCompile(`[\pL\pN_]+`)
	zero = regexp.MustCompile(` ?The zero \pL+ [^.]*\.`) // only Go has zero values
	link = regexp.MustCompile(`\[([\w.*]+)\]`)
)

// mentions reports whether a text has the word.
func mentions(text, name string) bool {
	for _, w := range word.FindAllString(text, -1) {
		if w == name {
			return true
		}
	}
	return false
}

// words are a comment as the reader of a file understands it: in lines as long as they come, with keys for the names of
// fields, without the beginning that names its subject and what only Go has.
func words(comment string, keys map[string]string, subject string) string {
	var paragraphs []string
	for paragraph := range strings.SplitSeq(strings.TrimSpace(comment), "\n\n") {
		text := ""
		for line := range strings.Lines(paragraph) {
			between := " "
			if strings.HasPrefix(strings.TrimSpace(line), "- ") {
				between = "\n"
			}
			text += between + strings.TrimSpace(line)
		}
		paragraphs = append(paragraphs, strings.TrimSpace(text))
	}
	text := strings.Join(paragraphs, "\n\n")
	if rest, ok := without(text, subject); ok {
		first, size := utf8.DecodeRuneInString(rest)
		text = string(unicode.ToUpper(first)) + rest[size:]
	}
	text = zero.ReplaceAllString(text, "")
	text = link.ReplaceAllString(text, "$1")
	return word.ReplaceAllStringFunc(text, func(w string) string {
		if key, ok := keys[w]; ok {
			return key
		}
		return w
	})
}

// without cuts "A Source is " off.
func without(text, subject string) (rest string, ok bool) {
	for _, article := range []string{"A ", "An ", "The ", ""} {
		for _, verb := range []string{" is ", " are "} {
			if rest, ok := strings.CutPrefix(text, article+subject+verb); ok && subject != "" {
				return rest, true
			}
		}
	}
	return text, false
}
