package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/datelinehq/dateline/feed"
)

const (
	// maxWords is how many words of an entry can be found; PostgreSQL keeps positions up to 16,383.
	maxWords = 12_000
	// maxWord is how many characters of a word count.
	maxWord = 64
)

// words appends the words of s to list: runs of letters and digits, in lower case. In scripts that put no space between
// words every character is one. The same cut is made of what is stored and of what is asked, on both databases, so that
// no database's own idea of a word matters.
func words(list []string, s string) []string {
	begin := -1 // of the word under way
	end := func(i int) {
		if begin >= 0 && len(list) < maxWords {
			list = append(list, lower(s[begin:i]))
		}
		begin = -1
	}
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
			if begin < 0 {
				begin = i
			}
		case r < utf8.RuneSelf:
			end(i)
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
			end(i)
			begin = i
			end(i + utf8.RuneLen(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if begin < 0 {
				begin = i
			}
		default:
			end(i)
		}
	}
	end(len(s))
	return list
}

// lower is the word as it is compared: in lower case, and cut where it is no word any more.
func lower(word string) string {
	if len(word) > maxWord {
		n := 0
		for i := range word {
			if n++; n > maxWord {
				word = word[:i]
				break
			}
		}
	}
	return strings.Map(unicode.ToLower, word)
}

// document returns the words by which an entry is found: those of the item's title and of the text. Between the two
// stands a word that nobody can ask for, so that no phrase runs from one into the other.
func document(title, text string) []string {
	list := words(nil, title)
	if text != "" {
		list = words(append(list, mark('.', "")), text)
	}
	return list
}

// A mark is a word in the search index that says something about the entry other than what was written. It begins with
// a character that is no letter, so that no text can contain one. Characters that might end a word are spelt out.
func mark(about byte, value string) string {
	const begin, code = '\uE000', '\uE001'
	var b strings.Builder
	b.WriteRune(begin)
	if about != '.' {
		b.WriteByte(about)
	}
	for i := range len(value) {
		switch c := value[i]; {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteByte(c)
		default:
			const hex = "0123456789abcdef"
			b.WriteRune(code)
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// What marks are about.
const (
	markKind    = 'k'
	markVerb    = 'v'
	markTool    = 't'
	markSource  = 's' // its number
	markParent  = 'p' // the number of the source it is a part of
	markAccount = 'a' // tool/id
	markState   = 'o' // of the item
	markPeople  = 'h' // not done by a bot
	markEra     = 'e' // see eras.go
)

// marks returns the marks of an event: one for everything a filter can choose by, but for its time.
func marks(src place, e feed.Event, state feed.State) []string {
	list := []string{
		mark(markKind, string(e.Kind)), mark(markVerb, string(e.Verb)), mark(markTool, src.tool), number(markSource, src.id),
	}
	if src.parent != 0 {
		list = append(list, number(markParent, src.parent))
	}
	if !e.By.Bot {
		list = append(list, mark(markPeople, ""))
	}
	if state != feed.StateUnknown {
		list = append(list, mark(markState, string(state)))
	}
	if e.By.ID != "" {
		list = append(list, mark(markAccount, src.tool+"/"+e.By.ID))
	}
	for _, to := range e.To {
		if to.ID != "" && to.ID != e.By.ID {
			list = append(list, mark(markAccount, src.tool+"/"+to.ID))
		}
	}
	return list
}
