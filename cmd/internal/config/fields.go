package config

import (
	"reflect"
	"slices"
	"strings"
)

// A Field is a key of a block of settings.
type Field struct {
	// Key is how it is written in the file.
	Key string
	// In is the struct that has the field: where a struct is inlined, the inlined one. Index leads there from the outer one.
	In reflect.Type
	reflect.StructField
}

// Fields lists the keys of a struct, those of inlined structs included. The reader knows these keys and no others.
func Fields(t reflect.Type) []Field {
	var fields []Field
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case strings.Contains(options, "inline"):
			for _, inner := range Fields(f.Type) {
				inner.Index = append(slices.Clone(f.Index), inner.Index...)
				fields = append(fields, inner)
			}
		case name != "" && name != "-":
			fields = append(fields, Field{name, t, f})
		}
	}
	return fields
}

// fieldsOf returns the keys of a struct and the types of their values.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	types := map[string]reflect.Type{}
	for _, f := range Fields(t) {
		types[f.Key] = f.Type
	}
	return types
}
