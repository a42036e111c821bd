package schema

import (
	"encoding"
	"maps"
	"path"
	"reflect"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/feed"
)

// A builder walks the types and collects what it finds under their names.
type builder struct {
	tools config.Tools
	defs  map[string]*Schema
}

// Of is the schema of a dateline.yaml with sources of these tools.
func Of(tools config.Tools) *Schema {
	b := &builder{tools, map[string]*Schema{}}
	maps.Copy(b.defs, plain)
	root := b.object(reflect.ValueOf(config.Unwritten()))
	root.Draft, root.ID, root.Title, root.Defs = draft, ID, "dateline.yaml", b.defs
	root.Description = "The configuration of Dateline."
	root.Properties["sources"].Type = "array" // and not nothing
	return root
}

// of is what may be written for a value of the type.
func (b *builder) of(t reflect.Type) *Schema {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	special, known := forms[t]
	switch at := reflect.PointerTo(t); {
	case known:
		return b.named(t, func() *Schema { return &special })
	case t == reflect.TypeFor[config.Source]():
		return b.named(t, b.source)
	case t == reflect.TypeFor[feed.Map]():
		return b.named(t, b.meanings)
	case at.Implements(reflect.TypeFor[yaml.Unmarshaler]()):
		return &Schema{}
	case at.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return &Schema{Ref: text}
	}
	switch t.Kind() {
	case reflect.String:
		return &Schema{Ref: textOrNothing}
	case reflect.Bool:
		return &Schema{Type: []string{"boolean", "string", "null"}, Pattern: written("y|Y|yes|on|n|N|no|off")}
	case reflect.Float32, reflect.Float64:
		return &Schema{Type: []string{"number", "string", "null"}, Pattern: config.VariableForm}
	case reflect.Slice, reflect.Array:
		return &Schema{Type: []string{"array", "null"}, Items: b.of(t.Elem())}
	case reflect.Map:
		return &Schema{Type: []string{"object", "null"}, AdditionalProperties: b.of(t.Elem())}
	case reflect.Struct:
		return b.named(t, func() *Schema { return b.object(reflect.Zero(t)) })
	case reflect.Interface:
		return &Schema{}
	}
	return &Schema{Type: []string{"integer", "string", "null"}, Pattern: config.VariableForm}
}

// named refers to a type by its name, and describes it when it is met first.
func (b *builder) named(t reflect.Type, describe func() *Schema) *Schema {
	name := path.Base(t.PkgPath()) + "." + t.Name()
	if b.defs[name] == nil {
		b.defs[name] = &Schema{} // for structs that hold their own kind
		s := *describe()
		if s.Description == "" {
			s.Description = comments[nameOf(t)]
		}
		*b.defs[name] = s
	}
	return &Schema{Ref: defs + name}
}

// object is a struct. The value's fields are the defaults.
func (b *builder) object(v reflect.Value) *Schema {
	fields, needs := config.Fields(v.Type()), requires(v.Type())
	s := &Schema{
		Type: []string{"object", "null"}, Description: comments[nameOf(v.Type())],
		Properties: map[string]*Schema{}, AdditionalProperties: false,
	}
	if needs != nil {
		s.Type = "object"
	}
	for _, f := range fields {
		p := b.of(f.Type)
		p.Description, p.Default = describe(f), standard(v.FieldByIndex(f.Index))
		s.Properties[f.Key] = p
	}
	fromFiles(s, fields)
	require(s, needs)
	return s
}

// source is a source: its common settings, and the block of one tool.
func (b *builder) source() *Schema {
	s, one := b.object(reflect.ValueOf(config.Defaults())), &Schema{}
	for _, tool := range slices.Sorted(maps.Keys(b.tools)) {
		empty := reflect.ValueOf(b.tools[tool]()).Elem()
		s.Properties[tool] = b.named(empty.Type(), func() *Schema { return b.object(empty) })
		one.OneOf = append(one.OneOf, &Schema{Required: []string{tool}})
	}
	s.Description = "One place to read: a name, and the block of one tool."
	s.AllOf = append(s.AllOf, one)
	return s
}

// meanings is a map of what lists, statuses, sections and labels mean, which is one of a few verbs.
func (b *builder) meanings() *Schema {
	s := b.object(reflect.ValueOf(feed.Map{}))
	for _, names := range s.Properties {
		names.AdditionalProperties = &Schema{Ref: defs + "meaning"}
	}
	return s
}
