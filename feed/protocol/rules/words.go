package rules

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// Words says in English what the rule chooses: reviews labelled "urgent". What there are no words for is said as it is
// written: reviews where item.comments > 5.
func (r *Rule) Words() string {
	if r == nil {
		return "every response"
	}
	words, ok := words(r.tree)
	if !ok {
		return "responses where " + strings.Join(strings.Fields(r.text), " ")
	}
	return words
}

// words says what a rule chooses, false if a part of it can be said in no way.
func words(n ast.Node) (string, bool) {
	if b, ok := n.(*ast.BinaryNode); ok && isOr(b) {
		if _, ok := saying(n); !ok {
			one, ok := words(b.Left)
			other, also := words(b.Right)
			return one + ", and " + other, ok && also
		}
	}
	s := sentence{}
	for _, part := range required(n) {
		if !s.add(part) {
			return "", false
		}
	}
	return s.String(), true
}

func isOr(b *ast.BinaryNode) bool { return b.Operator == "||" || b.Operator == "or" }

// A sentence is what a rule chooses, in the order in which it is said.
type sentence struct {
	kinds   []string
	but     []string
	about   []saidOf
	details []string // that can only be written as the rule has them
}

// saidOf is what a rule says of one fact: that it is one of some words, or none.
type saidOf struct {
	name  string
	words []string
	never bool
}

// add takes in what must also be so, false if that can be said in no way.
func (s *sentence) add(part ast.Node) bool {
	if always, ok := part.(*ast.BoolNode); ok && always.Value {
		return true
	}
	said, ok := saying(part)
	if ok && said.name == "kind" {
		switch {
		case said.never:
			s.but = append(s.but, said.words...)
			return true
		case len(s.kinds) == 0:
			s.kinds = said.words
			return true
		}
	} else if ok && phrases[said.name] != nil {
		s.about = append(s.about, said)
		return true
	}
	text, ok := spelled(part)
	if b, is := part.(*ast.BinaryNode); is && isOr(b) {
		text = "(" + text + ")"
	}
	s.details = append(s.details, text)
	return ok
}

// saying returns what a part says of one fact, false if it is none that is said in words.
func saying(n ast.Node) (saidOf, bool) {
	switch n := n.(type) {
	case *ast.UnaryNode:
		said, ok := saying(n.Node)
		said.never = !said.never
		return said, ok && (n.Operator == "!" || n.Operator == "not")
	case *ast.BinaryNode:
		if isOr(n) {
			one, ok := saying(n.Left)
			other, also := saying(n.Right)
			if !ok || !also || one.name != other.name || one.never || other.never {
				return saidOf{}, false
			}
			return saidOf{name: one.name, words: slices.Concat(one.words, other.words)}, true
		}
		return comparing(n)
	}
	return saidOf{}, false
}

func comparing(n *ast.BinaryNode) (saidOf, bool) {
	said := saidOf{never: n.Operator == "!="}
	if list, ok := n.Right.(*ast.ArrayNode); ok && n.Operator == "in" {
		if words, ok := texts(list); !ok || len(words) == 0 {
			return saidOf{}, false
		}
	}
	if !slices.Contains([]string{"==", "!=", "in"}, n.Operator) {
		return saidOf{}, false
	}
	for _, c := range compared(n) {
		said.name = c.name
		said.words = append(said.words, c.constant.Value)
	}
	if slices.Contains(said.words, "") {
		return saidOf{}, false
	}
	return said, said.name != ""
}

// String is the sentence.
func (s *sentence) String() string {
	if len(s.kinds)+len(s.but)+len(s.about)+len(s.details) == 0 {
		return (*Rule)(nil).Words()
	}
	var b strings.Builder
	b.WriteString(kindWords(s.kinds, s.but))
	for i, said := range s.about {
		if i == 0 && (len(s.kinds) > 1 || len(s.but) > 0 || isClause(s.kinds)) {
			b.WriteString(",")
		}
		if i > 0 && s.about[i-1].name == said.name {
			b.WriteString(" and")
		}
		b.WriteString(" " + said.String())
	}
	for i, text := range s.details {
		if i == 0 {
			b.WriteString(" where ")
		} else {
			b.WriteString(" and ")
		}
		b.WriteString(text)
	}
	return b.String()
}
