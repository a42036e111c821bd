package rules

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"

	"github.com/datelinehq/dateline/feed/spelling"
)

// neverError says that a rule is of no use.
func neverError(text string) error {
	return fmt.Errorf("the rule %q can never hold: no response is all of that at once", oneLine(text))
}

// words are all that a field can be, nil where that is not known.
func (k Known) words(field string) []string {
	switch field {
	case "kind":
		return k.Kinds
	case "tool":
		return k.Tools
	case "source":
		return k.Sources
	case "asker", "responder", "item.author":
		return k.People
	case "team":
		return k.Teams
	case "urgency":
		return k.Urgencies
	case "item.state":
		return []string{"open", "closed"}
	}
	return nil
}

// check refuses a word that a field never is.
func (r *reader) check(field string, word *ast.StringNode) {
	words := r.known.words(field)
	if r.err != nil || words == nil || slices.Contains(words, word.Value) {
		return
	}
	if whole, _, part := strings.Cut(word.Value, "/"); field == "source" && part && slices.Contains(words, whole) {
		return
	}
	r.err = fmt.Errorf("%s is never %s%s", field, quoted(word.Value), hint(word.Value, words))
}

// like compares a field of which all words are known with a part of one.
func (r *reader) like(n *ast.BinaryNode, field, operator string, word *ast.StringNode, words []string) formula {
	fits := func(w string) bool {
		switch operator {
		case "contains":
			return strings.Contains(w, word.Value)
		case "startsWith":
			return strings.HasPrefix(w, word.Value)
		case "endsWith":
			return strings.HasSuffix(w, word.Value)
		}
		form, err := regexp.Compile(word.Value)
		return err != nil || form.MatchString(w)
	}
	if field == "source" || field == "team" {
		return open{n.String()} // parts of sources have names of their own, and teams are several
	}
	if !slices.ContainsFunc(words, fits) && r.err == nil {
		r.err = fmt.Errorf("%s never %s %s: it is one of %s", field, operator, quoted(word.Value), strings.Join(words, ", "))
	}
	if field != "kind" && field != "tool" && field != "urgency" {
		return open{n.String()} // people nobody wrote down have names too
	}
	any := either{}
	for _, w := range words {
		if fits(w) {
			any = append(any, is{field, w})
		}
	}
	return any
}

// hint says what was meant, or what there is.
func hint(word string, words []string) string {
	if near := spelling.Nearest(word, words); near != "" {
		return fmt.Sprintf("; did you mean %s?", quoted(near))
	}
	if len(words) == 0 {
		return "; there is none"
	}
	return "; there are " + strings.Join(words, ", ")
}

var (
	unknownName  = regexp.MustCompile(`^unknown name (\w+)`)
	unknownField = regexp.MustCompile(`^type rules\.(\w+) has no field (\w+)`)
	mismatched   = regexp.MustCompile(`^invalid operation: (\S+) \(mismatched types (.+) and (.+)\)$`)
	notBool      = regexp.MustCompile(`^expected bool, but got (.+)$`)
)

// explain says in one line why a rule does not compile, and what would.
func explain(text string, err error) error {
	var at *file.Error
	if !errors.As(err, &at) {
		message := oneLine(err.Error())
		if m := notBool.FindStringSubmatch(message); m != nil {
			return fmt.Errorf("the rule %q is no yes or no, but %s; compare it with something", oneLine(text), plainType(m[1]))
		}
		return fmt.Errorf("the rule %q cannot be read: %s", oneLine(text), message)
	}
	message := oneLine(at.Message)
	if m := unknownName.FindStringSubmatch(message); m != nil {
		message = "unknown name " + quoted(m[1]) + hint(m[1], fields(reflect.TypeFor[Facts]()))
	} else if m := unknownField.FindStringSubmatch(message); m != nil {
		message = "item has no field " + quoted(m[2]) + hint(m[2], fields(reflect.TypeFor[Item]()))
	} else if strings.HasPrefix(message, `unexpected token Operator("=")`) {
		message = "write == to compare"
	} else if m := mismatched.FindStringSubmatch(message); m != nil {
		message = fmt.Sprintf("%s stands between %s and %s, which cannot be", m[1], plainType(m[2]), plainType(m[3]))
	} else if m := notBool.FindStringSubmatch(message); m != nil {
		message = "it is no yes or no, but " + plainType(m[1]) + "; compare it with something"
	}
	return fmt.Errorf("the rule %q cannot be read at %d: %s", oneLine(text), at.Column+1, plainTypes.Replace(message))
}

// plainTypes says Go's types in words.
var plainTypes = strings.NewReplacer(
	"rules.Teams", "a list of teams", "rules.Item", "an item", "[]string", "a list of texts", "time.Time", "a time",
	"time.Duration", "a length of time", "string", "a text", "invalid operation: ", "",
)

func plainType(t string) string {
	if t == "int" || t == "float64" {
		return "a number"
	}
	return plainTypes.Replace(t)
}

// fields are the names that rules have for the fields of a type, sorted.
func fields(t reflect.Type) []string {
	names := map[string]bool{}
	for f := range t.Fields() {
		names[f.Tag.Get("expr")] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// oneLine is a text in one line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
