package rules

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
)

// checkLanguage refuses what expr can do and a rule may not.
func checkLanguage(text string, tree ast.Node) error {
	var wrong error
	refuse := func(n ast.Node, message string, args ...any) {
		if wrong == nil {
			wrong = at(text, n.Location().From, message, args...)
		}
	}
	ranges := map[ast.Node]bool{}
	ast.Walk(&tree, visit(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.IdentifierNode:
			switch {
			case n.Value == "$env":
				refuse(n, "$env is not the name of a fact; %s", meant("$env", names()))
			case n.Value == "now":
				refuse(n, "a rule knows no now, for it is to say the same at every time")
			case slices.Contains(disabled, n.Value):
				refuse(n, "rules do without %s", n.Value)
			}
		case *ast.NilNode:
			refuse(n, `nothing is nil in a rule; compare a text with "", and ask of a time whether it IsZero()`)
		case *ast.MemberNode:
			method, ok := n.Property.(*ast.StringNode)
			if ok && isMethod(method.Value) && !slices.Contains(methods, method.Value) {
				refuse(n.Property, "rules do without %s; %s", method.Value, betterThan(method.Value))
			}
		case *ast.BinaryNode:
			if n.Operator == "in" {
				ranges[n.Right] = true
			}
		case *ast.VariableDeclaratorNode:
			refuse(n, "a rule gives nothing a name of its own; write it out where it is needed")
		case *ast.SequenceNode:
			refuse(n, "a rule is one sentence; join its parts by && or ||")
		case *ast.CallNode:
			if message := made(n); message != "" {
				refuse(n, "%s", message)
			}
		case *ast.PredicateNode:
			if inner, ok := first(n.Node, isWalking); ok {
				refuse(inner, "a function that goes through a list cannot stand inside of what another asks of each")
			}
		case *ast.BuiltinNode:
			if message := fails(n); message != "" {
				refuse(n, "%s", message)
			}
		}
	}))
	ast.Walk(&tree, visit(func(n ast.Node) {
		if b, ok := n.(*ast.BinaryNode); ok && b.Operator == ".." && !ranges[n] {
			refuse(n, "a range stands behind in only, as in item.comments in 1..5")
		}
	}))
	return wrong
}

func isMethod(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(first)
}

func betterThan(method string) string {
	if method == "Weekday" || method == "Month" {
		return `write opened.Format("Monday") == "Friday" or opened.Format("January") == "May"`
	}
	return meant(method, methods)
}

// made says what is wrong with a text that is made of a time: what it looks like is constant, so that it stays short.
func made(call *ast.CallNode) string {
	method, ok := call.Callee.(*ast.MemberNode)
	if !ok {
		return ""
	}
	if name, ok := method.Property.(*ast.StringNode); !ok || name.Value != "Format" {
		return ""
	}
	for _, argument := range call.Arguments {
		if _, ok := argument.(*ast.StringNode); !ok {
			return `Format takes a text in quotes, as in opened.Format("Monday")`
		}
	}
	return ""
}

// fails says what is wrong with a constant date or length of time.
func fails(n *ast.BuiltinNode) string {
	if n.Name != "date" && n.Name != "duration" || len(n.Arguments) != 1 {
		return ""
	}
	constant, ok := n.Arguments[0].(*ast.StringNode)
	if !ok {
		return ""
	}
	if _, err := expr.Eval(n.String(), nil); err == nil {
		return ""
	}
	right := `date("2026-01-31")`
	if n.Name == "duration" {
		right = `duration("24h")`
	}
	return strings.Join([]string{constant.String(), "is no", n.Name + ";", "write it as in", right}, " ")
}
