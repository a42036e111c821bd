package rules

import (
	"slices"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
)

// formulaOf looks into a rule as far as that goes.
func formulaOf(n ast.Node) formula {
	switch n := n.(type) {
	case *ast.BoolNode:
		return decided(n.Value)
	case *ast.UnaryNode:
		if n.Operator == "!" || n.Operator == "not" {
			return negation{formulaOf(n.Node)}
		}
	case *ast.ConditionalNode:
		return choice{formulaOf(n.Cond), formulaOf(n.Exp1), formulaOf(n.Exp2)}
	case *ast.BinaryNode:
		if f := joined(n); f != nil {
			return f
		}
		if f := asked(n); f != nil {
			return f
		}
	}
	if answer, ok := constant(n); ok {
		return decided(answer)
	}
	return free(n)
}

// free is a part of which nothing is known. What has the same tree says the same.
func free(n ast.Node) formula {
	return unknown{subject{key: ast.Dump(n), fails: !plain(n)}}
}

func decided(answer bool) formula {
	if answer {
		return fixed(yes)
	}
	return fixed(no)
}

func joined(n *ast.BinaryNode) formula {
	switch n.Operator {
	case "&&", "and":
		return pair{one: formulaOf(n.Left), other: formulaOf(n.Right)}
	case "||", "or":
		return pair{one: formulaOf(n.Left), other: formulaOf(n.Right), either: true}
	case "!=":
		same := &ast.BinaryNode{Operator: "==", Left: n.Left, Right: n.Right}
		return negation{formulaOf(same)}
	}
	return nil
}

// asked is what a comparison asks about a fact, nil if it asks something else.
func asked(n *ast.BinaryNode) formula {
	left, right, operator := n.Left, n.Right, n.Operator
	if mirrored, ok := mirror[operator]; ok && isConstant(left) {
		left, right, operator = right, left, mirrored
	}
	if f := numeric(left, operator, right); f != nil {
		return f
	}
	if word, ok := left.(*ast.StringNode); ok && operator == "in" && listOf(right) != "" {
		return member(word.Value, listOf(right))
	}
	if list, ok := right.(*ast.ArrayNode); ok && operator == "in" && textOf(left) != "" {
		words, ok := texts(list)
		if !ok {
			return nil
		}
		return oneOf(textOf(left), words)
	}
	word, ok := right.(*ast.StringNode)
	switch {
	case !ok:
		return nil
	case operator == "==" && nameOf(left) == "team":
		return member(word.Value, "team")
	case textOf(left) == "":
		return nil
	case operator == "==":
		return oneOf(textOf(left), []string{word.Value})
	}
	p, ok := newPattern(operator, word.Value)
	if !ok {
		return nil
	}
	return about{
		subject:   subject{key: "text " + textOf(left), text: textOf(left)},
		holds:     func(v value) bool { return p.matches(v.text) },
		otherwise: unknown{subject{key: "text " + textOf(left) + " " + operator + " " + word.Value}},
	}
}

// mirror are the operators that say the same with the sides exchanged.
var mirror = map[string]string{"==": "==", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

func isConstant(n ast.Node) bool {
	if _, ok := n.(*ast.StringNode); ok {
		return true
	}
	_, ok := number(n)
	return ok
}

func member(word, list string) formula {
	return unknown{subject{key: "list " + list + " " + word}}
}

func oneOf(name string, words []string) formula {
	return about{
		subject:   subject{key: "text " + name, text: name, constants: words},
		holds:     func(v value) bool { return slices.Contains(words, v.text) },
		otherwise: fixed(no),
	}
}

// texts are the texts in a list, false if it holds something else.
func texts(list *ast.ArrayNode) ([]string, bool) {
	var words []string
	for _, n := range list.Nodes {
		word, ok := n.(*ast.StringNode)
		if !ok {
			return nil, false
		}
		words = append(words, word.Value)
	}
	return words, true
}

// plain reports whether a part is a comparison that never fails.
func plain(n ast.Node) bool {
	b, ok := n.(*ast.BinaryNode)
	if !ok {
		return nameOf(n) != ""
	}
	switch b.Operator {
	case "==", "<", "<=", ">", ">=", "contains", "startsWith", "endsWith":
		return (nameOf(b.Left) != "" || isConstant(b.Left)) && (nameOf(b.Right) != "" || isConstant(b.Right))
	}
	return false
}

// constant evaluates a part that asks about no fact.
func constant(n ast.Node) (answer, ok bool) {
	_, asks := first(n, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.IdentifierNode, *ast.PointerNode, *ast.BuiltinNode, *ast.CallNode:
			return true
		}
		return false
	})
	if asks {
		return false, false
	}
	text, ok := spelled(n)
	if !ok {
		return false, false
	}
	v, err := expr.Eval(text, nil)
	answer, ok = v.(bool)
	return answer, ok && err == nil
}
