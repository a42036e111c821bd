package web

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/datelinehq/dateline/feed"
)

// mentions finds who is meant by what stands behind an @: how many bytes of it name somebody, and what that one is
// called. Nothing is named where it is 0. Nil finds nobody.
type mentions func(rest string) (size int, name string)

// addressed finds the people an event is addressed to, by their ids and names, and everybody who is known by a login.
func (s *server) addressed(e feed.Entry) mentions {
	type called struct{ as, name string }
	var people []called
	tool := e.Tool // and no more of the entry is held
	for _, a := range e.To {
		name := cmp.Or(s.who.Person(e.Tool, a.ID), a.Label())
		for _, as := range []string{a.Name, a.ID} {
			if as != "" {
				people = append(people, called{as, name})
			}
		}
	}
	slices.SortStableFunc(people, func(a, b called) int { return len(b.as) - len(a.as) }) // the longest first
	return func(rest string) (int, string) {
		for _, p := range people {
			if len(rest) >= len(p.as) && strings.EqualFold(rest[:len(p.as)], p.as) && !wordy(rest[len(p.as):]) {
				return len(p.as), p.name
			}
		}
		login := strings.TrimRight(rest[:len(rest)-len(strings.TrimLeftFunc(rest, loginRune))], ".-_")
		return len(login), s.who.Person(tool, login)
	}
}

func loginRune(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-", r))
}

// wordy reports whether a word goes on at the beginning of s.
func wordy(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}

// mentioned is where the renderer finds the mentions of a text.
var mentioned = parser.NewContextKey()

// caller sets apart who is mentioned in a text, by the name that everybody knows.
type caller struct{}

// Transform implements parser.ASTTransformer.
func (caller) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	find, _ := pc.Get(mentioned).(mentions)
	if find == nil {
		return
	}
	var texts []*ast.Text
	join(doc)
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.CodeSpan, *ast.Link, *ast.AutoLink:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if entering && bytes.IndexByte(n.Segment.Value(reader.Source()), '@') >= 0 {
				texts = append(texts, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range texts {
		setApart(n, reader.Source(), find)
	}
}

// join makes one of texts that stand side by side: they were parted where a word might have been emphasized and was not.
func join(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		join(child)
		one, ok := child.(*ast.Text)
		for ok && !one.SoftLineBreak() && !one.HardLineBreak() {
			next, is := one.NextSibling().(*ast.Text)
			if !is || next.Segment.Start != one.Segment.Stop {
				break
			}
			one.Segment.Stop = next.Segment.Stop
			one.SetSoftLineBreak(next.SoftLineBreak())
			one.SetHardLineBreak(next.HardLineBreak())
			n.RemoveChild(n, next)
		}
	}
}

// setApart cuts a stretch of text at the mentions in it.
func setApart(n *ast.Text, source []byte, find mentions) {
	parent := n.Parent()
	begin, end := n.Segment.Start, n.Segment.Stop
	for i := begin; i < end; i++ {
		if source[i] != '@' || i > begin && wordBefore(source[:i]) {
			continue
		}
		size, name := find(string(source[i+1 : end]))
		if size == 0 || name == "" {
			continue
		}
		if i > begin {
			parent.InsertBefore(parent, n, ast.NewTextSegment(text.NewSegment(begin, i)))
		}
		strong := ast.NewEmphasis(2)
		strong.AppendChild(strong, ast.NewString([]byte("@"+name)))
		parent.InsertBefore(parent, n, strong)
		begin = i + 1 + size
		i = begin - 1
	}
	n.Segment = text.NewSegment(begin, end)
}

// wordBefore reports whether a word ends where s ends: an @ in an address mentions nobody.
func wordBefore(s []byte) bool {
	r, _ := utf8.DecodeLastRune(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
