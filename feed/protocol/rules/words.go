package rules

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"

	"github.com/datelinehq/dateline/feed"
)

// called are the kinds of asks in the words of somebody who reads the agreement.
var called = map[feed.AskKind]string{
	feed.Review: "reviews", feed.Approval: "approvals", feed.Waiting: "what a status or label waits for",
	feed.Changes: "requested changes", feed.Merge: "merging what is approved", feed.Thread: "open threads",
	feed.Mention: "mentions", feed.Assignment: "assignments", feed.Checklist: "lines of checklists", feed.Reply: "replies",
	feed.Triage: "first looks at what comes from outside", feed.Question: "questions", feed.Pending: "proposals to decide",
}

// Words says in English what the rule chooses: reviews labelled "urgent". What there are no words for is told as it is
// written.
func (r *Rule) Words() string {
	if r == nil {
		return "every response"
	}
	tree, err := parser.Parse(r.text)
	if err != nil {
		return r.text // it was compiled, so it parses
	}
	var s sentence
	s.add(tree.Node)
	return s.String()
}

// A sentence is made of what all has to hold.
type sentence struct {
	kinds          []string
	before, behind []string
	where          []string
}

func (s *sentence) String() string {
	what := "responses"
	if len(s.kinds) > 0 {
		what = or(s.kinds)
	}
	words := append(append(s.before, what), s.behind...)
	if len(s.where) > 0 {
		words = append(words, "where "+strings.Join(s.where, " and "))
	}
	return strings.Join(words, " ")
}

func (s *sentence) add(n ast.Node) {
	if b, ok := n.(*ast.BinaryNode); ok {
		if b.Operator == "&&" || b.Operator == "and" {
			s.add(b.Left)
			s.add(b.Right)
			return
		}
		if field, words, positive := alternatives(b); field != "" && s.say(field, words, positive) {
			return
		}
	}
	if u, ok := n.(*ast.UnaryNode); ok && (u.Operator == "!" || u.Operator == "not") {
		if b, ok := u.Node.(*ast.BinaryNode); ok {
			if field, words, positive := alternatives(b); field != "" && s.say(field, words, !positive) {
				return
			}
		}
	}
	text := n.String()
	if b, ok := n.(*ast.BinaryNode); ok && (b.Operator == "||" || b.Operator == "or") {
		text = "(" + text + ")"
	}
	s.where = append(s.where, text)
}

// alternatives are the words of which a field is one, or is none: of a comparison, a list, or several joined by or.
func alternatives(n *ast.BinaryNode) (field string, words []string, positive bool) {
	switch n.Operator {
	case "==", "!=":
		left, right := n.Left, n.Right
		if isConstant(left) {
			left, right = right, left
		}
		if word, ok := right.(*ast.StringNode); ok {
			return path(left), []string{word.Value}, n.Operator == "=="
		}
	case "in":
		if word, ok := n.Left.(*ast.StringNode); ok {
			return path(n.Right), []string{word.Value}, true
		}
		list, ok := n.Right.(*ast.ArrayNode)
		if !ok {
			return "", nil, false
		}
		for _, node := range list.Nodes {
			word, ok := node.(*ast.StringNode)
			if !ok {
				return "", nil, false
			}
			words = append(words, word.Value)
		}
		return path(n.Left), words, len(words) > 0
	case "||", "or":
		left, ok := n.Left.(*ast.BinaryNode)
		right, ok2 := n.Right.(*ast.BinaryNode)
		if !ok || !ok2 {
			return "", nil, false
		}
		field, words, positive := alternatives(left)
		other, more, positive2 := alternatives(right)
		if field == other && positive && positive2 {
			return field, append(words, more...), true
		}
	}
	return "", nil, false
}

// say says that a field is one of some words, or none of them. It reports false where there are no words for that.
func (s *sentence) say(field string, words []string, positive bool) bool {
	unless := func(text string) string {
		if positive {
			return text
		}
		return "not " + text
	}
	switch field {
	case "kind":
		if !positive {
			s.behind = append(s.behind, "other than "+or(kinds(words)))
			return true
		}
		if s.kinds != nil {
			return false
		}
		s.kinds = kinds(words)
	case "urgency":
		if !positive {
			return false
		}
		s.before = append(s.before, or(words))
	case "tool":
		s.behind = append(s.behind, unless("in "+or(words)))
	case "source":
		s.behind = append(s.behind, unless("in "+or(quotes(words))))
	case "labels", "item.labels":
		s.behind = append(s.behind, unless("labelled "+or(quotes(words))))
	case "priority":
		s.behind = append(s.behind, unless("of priority "+or(words)))
	case "team":
		s.behind = append(s.behind, unless("owed by the team "+or(words)))
	case "responder":
		s.behind = append(s.behind, unless("owed by "+or(words)))
	case "asker":
		s.behind = append(s.behind, unless("asked for by "+or(words)))
	default:
		return false
	}
	return true
}

func kinds(words []string) []string {
	all := make([]string, len(words))
	for i, w := range words {
		if all[i] = called[feed.AskKind(w)]; all[i] == "" {
			all[i] = fmt.Sprintf("responses of the kind %q", w)
		}
	}
	return all
}

func quotes(words []string) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = quoted(w)
	}
	return all
}

// or joins words: a, b or c.
func or(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
