package rules

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// What a rule may be made of. People write a line; what is longer was not written by people.
const (
	maxLength = 10_000
	maxNodes  = 500
)

// disabled are the functions whose answer is not told by the facts alone, and those that can make much of little.
var disabled = []string{
	"now", "timezone", "keys", "values", "toPairs", "fromPairs", "groupBy", "get", "repeat", "replace", "join", "reduce",
	"toJSON", "fromJSON", "toBase64", "fromBase64",
}

// methods are those of times and of lengths of time that a rule may call. None of them knows where the machine stands.
var methods = []string{
	"Add", "AddDate", "After", "Before", "Day", "Equal", "Format", "Hour", "Hours", "IsZero", "Minute", "Minutes", "Second",
	"Seconds", "Sub", "Truncate", "Unix", "Year", "YearDay",
}

// walking are the functions that try something with each of several.
var walking = []string{
	"all", "any", "count", "filter", "find", "findIndex", "findLast", "findLastIndex", "map", "none", "one", "sortBy", "sum",
}

// isOneOf and isNotOneOf are what == and != mean between teams and a name. No rule can call them, for no name has a space.
const (
	isOneOf    = "is one of"
	isNotOneOf = "is not one of"
)

func among(teams, name any) bool {
	if list, ok := teams.(Teams); ok {
		return slices.Contains(list, name.(string))
	}
	return slices.Contains(name.(Teams), teams.(string))
}

// options are how rules are compiled. The optimizer is off where it would change what fails and what does not.
func options(tree ast.Node) []expr.Option {
	types := []any{new(func(Teams, string) bool), new(func(string, Teams) bool)}
	all := []expr.Option{
		expr.Env(Facts{}), expr.AsBool(), expr.WarnOnAny(), expr.MaxNodes(maxNodes), expr.Optimize(!walks(tree)),
		expr.Function(isOneOf, func(p ...any) (any, error) { return among(p[0], p[1]), nil }, types...),
		expr.Function(isNotOneOf, func(p ...any) (any, error) { return !among(p[0], p[1]), nil }, types...),
		expr.Operator("==", isOneOf), expr.Operator("!=", isNotOneOf),
	}
	for _, name := range disabled {
		all = append(all, expr.DisableBuiltin(name))
	}
	return all
}

// parse reads a rule's text without asking what its names mean.
func parse(text string) (ast.Node, error) {
	if strings.TrimSpace(text) == "" {
		return nil, at(text, 0, `the rule is empty; write one such as kind == "review", or leave it out to choose everything`)
	}
	if len(text) > maxLength {
		return nil, at(text, maxLength, "the rule is longer than %d letters; make several of it", maxLength)
	}
	c := conf.CreateNew()
	c.MaxNodes = maxNodes
	for _, name := range disabled {
		c.Disabled[name] = true
		delete(c.Builtins, name)
	}
	tree, err := parser.ParseWithConfig(text, c)
	if err != nil {
		return nil, misread(text, err)
	}
	return tree.Node, nil
}

// compile makes a program of a rule, and says what is wrong with it.
func compile(text string, tree ast.Node) (*vm.Program, error) {
	if err := checkLanguage(text, tree); err != nil {
		return nil, err
	}
	program, err := expr.Compile(text, options(tree)...)
	if err != nil {
		return nil, mistyped(text, tree, err)
	}
	return program, nil
}

// walks reports whether a function in the rule goes through a list.
func walks(tree ast.Node) bool {
	_, found := first(tree, isWalking)
	return found
}

func isWalking(n ast.Node) bool {
	call, ok := n.(*ast.BuiltinNode)
	return ok && slices.Contains(walking, call.Name)
}

// first finds the node that comes first in the text of those that are looked for.
func first(tree ast.Node, wanted func(ast.Node) bool) (found ast.Node, ok bool) {
	ast.Walk(&tree, visit(func(n ast.Node) {
		if wanted(n) && (found == nil || n.Location().From < found.Location().From) {
			found = n
		}
	}))
	return found, found != nil
}

// A visit is a function that sees every node.
type visit func(ast.Node)

// Visit shows the function a node.
func (v visit) Visit(n *ast.Node) { v(*n) }
