package rules

import (
	"slices"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser/operator"
)

// contradiction says why a rule that cannot hold does not: which few of its parts exclude each other.
func (r *Rule) contradiction() error {
	parts := required(r.tree)
	for i := 0; i < len(parts); {
		fewer := slices.Delete(slices.Clone(parts), i, i+1)
		if r.possible(fewer) {
			i++
		} else {
			parts = fewer
		}
	}
	var texts []string
	for _, p := range parts {
		text, ok := spelled(p)
		if !ok {
			return at(r.text, 0, "the rule chooses nothing: it is never so, whatever the facts")
		}
		texts = append(texts, text)
	}
	place := beginning(parts[0])
	switch len(texts) {
	case 1:
		return at(r.text, place, "the rule chooses nothing: %s is never so", texts[0])
	case 2:
		return at(r.text, place, "the rule chooses nothing: %s and %s are never both so", texts[0], texts[1])
	}
	return at(r.text, place, "the rule chooses nothing: %s are never so together", listed(texts, "and"))
}

// possible reports whether parts of the rule can be so together.
func (r *Rule) possible(parts []ast.Node) bool {
	s := search{assumed: map[string]value{}}
	for _, p := range parts {
		s.holds = append(s.holds, formulaOf(p))
	}
	return s.succeeds(r.known)
}

// required are the parts of a rule that must all be so.
func required(n ast.Node) []ast.Node {
	if b, ok := n.(*ast.BinaryNode); ok && (b.Operator == "&&" || b.Operator == "and") {
		return append(required(b.Left), required(b.Right)...)
	}
	return []ast.Node{n}
}

// beginning is where a part begins, in letters.
func beginning(n ast.Node) int {
	found, _ := first(n, func(ast.Node) bool { return true })
	return found.Location().From
}

// spelled is the text of a part as a rule would write it, false where that cannot be told.
func spelled(n ast.Node) (string, bool) {
	text := n.String()
	if u, ok := n.(*ast.UnaryNode); ok && u.Operator == "not" {
		if b, ok := u.Node.(*ast.BinaryNode); ok && operator.AllowedNegateSuffix(b.Operator) {
			text = b.Left.String() + " not " + b.Operator + " " + b.Right.String()
		}
	}
	again, err := parse(text)
	return text, err == nil && ast.Dump(again) == ast.Dump(n)
}
