package schema

import (
	_ "embed"
	"encoding/json"
	"reflect"

	"github.com/datelinehq/dateline/cmd/internal/config"
)

//go:generate go run ./generate -tag yaml -in cmd/internal/config,connectors/*,feed,feed/*

//go:embed comments.json
var collected []byte

// comments are what the source says of types and fields, by their names.
var comments = func() map[string]string {
	all := map[string]string{}
	if err := json.Unmarshal(collected, &all); err != nil {
		panic(err) // a file that is embedded is what the tests have seen
	}
	return all
}()

// nameOf is the name of a type in comments.
func nameOf(t reflect.Type) string { return t.PkgPath() + "." + t.Name() }

// describe is what the source says of a field, or else of what it holds.
func describe(f config.Field) string {
	if text := comments[nameOf(f.In)+"."+f.Name]; text != "" {
		return text
	}
	t := f.Type
	for t.Name() == "" && (t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map) {
		t = t.Elem()
	}
	return comments[nameOf(t)]
}
