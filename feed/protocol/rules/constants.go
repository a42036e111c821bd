package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed/spelling"
	"github.com/expr-lang/expr/ast"
)

// checkWords refuses what a fact is compared with and never is.
func checkWords(text string, tree ast.Node, known Known) error {
	var wrong ast.Node
	message := ""
	ast.Walk(&tree, visit(func(n ast.Node) {
		b, ok := n.(*ast.BinaryNode)
		if !ok {
			return
		}
		for _, c := range compared(b) {
			v, closed := known.of(c.name)
			if !closed || c.allowed(v) || wrong != nil && wrong.Location().From < c.constant.Location().From {
				continue
			}
			wrong, message = c.constant, c.never(v, known)
		}
	}))
	if wrong == nil {
		return nil
	}
	return at(text, wrong.Location().From, "%s", message)
}

// A comparison is one of a fact with one constant text.
type comparison struct {
	name     string
	constant *ast.StringNode
	// by is how they are compared, nil for being the same.
	by *pattern
}

// compared returns the comparisons that a node makes.
func compared(n *ast.BinaryNode) []comparison {
	var found []comparison
	same := func(fact, constant ast.Node) {
		word, ok := constant.(*ast.StringNode)
		if name := nameOf(fact); ok && name != "" {
			found = append(found, comparison{name: name, constant: word})
		}
	}
	switch n.Operator {
	case "==", "!=":
		same(n.Left, n.Right)
		same(n.Right, n.Left)
	case "in":
		if listOf(n.Right) != "" {
			same(n.Right, n.Left)
		}
		if list, ok := n.Right.(*ast.ArrayNode); ok {
			for _, constant := range list.Nodes {
				same(n.Left, constant)
			}
		}
	case "startsWith", "endsWith", "contains", "matches":
		word, ok := n.Right.(*ast.StringNode)
		if name := textOf(n.Left); ok && name != "" {
			if by, ok := newPattern(n.Operator, word.Value); ok {
				found = append(found, comparison{name: name, constant: word, by: &by})
			}
		}
	}
	return found
}

func (c comparison) allowed(v vocabulary) bool {
	if c.by != nil {
		return v.meets(*c.by)
	}
	return v.has(c.constant.Value)
}

// never says that a fact is never the constant, and what it may be.
func (c comparison) never(v vocabulary, known Known) string {
	word := c.constant.Value
	if c.by != nil {
		return fmt.Sprintf("%s never %s %q; it is %s", c.name, c.by.verb(), word, choices(v))
	}
	switch {
	case c.name == "team" && slices.Contains(known.People, word):
		return fmt.Sprintf("team is never %q, who is a person; write responder == %q", word, word)
	case c.name == "responder" && slices.Contains(known.Teams, word):
		return fmt.Sprintf("responder is never %q, which is a team; write team == %q", word, word)
	}
	if near := spelling.Nearest(word, v.words); near != "" {
		return fmt.Sprintf("%s is never %q; did you mean %q?", c.name, word, near)
	}
	return fmt.Sprintf("%s is never %q; it is %s", c.name, word, choices(v))
}

// choices are the words there are, as many as a line holds.
func choices(v vocabulary) string {
	words := quoted(v.words)
	const most = 13
	if len(words) > most {
		return strings.Join(words[:most], ", ") + fmt.Sprintf(" or one of %d more", len(words)-most)
	}
	return listed(words, "or")
}
