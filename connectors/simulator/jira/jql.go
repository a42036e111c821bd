package jira

import (
	"cmp"
	"net/http"
	"regexp"
	"strings"
)

// A query is a search in JQL: what an issue must be, and the order. It knows the fields that the issues here have,
// comparisons, lists, AND, OR, NOT and brackets.
type query struct {
	fits  func(*issue) bool
	order func(x, y *issue) int
	// bounded says that it restricts anything at all.
	bounded bool
}

// A parser reads JQL, a word at a time.
type parser struct {
	*ask
	words   []string
	bounded bool
}

// lexemes are the words of JQL: quoted texts, operators and what stands between.
var lexemes = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|>=|<=|!=|!~|[=<>~(),]|[^\s=<>~!(),"']+|\S`)

// parse reads a search. Its errors are worded as Jira's.
func (a *ask) parse(jql string) (query, error) {
	p := &parser{ask: a, words: lexemes.FindAllString(jql, -1)}
	q := query{fits: func(*issue) bool { return true }, order: func(x, y *issue) int { return cmp.Compare(y.id, x.id) }}
	var err error
	if len(p.words) > 0 && !p.next("order") {
		if q.fits, err = p.either(); err != nil {
			return q, err
		}
	}
	if p.next("order") {
		if q.order, err = p.ordered(); err != nil {
			return q, err
		}
	}
	if len(p.words) > 0 {
		return q, malformed("Expecting either 'OR' or 'AND' but got '%s'.", p.words[0])
	}
	q.bounded = p.bounded
	return q, nil
}

func malformed(format string, args ...any) error {
	return refuse(http.StatusBadRequest, "Error in the JQL Query: "+format, args...)
}

// next reports whether the next word is this one.
func (p *parser) next(word string) bool {
	return len(p.words) > 0 && strings.EqualFold(p.words[0], word)
}

// take is the next word, empty at the end.
func (p *parser) take() string {
	if len(p.words) == 0 {
		return ""
	}
	word := p.words[0]
	p.words = p.words[1:]
	return word
}

func (p *parser) either() (func(*issue) bool, error) {
	fits, err := p.both()
	for err == nil && p.next("or") {
		p.take()
		left := fits
		var right func(*issue) bool
		right, err = p.both()
		fits = func(is *issue) bool { return left(is) || right(is) }
	}
	return fits, err
}

func (p *parser) both() (func(*issue) bool, error) {
	fits, err := p.single()
	for err == nil && p.next("and") {
		p.take()
		left := fits
		var right func(*issue) bool
		right, err = p.single()
		fits = func(is *issue) bool { return left(is) && right(is) }
	}
	return fits, err
}

func (p *parser) single() (func(*issue) bool, error) {
	switch {
	case p.next("not"):
		p.take()
		fits, err := p.single()
		return func(is *issue) bool { return !fits(is) }, err
	case p.next("("):
		p.take()
		fits, err := p.either()
		if err == nil && p.take() != ")" {
			err = malformed("Expecting ')' before the end of the query.")
		}
		return fits, err
	}
	return p.clause()
}

// clause reads a field, an operator and values.
func (p *parser) clause() (func(*issue) bool, error) {
	field := strings.ToLower(unquoted(p.take()))
	operator := strings.ToLower(p.take())
	if operator == "not" && p.next("in") {
		p.take()
		operator = "not in"
	}
	if operator == "is" && p.next("not") {
		p.take()
		operator = "is not"
	}
	var values []string
	switch operator {
	case "in", "not in":
		if p.take() != "(" {
			return nil, malformed("Expecting '(' after '%s'.", operator)
		}
		for {
			values = append(values, p.value())
			if after := p.take(); after == ")" {
				break
			} else if after != "," {
				return nil, malformed("Expecting ')' before the end of the query.")
			}
		}
	case "=", "!=", ">", "<", ">=", "<=", "~", "!~", "is", "is not":
		if len(p.words) == 0 {
			return nil, malformed("Expecting either a value, list or function but got the end of the query.")
		}
		values = []string{p.value()}
	default:
		return nil, malformed("Expecting operator but got '%s'.", operator)
	}
	p.bounded = true
	if when := times[field]; when != nil {
		return p.dated(field, when, operator, values[0])
	}
	return p.named(field, operator, values)
}

// value is a word without its quotes; a function keeps its brackets.
func (p *parser) value() string {
	word := p.take()
	if p.next("(") && word != "" {
		for word += p.take(); len(p.words) > 0 && !strings.HasSuffix(word, ")"); {
			word += p.take()
		}
		return strings.ToLower(word)
	}
	return unquoted(word)
}

var escaped = regexp.MustCompile(`\\(.)`)

func unquoted(word string) string {
	if len(word) > 1 && (word[0] == '"' || word[0] == '\'') {
		return escaped.ReplaceAllString(word[1:len(word)-1], "$1")
	}
	return word
}

// ordered reads ORDER BY.
func (p *parser) ordered() (func(x, y *issue) int, error) {
	p.take()
	if !strings.EqualFold(p.take(), "by") {
		return nil, malformed("Expecting 'by' after 'order'.")
	}
	var keys []func(x, y *issue) int
	for {
		field := strings.ToLower(unquoted(p.take()))
		var key func(x, y *issue) int
		switch when := times[field]; {
		case when != nil:
			key = func(x, y *issue) int { return when(x).Compare(when(y)) }
		case field == "key" || field == "issuekey" || field == "id":
			key = func(x, y *issue) int { return cmp.Compare(x.number, y.number) }
		case field == "status" || field == "project" || field == "priority" || field == "rank":
			key = func(x, y *issue) int { return cmp.Compare(x.status, y.status) }
		default:
			return nil, refuse(http.StatusBadRequest, "Field '%s' does not exist or you do not have permission to view it.", field)
		}
		descending := p.next("desc")
		if descending || p.next("asc") {
			p.take()
		}
		if descending {
			up := key
			key = func(x, y *issue) int { return up(y, x) }
		}
		if keys = append(keys, key); !p.next(",") {
			break
		}
		p.take()
	}
	return func(x, y *issue) int {
		for _, key := range keys {
			if order := key(x, y); order != 0 {
				return order
			}
		}
		return cmp.Compare(x.id, y.id)
	}, nil
}
