// Package schematest checks texts against the schema of dateline.yaml, and says where they are at fault in lines, as the
// reader of the configuration does. It is for tests.
package schematest

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/cmd/internal/schema"
)

// A Checker checks texts against a schema.
type Checker struct{ schema *jsonschema.Schema }

// A Fault is where a text and the schema part ways.
type Fault struct {
	Line int
	Text string
	// Unknown are the keys that the schema does not have, if that is the fault.
	Unknown []string
}

// New is a checker for files with sources of these tools. The test fails if the schema is none by the rules of its draft.
func New(t testing.TB, tools config.Tools) Checker {
	t.Helper()
	var text bytes.Buffer
	if err := schema.Write(&text, tools); err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(&text)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(schema.ID, document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile(schema.ID)
	if err != nil {
		t.Fatal(err)
	}
	return Checker{compiled}
}

// Faults returns what is wrong with a text, nothing if it is good.
func (c Checker) Faults(t testing.TB, text string) []Fault {
	t.Helper()
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		return []Fault{{Line: 1, Text: err.Error()}}
	}
	if len(root.Content) == 0 {
		root.Content = []*yaml.Node{{Kind: yaml.ScalarNode, Tag: "!!null"}}
	}
	value, err := valueOf(root.Content[0])
	if err != nil {
		return []Fault{{Line: 1, Text: err.Error()}}
	}
	var invalid *jsonschema.ValidationError
	if err := c.schema.Validate(value); err != nil && !errors.As(err, &invalid) {
		t.Fatal(err)
	}
	if invalid == nil {
		return nil
	}
	return faults(root.Content[0], invalid)
}

// faults are an error and its causes, as far as they say what is wrong.
func faults(root *yaml.Node, e *jsonschema.ValidationError) (all []Fault) {
	f := Fault{Line: keyOrValue(root, e.InstanceLocation).Line}
	f.Text = e.ErrorKind.LocalizedString(message.NewPrinter(language.English))
	if more, ok := e.ErrorKind.(*kind.AdditionalProperties); ok {
		for _, key := range more.Properties {
			at := keyOrValue(root, append(slices.Clone(e.InstanceLocation), key))
			all = append(all, Fault{at.Line, f.Text, []string{key}})
		}
	} else {
		all = append(all, f)
	}
	switch e.ErrorKind.(type) {
	case *kind.Schema, *kind.Group, *kind.Reference, *kind.AllOf:
		all = nil
	}
	for _, cause := range e.Causes {
		all = append(all, faults(root, cause)...)
	}
	return all
}

// keyOrValue is what stands at a place: its key, where it has one.
func keyOrValue(node *yaml.Node, place []string) *yaml.Node {
	at := node
	for _, step := range place {
		if i, err := strconv.Atoi(step); err == nil && node.Kind == yaml.SequenceNode {
			node = node.Content[i]
			at = node
			continue
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				at, node = node.Content[i], node.Content[i+1]
				break
			}
		}
	}
	return at
}

// valueOf is what a library makes of YAML that knows dates, as JSON has it.
func valueOf(node *yaml.Node) (any, error) {
	switch node.Kind {
	case yaml.MappingNode:
		object := map[string]any{}
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i].Value
			value, err := valueOf(node.Content[i+1])
			if err != nil {
				return nil, err
			}
			object[key] = value
		}
		return object, nil
	case yaml.SequenceNode:
		list := []any{}
		for _, child := range node.Content {
			value, err := valueOf(child)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		return list, nil
	}
	var scalar any
	err := node.Decode(&scalar)
	if date, ok := scalar.(time.Time); ok {
		return date.Format(time.RFC3339), err
	}
	return scalar, err
}
