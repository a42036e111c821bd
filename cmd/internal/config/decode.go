package config

import (
	"encoding"
	"errors"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed/spelling"
)

// A reader collects the mistakes of one file while it is read.
type reader struct {
	file     string
	tools    Tools
	secrets  *connectors.Secrets
	env      func(string) (string, bool)
	mistakes Mistakes
	expanded map[*yaml.Node]bool
	unset    bool // a variable is missing: what depends on its value is not judged
}

// VariableForm is the regular expression of a variable.
const VariableForm = `\$\{[A-Za-z_][A-Za-z0-9_]*\}`

var variable = regexp.MustCompile(VariableForm)

// expand puts the environment's values for ${VARIABLES} in scalars, everywhere below node.
func (r *reader) expand(node *yaml.Node) {
	for _, child := range node.Content {
		r.expand(child)
	}
	if node.Kind != yaml.ScalarNode || !variable.MatchString(node.Value) {
		return
	}
	node.Value = variable.ReplaceAllStringFunc(node.Value, func(ref string) string {
		name := ref[2 : len(ref)-1]
		value, ok := r.env(name)
		if !ok || value == "" {
			r.mistake(node, "the environment variable %s is not set", name)
			r.unset = true
		}
		r.secrets.Add(value)
		return value
	})
	node.Tag, node.Style = "!!str", yaml.DoubleQuotedStyle
	r.expanded[node] = true
}

// decode reads a block of settings strictly into v, a pointer to a struct. path leads to the block, for messages.
func (r *reader) decode(node *yaml.Node, v any, path string) {
	r.decodeAlso(node, v, path, nil)
}

// decodeAlso is decode where further keys are known, though not by v: they are offered to who mistyped them.
func (r *reader) decodeAlso(node *yaml.Node, v any, path string, also []string) {
	before := len(r.mistakes)
	r.keys(node, reflect.TypeOf(v), path, also)
	if len(r.mistakes) > before {
		return
	}
	err := node.Decode(v)
	if err == nil {
		return
	}
	var types *yaml.TypeError
	if !errors.As(err, &types) {
		r.mistakes = append(r.mistakes, Mistake{File: r.file, Line: max(lineOf(err), node.Line), Text: words(err)})
		return
	}
	for _, text := range types.Errors {
		m := yamlLine.FindStringSubmatch(text)
		line := node.Line
		if m != nil {
			if n, err := strconv.Atoi(m[1]); err == nil {
				line = n
			}
			text = strings.Replace(text, m[0], "", 1)
		}
		r.mistakes = append(r.mistakes, Mistake{File: r.file, Line: line, Text: strings.ReplaceAll(text, "!!", "")})
	}
}

// keys looks for keys that the type does not have, down through structs, lists and maps, and for values that their types
// refuse. A key that ends in _file stands
// for the key before it, with the file's contents as value.
func (r *reader) keys(node *yaml.Node, t reflect.Type, path string, also []string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	r.hide(node, t)
	if reflect.PointerTo(t).Implements(reflect.TypeFor[yaml.Unmarshaler]()) {
		return
	}
	if text, ok := reflect.TypeAssert[encoding.TextUnmarshaler](reflect.New(t)); ok && node.Kind == yaml.ScalarNode {
		if err := text.UnmarshalText([]byte(node.Value)); err != nil {
			r.mistake(node, "%s: %v", path, err)
		}
		return
	}
	if expected := expects(t); expected != "" && node.Kind != shape(t) && node.Tag != "!!null" {
		r.mistake(node, "%s: expected %s, found %s", path, expected, describe(node))
		return
	}
	switch {
	case r.expanded[node] && t.Kind() >= reflect.Bool && t.Kind() <= reflect.Float64:
		node.Tag, node.Style = "", 0 // only here is a variable's value not text
	case t.Kind() == reflect.Slice && node.Kind == yaml.SequenceNode:
		for i, child := range node.Content {
			r.keys(child, t.Elem(), path+"["+strconv.Itoa(i)+"]", nil)
		}
	case t.Kind() == reflect.Map && node.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			r.keys(node.Content[i+1], t.Elem(), join(path, node.Content[i].Value), nil)
		}
	case t.Kind() == reflect.Struct && node.Kind == yaml.MappingNode:
		fields := fieldsOf(t)
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			r.fromFile(key, value, fields)
			field, ok := fields[key.Value]
			if !ok {
				if instead, gone := replaced[join(path, key.Value)]; gone {
					r.mistake(key, instead, value.Value)
					continue
				}
				r.unknown(key, path, fields, also)
				continue
			}
			r.keys(value, field, join(path, key.Value), nil)
		}
	}
}

// hide makes known what is secret by its type, before anything can be said of it.
func (r *reader) hide(node *yaml.Node, t reflect.Type) {
	switch {
	case t == reflect.TypeFor[Keys]():
		for _, one := range append([]*yaml.Node{node}, node.Content...) {
			r.hide(one, t.Elem())
		}
	case t == reflect.TypeFor[connectors.Secret]() && node.Kind == yaml.ScalarNode:
		r.secrets.Add(node.Value)
	}
}

// expects says what is to be written for a value of the type.
func expects(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice:
		return "a list"
	case reflect.Map, reflect.Struct:
		return "settings"
	case reflect.String:
		return "text"
	}
	return ""
}

// shape is how a value of the type looks in YAML.
func shape(t reflect.Type) yaml.Kind {
	switch t.Kind() {
	case reflect.Slice:
		return yaml.SequenceNode
	case reflect.Map, reflect.Struct:
		return yaml.MappingNode
	}
	return yaml.ScalarNode
}

// fromFile turns token_file: path into token: contents.
func (r *reader) fromFile(key, value *yaml.Node, fields map[string]reflect.Type) {
	name, isFile := strings.CutSuffix(key.Value, "_file")
	if _, own := fields[key.Value]; !isFile || own || fields[name] == nil || !Textual(fields[name]) {
		return
	}
	if value.Kind == yaml.SequenceNode && fields[name] == reflect.TypeFor[Keys]() {
		key.Value = name
		for _, one := range value.Content {
			r.contents(key.Value+"_file", one)
		}
		return
	}
	r.contents(key.Value, value)
	key.Value = name
}

// contents puts in place of a path what the file there holds.
func (r *reader) contents(key string, value *yaml.Node) {
	text, err := os.ReadFile(value.Value)
	if err != nil {
		r.mistake(value, "%s: %v", key, err)
	}
	value.Value = strings.TrimSpace(string(text))
	value.Tag, value.Style = "!!str", yaml.DoubleQuotedStyle
	r.secrets.Add(value.Value)
}

// replaced are keys that there once were, with what to write now, which has a place for their value.
var replaced = map[string]string{
	"decisions.within": `decisions.within: how long a proposal may wait is said by a window now; write windows: ` +
		`[{name: decisions, when: 'kind == "decision"', within: %s}, {name: normal, within: 1bd, at_least: 24h}], or the first of them ` +
		`before your own windows, and leave this key out`,
}

func (r *reader) unknown(key *yaml.Node, path string, fields map[string]reflect.Type, also []string) {
	names := slices.Clone(also)
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	if guess := spelling.Nearest(key.Value, names); guess != "" {
		r.mistake(key, "unknown key %q; did you mean %q?", join(path, key.Value), guess)
		return
	}
	r.mistake(key, "unknown key %q; known here: %s", join(path, key.Value), strings.Join(names, ", "))
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// find returns the node a path such as windows[0].within leads to, or the last one on the way that is there.
func find(node *yaml.Node, path string) *yaml.Node {
	for _, step := range strings.FieldsFunc(path, func(c rune) bool { return c == '.' || c == '[' || c == ']' }) {
		next := (*yaml.Node)(nil)
		if i, err := strconv.Atoi(step); err == nil && node.Kind == yaml.SequenceNode && i < len(node.Content) {
			next = node.Content[i]
		}
		for i := 0; next == nil && node.Kind == yaml.MappingNode && i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				next = node.Content[i+1]
			}
		}
		if next == nil {
			break
		}
		node = next
	}
	return node
}
