package rules

import (
	"reflect"

	"github.com/expr-lang/expr/ast"
)

// names are what a rule may call things, in the order in which they are written down.
func names() []string { return fields(reflect.TypeFor[Facts]()) }

// itemNames are what comes behind item.
func itemNames() []string { return fields(reflect.TypeFor[Item]()) }

func fields(t reflect.Type) []string {
	var tags []string
	for field := range t.Fields() {
		tags = append(tags, field.Tag.Get("expr"))
	}
	return tags
}

// typeOf is the type of what a name stands for, nil if there is no such name.
func typeOf(name string) reflect.Type {
	for field := range reflect.TypeFor[Facts]().Fields() {
		tag := field.Tag.Get("expr")
		if tag == name {
			return field.Type
		}
		if tag != "item" {
			continue
		}
		for part := range field.Type.Fields() {
			if tag+"."+part.Tag.Get("expr") == name {
				return part.Type
			}
		}
	}
	return nil
}

// nameOf is the name of a fact as a rule writes it: kind, item.state. It is empty for anything else.
func nameOf(n ast.Node) string {
	name := ""
	switch n := n.(type) {
	case *ast.IdentifierNode:
		name = n.Value
	case *ast.MemberNode:
		item, ok := n.Node.(*ast.IdentifierNode)
		part, constant := n.Property.(*ast.StringNode)
		if ok && constant && item.Value == "item" && !n.Optional {
			name = "item." + part.Value
		}
	}
	if typeOf(name) == nil {
		return ""
	}
	return name
}

// textOf is the name of a fact that is a text, empty for anything else.
func textOf(n ast.Node) string {
	name := nameOf(n)
	if name == "" || typeOf(name).Kind() != reflect.String {
		return ""
	}
	return name
}

// listOf is the name of a fact that is several texts, empty for anything else.
func listOf(n ast.Node) string {
	name := nameOf(n)
	if name == "" || typeOf(name).Kind() != reflect.Slice {
		return ""
	}
	return name
}
