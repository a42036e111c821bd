package rules

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/expr-lang/expr/ast"
)

var (
	unknownName  = regexp.MustCompile(`^unknown name (\S+)$`)
	unknownField = regexp.MustCompile(`^type (\S+) has no (?:field|method) (\S+)$`)
	mismatched   = regexp.MustCompile(`^invalid operation: (\S+) \(mismatched types? (\S+)(?: and (\S+))?\)$`)
	notInList    = regexp.MustCompile(`^cannot use (\S+) as type (\S+) in array$`)
	notYesOrNo   = regexp.MustCompile(`^expected bool, but got (.+)$`)
	noCondition  = regexp.MustCompile(`^non-bool expression \(type (\S+)\) used as condition$`)
	noPredicate  = regexp.MustCompile(`^predicate should return boolean \(got (.+)\)$`)
	badArgument  = regexp.MustCompile(`^invalid argument for (\w+) \(type (.+)\)$`)
	badRegexp    = regexp.MustCompile(`^error parsing regexp: (.*)$`)
)

// mistyped says why a rule that can be read means nothing.
func mistyped(text string, tree ast.Node, err error) error {
	place, message := located(err)
	if m := unknownName.FindStringSubmatch(message); m != nil {
		if isText(tree, place) {
			return at(text, place, "%s is not the name of a fact; write %q if it is a text", m[1], m[1])
		}
		return at(text, place, "%s is not the name of a fact; %s", m[1], meant(m[1], names()))
	}
	if m := unknownField.FindStringSubmatch(message); m != nil {
		if m[1] == "rules.Item" {
			return at(text, place, "item has no %s; %s", m[2], meant(m[2], itemNames()))
		}
		return at(text, place, "%s has no %s", kindOf(m[1]), m[2])
	}
	if m := mismatched.FindStringSubmatch(message); m != nil {
		return at(text, place, "%s", mismatch(tree, place, m[1], m[2], m[3]))
	}
	if m := notInList.FindStringSubmatch(message); m != nil {
		if m[1] == "rules.Teams" || m[1] == "[]string" {
			return at(text, place, "several cannot be in a list; ask for each: any(%s, # in [...])", left(tree, place))
		}
		return at(text, place, "%s is never among these, for each is %s", kindOf(m[1]), kindOf(m[2]))
	}
	if m := notYesOrNo.FindStringSubmatch(message); m != nil {
		return at(text, place, "a rule says yes or no, and this is %s; compare it with something%s",
			kindOf(m[1]), suchAs(tree))
	}
	if m := noCondition.FindStringSubmatch(message); m != nil {
		return at(text, place, "what a choice depends on says yes or no, and this is %s", kindOf(m[1]))
	}
	if m := noPredicate.FindStringSubmatch(message); m != nil {
		return at(text, place, "what is asked of each says yes or no, and this is %s", kindOf(m[1]))
	}
	if m := badArgument.FindStringSubmatch(message); m != nil {
		return at(text, place, "%s does not go with %s", m[1], kindOf(m[2]))
	}
	if strings.HasPrefix(message, "array elements can only be selected") {
		return at(text, place, "these are several, which have numbers from 0 and no names")
	}
	if m := badRegexp.FindStringSubmatch(message); m != nil {
		return at(text, place, "the regular expression is wrong: %s", m[1])
	}
	return at(text, place, "%s", message)
}

// isText reports whether what is written there is compared with a fact that is a text.
func isText(tree ast.Node, place int) bool {
	_, found := first(tree, func(n ast.Node) bool {
		b, ok := n.(*ast.BinaryNode)
		return ok && (textOf(b.Left) != "" && b.Right.Location().From == place ||
			textOf(b.Right) != "" && b.Left.Location().From == place)
	})
	return found
}

// mismatch says why an operator does not go with what is on its sides.
func mismatch(tree ast.Node, place int, operator, one, other string) string {
	if other == "" {
		return fmt.Sprintf("%s goes with %s, and this is %s", operator, goesWith(operator), kindOf(one))
	}
	n, ok := binary(tree, place)
	if !ok {
		return fmt.Sprintf("%s goes with %s, not with %s and %s", operator, goesWith(operator), kindOf(one), kindOf(other))
	}
	message := fmt.Sprintf("%s goes with %s; %s is %s, and %s is %s", operator, goesWith(operator),
		short(n.Left), kindOf(one), short(n.Right), kindOf(other))
	list, word := n.Left, n.Right
	if listOf(list) == "" {
		list, word = word, list
	}
	_, constant := word.(*ast.StringNode)
	if listOf(list) == "" || !constant {
		return message
	}
	switch operator {
	case "==", "contains":
		return fmt.Sprintf("%s are several; write %s in %s", short(list), short(word), short(list))
	case "!=":
		return fmt.Sprintf("%s are several; write %s not in %s", short(list), short(word), short(list))
	}
	return fmt.Sprintf("%s are several; ask for one that does: any(%s, # %s %s)",
		short(list), short(list), operator, short(word))
}

// suchAs is how a lone fact would be compared.
func suchAs(tree ast.Node) string {
	switch {
	case textOf(tree) != "":
		return ", such as " + nameOf(tree) + ` == "..."`
	case listOf(tree) != "":
		return `, such as "..." in ` + nameOf(tree)
	}
	return ""
}

func binary(tree ast.Node, place int) (*ast.BinaryNode, bool) {
	n, _ := first(tree, func(n ast.Node) bool {
		_, ok := n.(*ast.BinaryNode)
		return ok && n.Location().From == place
	})
	b, ok := n.(*ast.BinaryNode)
	return b, ok
}

func left(tree ast.Node, place int) string {
	if n, ok := binary(tree, place); ok {
		return short(n.Left)
	}
	return "team"
}

// short is a part of a rule as a message names it.
func short(n ast.Node) string {
	letters := []rune(n.String())
	if len(letters) > 40 {
		return string(letters[:40]) + "..."
	}
	return string(letters)
}
