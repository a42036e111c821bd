package rules

import (
	"regexp"
	"strings"
)

// A pattern is a constant that texts are compared with in another way than for being the same.
type pattern struct {
	operator, text string
	expression     *regexp.Regexp
}

// newPattern returns a pattern, false if the operator is not one of texts or the regular expression is bad.
func newPattern(operator, text string) (pattern, bool) {
	p := pattern{operator: operator, text: text}
	switch operator {
	case "startsWith", "endsWith", "contains", "<", "<=", ">", ">=":
		return p, true
	case "matches":
		expression, err := regexp.Compile(text)
		p.expression = expression
		return p, err == nil
	}
	return p, false
}

func (p pattern) matches(text string) bool {
	switch p.operator {
	case "startsWith":
		return strings.HasPrefix(text, p.text)
	case "endsWith":
		return strings.HasSuffix(text, p.text)
	case "contains":
		return strings.Contains(text, p.text)
	case "<":
		return text < p.text
	case "<=":
		return text <= p.text
	case ">":
		return text > p.text
	case ">=":
		return text >= p.text
	}
	return p.expression.MatchString(text)
}

// verb is the operator in a sentence: never starts with.
func (p pattern) verb() string {
	switch p.operator {
	case "startsWith":
		return "starts with"
	case "endsWith":
		return "ends with"
	}
	return p.operator
}
