package texts

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"text/template/parse"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Funcs are the functions by which templates name texts. All but plural are gone when a template was woven.
func (c *Catalogue) Funcs() template.FuncMap {
	return template.FuncMap{
		"text":    func(string, ...int) (string, error) { return "", errUnwoven },
		"as":      func(string) (string, error) { return "", errUnwoven },
		"texts":   func(...string) (string, error) { return "", errUnwoven },
		"english": func() (string, error) { return "", errUnwoven },
		"plural":  func(form string, n int) bool { return forms[c.form(n)] == form },
	}
}

var errUnwoven = errors.New("a text can only be named by {{text …}} and {{if text …}}")

// Weave puts the texts into a template that was parsed with [Catalogue.Funcs] and not yet run.
func (c *Catalogue) Weave(t *parse.Tree) error {
	if err := (weaver{c, t}).list(t.Root); err != nil {
		return fmt.Errorf("putting texts into the template %s: %w", t.Name, err)
	}
	return nil
}

type weaver struct {
	*Catalogue
	tree *parse.Tree
}

// list weaves what stands in a list, and in the lists within.
func (w weaver) list(l *parse.ListNode) error {
	if l == nil {
		return nil
	}
	var woven []parse.Node
	for _, n := range l.Nodes {
		spoken, err := w.node(n)
		if err != nil {
			return err
		}
		woven = append(woven, spoken...)
	}
	l.Nodes = woven
	return nil
}

// node is what a node becomes.
func (w weaver) node(n parse.Node) ([]parse.Node, error) {
	var branch *parse.BranchNode
	switch n := n.(type) {
	case *parse.ActionNode:
		if call := calls(n.Pipe, "text"); len(call) > 0 {
			return w.text(call, nil)
		}
		if call := calls(n.Pipe, "texts"); len(call) > 0 {
			return w.json(call)
		}
		if calls(n.Pipe, "english") != nil {
			return w.foreign(words(` lang="en"`)), nil
		}
	case *parse.IfNode:
		branch = &n.BranchNode
		if call := calls(n.Pipe, "text"); len(call) > 0 {
			args, err := w.args(n.List)
			if err != nil {
				return nil, err
			}
			return w.text(call, args)
		}
		if calls(n.Pipe, "english") != nil {
			if err := w.list(n.List); err != nil {
				return nil, err
			}
			return slices.Concat(w.foreign(words(`<span lang="en">`)), n.List.Nodes, w.foreign(words(`</span>`))), nil
		}
	case *parse.RangeNode:
		branch = &n.BranchNode
	case *parse.WithNode:
		branch = &n.BranchNode
	}
	if branch != nil {
		if err := w.list(branch.List); err != nil {
			return nil, err
		}
		return []parse.Node{n}, w.list(branch.ElseList)
	}
	return []parse.Node{n}, nil
}

// args are what a block puts into a text, by the names before it.
func (w weaver) args(l *parse.ListNode) (map[string]*parse.ListNode, error) {
	args, name := map[string]*parse.ListNode{}, ""
	for _, n := range l.Nodes {
		if action, is := n.(*parse.ActionNode); is {
			if call := calls(action.Pipe, "as"); len(call) > 0 {
				name = literal(call[0])
				args[name] = &parse.ListNode{NodeType: parse.NodeList, Pos: n.Position()}
				continue
			}
		}
		if name == "" {
			return nil, fmt.Errorf("%s stands in a text without a name", n)
		}
		args[name].Nodes = append(args[name].Nodes, n)
	}
	for _, arg := range args {
		if err := w.list(arg); err != nil {
			return nil, err
		}
	}
	return args, nil
}

// text is a text as nodes: one sentence, or where it is counted, one for each form that the language has.
func (w weaver) text(call []parse.Node, args map[string]*parse.ListNode) ([]parse.Node, error) {
	key := literal(call[0])
	t, found := w.texts[key]
	if !found {
		return nil, fmt.Errorf("there is no text %q", key)
	}
	for name := range args {
		if !slices.Contains(t.names(), name) {
			return nil, fmt.Errorf("the text %q has no name %q", key, name)
		}
	}
	if len(call) < 2 {
		return w.sentence(key, t[plural.Other], args)
	}
	of := call[1]
	if args == nil {
		args = map[string]*parse.ListNode{}
	}
	args[count] = listOf(&parse.ActionNode{NodeType: parse.NodeAction, Pos: of.Position(), Pipe: pipeOf(of.Copy())})
	woven, err := w.sentence(key, t[plural.Other], args)
	for form, name := range forms {
		if t[form] == nil || err != nil {
			continue
		}
		var one []parse.Node
		one, err = w.sentence(key, t[form], args)
		is := &parse.StringNode{NodeType: parse.NodeString, Pos: of.Position(), Quoted: `"` + name + `"`, Text: name}
		woven = []parse.Node{&parse.IfNode{BranchNode: parse.BranchNode{
			NodeType: parse.NodeIf, Pos: of.Position(), List: listOf(one...), ElseList: listOf(woven...),
			Pipe: pipeOf(parse.NewIdentifier("plural").SetPos(of.Position()).SetTree(w.tree), is, of.Copy()),
		}}}
	}
	return woven, err
}

// sentence is words and what stands where its names are.
func (w weaver) sentence(key string, s sentence, args map[string]*parse.ListNode) (woven []parse.Node, err error) {
	for _, p := range s {
		if p.name == "" {
			woven = append(woven, words(template.HTMLEscapeString(p.words)))
			continue
		}
		arg, given := args[p.name]
		if !given {
			return nil, fmt.Errorf("nothing is given for {%s} of the text %q", p.name, key)
		}
		woven = append(woven, arg.CopyList().Nodes...)
	}
	return woven, nil
}

// json are texts in all their forms, for a script.
func (w weaver) json(keys []parse.Node) ([]parse.Node, error) {
	said := map[string]map[string]string{}
	for _, k := range keys {
		key := literal(k)
		t, found := w.texts[key]
		if !found {
			return nil, fmt.Errorf("there is no text %q", key)
		}
		said[key] = map[string]string{"other": t[plural.Other].String()}
		for form, name := range forms {
			if t[form] != nil {
				said[key][name] = t[form].String()
			}
		}
	}
	encoded, err := json.Marshal(said)
	if err != nil {
		return nil, fmt.Errorf("writing texts for a script: %w", err)
	}
	return []parse.Node{words(template.HTMLEscapeString(string(encoded)))}, nil
}

// foreign is what stands only in pages that are not in English.
func (w weaver) foreign(html *parse.TextNode) []parse.Node {
	if w.tag == language.English {
		return nil
	}
	return []parse.Node{html}
}

// calls are the arguments of the function that a pipeline calls, nil where it calls another.
func calls(pipe *parse.PipeNode, function string) []parse.Node {
	if pipe == nil || len(pipe.Cmds) != 1 {
		return nil
	}
	if name, is := pipe.Cmds[0].Args[0].(*parse.IdentifierNode); !is || name.Ident != function {
		return nil
	}
	return pipe.Cmds[0].Args[1:]
}

// literal is what a string says; nothing where a node is none.
func literal(n parse.Node) string {
	if s, is := n.(*parse.StringNode); is {
		return s.Text
	}
	return ""
}

func words(html string) *parse.TextNode {
	return &parse.TextNode{NodeType: parse.NodeText, Text: []byte(html)}
}

func listOf(nodes ...parse.Node) *parse.ListNode {
	return &parse.ListNode{NodeType: parse.NodeList, Nodes: nodes}
}

func pipeOf(args ...parse.Node) *parse.PipeNode {
	return &parse.PipeNode{NodeType: parse.NodePipe, Cmds: []*parse.CommandNode{{NodeType: parse.NodeCommand, Args: args}}}
}
