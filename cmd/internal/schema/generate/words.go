package main

import (
	"regexp"
	"slices"
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
func mentions(text, name string) bool { return slices.Contains(word.FindAllString(text, -1), name) }

// words are a comment as the reader of a file understands it: in lines as long as they come, with keys for the names of
// fields, without the beginning that names its subject and what only Go has.
func words(comment string, keys map[string]string, subject string) string {
	text := joined(comment)
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

// joined is a comment with its lines put together, but for paragraphs and what is listed.
func joined(comment string) string {
	var text strings.Builder
	between := ""
	for line := range strings.Lines(strings.TrimSpace(comment)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			between = "\n\n"
			continue
		case strings.HasPrefix(line, "- ") && between == " ":
			between = "\n"
		}
		text.WriteString(between + line)
		between = " "
	}
	return text.String()
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
