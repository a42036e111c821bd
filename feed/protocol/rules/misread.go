package rules

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/expr-lang/expr/file"
)

var (
	unexpected   = regexp.MustCompile(`^unexpected token (\w+)(?:\("(.*)"\))?`)
	unrecognized = regexp.MustCompile(`^unrecognized character: U\+\S+ '(.+)'`)
)

// straight is what to write for the quotes of a word processor.
const straight = `straight quotes, as in "review"`

// instead are the signs and words of other languages, and what to write for them.
var instead = map[string]string{
	"=": "== to compare", "&": "&& or and", "|": "|| or or", "AND": "and", "OR": "or", "NOT": "not", "IN": "in",
	"is": "==", "equals": "==", "like": "contains", "LIKE": "contains", "has": "contains",
	"“": straight, "”": straight, "„": straight, "‘": straight, "’": straight,
}

// misread says why a rule cannot be read.
func misread(text string, err error) error {
	place, message := located(err)
	if m := unexpected.FindStringSubmatch(message); m != nil {
		kind, token := m[1], m[2]
		if kind == "String" {
			token = fmt.Sprintf("%q", token)
		}
		switch {
		case token == ">" && strings.HasSuffix(before(text, place), "<"):
			return at(text, place-1, "<> is not a sign here; write !=")
		case instead[token] != "":
			return at(text, place, "%s is not a sign here; write %s", token, instead[token])
		case kind == "EOF":
			message = "the rule ends too early; something is missing behind " + tail(text)
		default:
			message = token + " cannot stand here; something is missing before it, or it is one too many"
		}
		return at(text, place, "%s", message)
	}
	if m := unrecognized.FindStringSubmatch(message); m != nil {
		if right := instead[m[1]]; right != "" {
			return at(text, place, "%s is not a sign here; write %s", m[1], right)
		}
		return at(text, place, "%s is not a sign of rules; texts are written in quotes", m[1])
	}
	switch {
	case strings.HasPrefix(message, "unexpected end of expression"):
		message = "the rule ends too early; something is missing behind " + tail(text)
	case strings.HasPrefix(message, "literal not terminated"):
		message = "a text begins here whose closing quote is missing"
	case strings.HasPrefix(message, "compilation failed: expression exceeds"):
		message = "the rule has too many parts; make several of it"
	}
	return at(text, place, "%s", message)
}

// located takes an error of expr apart: how many letters into the rule, and one line that says what is wrong.
func located(err error) (letters int, message string) {
	message = err.Error()
	if in := new(file.Error); errors.As(err, &in) {
		letters, message = in.From, in.Message
	}
	message, _, _ = strings.Cut(message, "\n")
	return letters, message
}

// before are the first letters of a rule.
func before(text string, letters int) string {
	return string([]rune(text)[:letters])
}

// tail is the last word of a rule.
func tail(text string) string {
	words := strings.Fields(text)
	return words[len(words)-1]
}
