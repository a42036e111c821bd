package texts

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
)

type (
	// text is what is said, in the forms for what is counted. What is not counted has the form for other only.
	text [plural.Many + 1]sentence
	// sentence is words and names in the order of the language.
	sentence []piece
	// piece is words, or the name of what stands there.
	piece struct{ words, name string }
)

// forms are the names of the forms but for other.
var forms = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many",
}

// count is the name of how many there are.
const count = "n"

var errEmpty = errors.New("it says nothing")

func parseText(m *i18n.Message) (*text, error) {
	if m.Other == "" {
		return nil, errEmpty
	}
	t := &text{}
	for form, words := range map[plural.Form]string{
		plural.Other: m.Other, plural.Zero: m.Zero, plural.One: m.One, plural.Two: m.Two, plural.Few: m.Few, plural.Many: m.Many,
	} {
		s, err := parseSentence(words)
		if err != nil {
			return nil, err
		}
		t[form] = s
	}
	return t, nil
}

func parseSentence(words string) (s sentence, err error) {
	for words != "" {
		before, rest, opens := strings.Cut(words, "{")
		if before != "" {
			s = append(s, piece{words: before})
		}
		if !opens {
			return s, nil
		}
		name, after, closes := strings.Cut(rest, "}")
		if !closes || name == "" {
			return nil, fmt.Errorf("a brace names nothing in %q", words)
		}
		s, words = append(s, piece{name: name}), after
	}
	return s, nil
}

// form is the sentence of a form, or the one for other.
func (t *text) form(f plural.Form) sentence {
	if t[f] == nil {
		return t[plural.Other]
	}
	return t[f]
}

// counts reports whether the text has more forms than that for other.
func (t *text) counts() bool {
	return slices.ContainsFunc(t[plural.Other+1:], func(s sentence) bool { return s != nil })
}

// names are the names in the text, sorted.
func (t *text) names() []string { return slices.Concat(t[:]...).names() }

// names are the names in the sentence, sorted.
func (s sentence) names() (names []string) {
	for _, p := range s {
		if p.name != "" && !slices.Contains(names, p.name) {
			names = append(names, p.name)
		}
	}
	slices.Sort(names)
	return names
}

// String is the sentence as it is written.
func (s sentence) String() string {
	var b strings.Builder
	for _, p := range s {
		b.WriteString(p.words)
		if p.name != "" {
			b.WriteString("{" + p.name + "}")
		}
	}
	return b.String()
}

// usualText is the length, in bytes, that hardly a text exceeds.
const usualText = 96

// fill puts values where the names are. A name without a value stands there itself.
func (s sentence) fill(args []any) string { return s.fillFor(0, args) }

// fillFor is fill where {n} is how many there are of something.
func (s sentence) fillFor(n int, args []any) string {
	if len(s) == 1 && s[0].name == "" {
		return s[0].words
	}
	filled := make([]byte, 0, usualText)
	for _, p := range s {
		filled = append(filled, p.words...)
		if p.name != "" {
			filled = appendValue(filled, p.name, n, args)
		}
	}
	return string(filled)
}

// appendValue appends what stands where a name is.
func appendValue(to []byte, name string, n int, args []any) []byte {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != name {
			continue
		}
		if words, is := args[i+1].(string); is {
			return append(to, words...)
		}
		return fmt.Append(to, args[i+1])
	}
	if name == count {
		return strconv.AppendInt(to, int64(n), 10)
	}
	return append(to, name...)
}
