package rules

import (
	"strconv"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// A formula is what a rule says: comparisons, put together by and, or and not.
type formula interface {
	// value is what the formula comes to as far as choices were made.
	value(choices) truth
	// atoms adds what has to be chosen.
	atoms(*questions)
}

// A truth is a yes, a no, or neither yet.
type truth int8

const (
	no truth = iota - 1
	unknown
	yes
)

type (
	constant bool
	not      struct{ formula }
	both     []formula // and
	either   []formula // or
	// is says that a field is a word; its text compares it as the rule does.
	is struct{ field, word string }
	// compares says how a field of numbers stands to one.
	compares struct {
		field, operator string
		number          float64
	}
	// open is what cannot be looked into: the same text is the same truth.
	open struct{ text string }
)

// read makes the formula of a rule that compiles, and refuses words that do not exist.
func read(text string, known Known) (formula, error) {
	tree, err := parser.Parse(text)
	if err != nil {
		return nil, explain(text, err)
	}
	r := &reader{known: known}
	f := r.formula(tree.Node)
	return f, r.err
}

// A reader makes formulas of expressions. It keeps the first mistake.
type reader struct {
	known Known
	err   error
}

func (r *reader) formula(n ast.Node) formula {
	switch n := n.(type) {
	case *ast.BoolNode:
		return constant(n.Value)
	case *ast.UnaryNode:
		if n.Operator == "!" || n.Operator == "not" {
			return not{r.formula(n.Node)}
		}
	case *ast.ConditionalNode:
		c := r.formula(n.Cond)
		return either{both{c, r.formula(n.Exp1)}, both{not{c}, r.formula(n.Exp2)}}
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&":
			return both{r.formula(n.Left), r.formula(n.Right)}
		case "or", "||":
			return either{r.formula(n.Left), r.formula(n.Right)}
		}
		return r.comparison(n)
	}
	return open{n.String()}
}

// comparison is a formula of two sides and what stands between them.
func (r *reader) comparison(n *ast.BinaryNode) formula {
	left, right, operator := n.Left, n.Right, n.Operator
	if isConstant(left) && !isConstant(right) && mirrored[operator] != "" {
		left, right, operator = right, left, mirrored[operator]
	}
	field := path(left)
	switch right := right.(type) {
	case *ast.StringNode:
		return r.word(n, field, operator, right)
	case *ast.IntegerNode:
		return number(n, field, operator, float64(right.Value))
	case *ast.FloatNode:
		return number(n, field, operator, right.Value)
	case *ast.ArrayNode:
		if operator == "in" {
			return r.among(n, field, right)
		}
	case *ast.IdentifierNode:
		if word, ok := left.(*ast.StringNode); ok && operator == "in" && right.Value == "team" {
			r.check("team", word)
			return is{"team " + word.Value, "in"}
		}
	}
	return open{n.String()}
}

// mirrored are the operators that say the same with their sides changed, and what then stands for them.
var mirrored = map[string]string{"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}

func isConstant(n ast.Node) bool {
	switch n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode:
		return true
	}
	return false
}

// word compares a field with a word.
func (r *reader) word(n *ast.BinaryNode, field, operator string, word *ast.StringNode) formula {
	if !texts[field] {
		return open{n.String()}
	}
	switch operator {
	case "==", "!=":
		r.check(field, word)
		f := formula(is{field, word.Value})
		if field == "team" { // one of several
			f = is{"team " + word.Value, "in"}
		}
		if operator == "!=" {
			return not{f}
		}
		return f
	case "contains", "startsWith", "endsWith", "matches":
		if words := r.known.words(field); words != nil {
			return r.like(n, field, operator, word, words)
		}
	}
	return open{n.String()}
}

// among says that a field is one of several words.
func (r *reader) among(n *ast.BinaryNode, field string, list *ast.ArrayNode) formula {
	any := either{}
	for _, node := range list.Nodes {
		word, ok := node.(*ast.StringNode)
		if !ok || !texts[field] || field == "team" {
			return open{n.String()}
		}
		r.check(field, word)
		any = append(any, is{field, word.Value})
	}
	return any
}

func number(n *ast.BinaryNode, field, operator string, value float64) formula {
	if field != "item.comments" || mirrored[operator] == "" {
		return open{n.String()}
	}
	if operator == "!=" {
		return not{compares{field, "==", value}}
	}
	return compares{field, operator, value}
}

// path is the name of a field: item.state.
func path(n ast.Node) string {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return n.Value
	case *ast.MemberNode:
		property, ok := n.Property.(*ast.StringNode)
		if of := path(n.Node); of != "" && ok && !n.Optional {
			return of + "." + property.Value
		}
	}
	return ""
}

// texts are the fields that are compared with words.
var texts = map[string]bool{
	"kind": true, "tool": true, "source": true, "priority": true, "urgency": true, "asker": true, "responder": true, "team": true,
	"item.id": true, "item.kind": true, "item.key": true, "item.title": true, "item.url": true, "item.state": true,
	"item.status": true, "item.author": true,
}

// quoted is a word as messages have it.
func quoted(word string) string { return strconv.Quote(word) }
