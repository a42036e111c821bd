package protocol

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// path is where the i-th of a list of settings is.
func path(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

// listed are words as a message says them.
func listed[S ~string](words []S) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(w))
	}
	return b.String()
}

// says reports whether a text has a word or a phrase in it, not as a part of another word and without regard to case.
func says(text, phrase string) bool {
	text, phrase = strings.ToLower(text), strings.ToLower(strings.TrimSpace(phrase))
	if phrase == "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(phrase)
	last, _ := utf8.DecodeLastRuneInString(phrase)
	for at := 0; ; {
		i := strings.Index(text[at:], phrase)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at+i])
		after, _ := utf8.DecodeRuneInString(text[at+i+len(phrase):])
		if goesOn := inWord(before) && inWord(first) || inWord(last) && inWord(after); !goesOn {
			return true
		}
		at += i + utf8.RuneLen(first)
	}
}

// inWord reports whether a letter is of the kind that words are made of. Beyond an end of a text is none.
func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}
