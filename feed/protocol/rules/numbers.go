package rules

import (
	"math"
	"slices"

	"github.com/expr-lang/expr/ast"
)

// exact is up to where every whole number is a floating one.
const exact = 1 << 50

// longest is how long a range may be that is looked into: a longer one may need more memory than there is.
const longest = 1000

// numeric is a comparison of a whole number with numbers, nil if it is something else.
func numeric(left ast.Node, operator string, right ast.Node) formula {
	s, ok := counted(left)
	if !ok {
		return nil
	}
	var holds func(float64) bool
	if n, ok := number(right); ok {
		s.numbers = []float64{n}
		holds = func(v float64) bool { return compare(v, operator, n) }
	} else if list, ok := wholes(right); ok && operator == "in" {
		s.numbers = list
		holds = func(v float64) bool { return slices.Contains(list, v) }
	} else if low, high, ok := span(right); ok && operator == "in" {
		s.numbers = []float64{low, high}
		holds = func(v float64) bool { return low <= v && v <= high }
	} else {
		return nil
	}
	if _, known := mirror[operator]; !known && operator != "in" {
		return nil
	}
	return about{subject: s, holds: func(v value) bool { return holds(float64(v.number)) }}
}

// counted is the subject of a part that is a whole number between known bounds: how many comments, how many labels, the hour
// of a time.
func counted(n ast.Node) (subject, bool) {
	s := subject{key: "number " + ast.Dump(n), whole: true, high: math.MaxInt64}
	switch n := n.(type) {
	case *ast.MemberNode:
		return s, nameOf(n) == "item.comments"
	case *ast.BuiltinNode:
		return s, n.Name == "len" && len(n.Arguments) == 1 && (listOf(n.Arguments[0]) != "" || textOf(n.Arguments[0]) != "")
	case *ast.CallNode:
		method, ok := n.Callee.(*ast.MemberNode)
		if !ok || len(n.Arguments) > 0 || nameOf(method.Node) == "" {
			return s, false
		}
		name, ok := method.Property.(*ast.StringNode)
		if !ok {
			return s, false
		}
		bounds, ok := calendar[name.Value]
		s.low, s.high = bounds[0], bounds[1]
		return s, ok
	}
	return s, false
}

// calendar are the bounds of what methods of times count.
var calendar = map[string][2]int64{
	"Hour": {0, 23}, "Minute": {0, 59}, "Second": {0, 59}, "Day": {1, 31}, "YearDay": {1, 366},
}

func compare(v float64, operator string, with float64) bool {
	switch operator {
	case "<":
		return v < with
	case "<=":
		return v <= with
	case ">":
		return v > with
	case ">=":
		return v >= with
	}
	return v == with
}

// number is the value of a constant number.
func number(n ast.Node) (float64, bool) {
	switch n := n.(type) {
	case *ast.IntegerNode:
		return float64(n.Value), -exact <= n.Value && n.Value <= exact
	case *ast.FloatNode:
		return n.Value, math.Abs(n.Value) <= exact
	case *ast.UnaryNode:
		v, ok := number(n.Node)
		if n.Operator == "-" {
			v = -v
		}
		return v, ok && (n.Operator == "-" || n.Operator == "+")
	}
	return 0, false
}

// wholes are the whole numbers in a list, false if it holds something else.
func wholes(n ast.Node) ([]float64, bool) {
	list, ok := n.(*ast.ArrayNode)
	if !ok {
		return nil, false
	}
	var numbers []float64
	for _, part := range list.Nodes {
		v, ok := number(part)
		if _, whole := part.(*ast.IntegerNode); !ok || !whole {
			return nil, false
		}
		numbers = append(numbers, v)
	}
	return numbers, true
}

// span are the ends of a short range of constants.
func span(n ast.Node) (low, high float64, ok bool) {
	b, ok := n.(*ast.BinaryNode)
	if !ok || b.Operator != ".." {
		return 0, 0, false
	}
	ends, ok := wholes(&ast.ArrayNode{Nodes: []ast.Node{b.Left, b.Right}})
	if !ok {
		return 0, 0, false
	}
	return ends[0], ends[1], ends[1]-ends[0] < longest
}

// tries are the whole numbers of which one is in every part of the line that the numbers cut it into.
func (s subject) tries() []value {
	candidates := []int64{s.low, s.high}
	for _, n := range s.numbers {
		for _, whole := range []float64{math.Floor(n), math.Ceil(n)} {
			candidates = append(candidates, int64(whole)-1, int64(whole), int64(whole)+1)
		}
	}
	slices.Sort(candidates)
	var values []value
	for _, c := range slices.Compact(candidates) {
		if s.low <= c && c <= s.high {
			values = append(values, value{number: c})
		}
	}
	return values
}
