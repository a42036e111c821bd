package api

import (
	_ "embed"
	"encoding"
	"encoding/json"
	"path"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks/receipt"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/reports"
)

//go:generate go run ../../cmd/internal/schema/generate -tag json -in feed,feed/api,feed/asks/receipt,feed/reports

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

// A schema is a part of a JSON Schema of draft 2020-12, which is the language of OpenAPI 3.1.
type schema struct {
	Ref         string             `json:"$ref,omitempty"`
	Description string             `json:"description,omitempty"`
	Type        string             `json:"type,omitempty"`
	Format      string             `json:"format,omitempty"`
	Enum        []string           `json:"enum,omitempty"`
	Default     any                `json:"default,omitempty"`
	Minimum     *int               `json:"minimum,omitempty"`
	Maximum     *int               `json:"maximum,omitempty"`
	Items       *schema            `json:"items,omitempty"`
	Properties  map[string]*schema `json:"properties,omitempty"`
	Required    []string           `json:"required,omitempty"`
	// AdditionalProperties is what all that are not named have to be.
	AdditionalProperties *schema `json:"additionalProperties,omitempty"`
}

// words are the types that are one of a few words.
var words = map[reflect.Type][]string{
	reflect.TypeFor[feed.Kind]():          query.Texts(feed.Kinds()),
	reflect.TypeFor[feed.Verb]():          query.Texts(query.Verbs()),
	reflect.TypeFor[feed.State]():         {string(feed.StateOpen), string(feed.StateClosed)},
	reflect.TypeFor[feed.AskKind]():       query.Texts(feed.AskKinds()),
	reflect.TypeFor[feed.AskState]():      query.Texts(feed.AskStates()),
	reflect.TypeFor[feed.Confidence]():    {string(feed.Sure), string(feed.Likely), string(feed.Possible)},
	reflect.TypeFor[feed.DecisionState](): query.Texts(feed.DecisionStates()),
	reflect.TypeFor[feed.Trust]():         {string(feed.Explicit), string(feed.Configured), string(feed.Suggested)},
	reflect.TypeFor[feed.SourceState]():   query.Texts(feed.SourceStates()),
	reflect.TypeFor[feed.DeliveryOrder](): query.Texts(feed.DeliveryOrders()),
	reflect.TypeFor[reports.Unit]():       query.Texts(reports.Units()),
}

// schemasAt is where schemas stand in the document.
const schemasAt = "#/components/schemas/"

// schemas are those that are referred to by their names.
type schemas map[string]*schema

// of is the schema of what a type becomes as JSON.
func (all schemas) of(t reflect.Type) *schema {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[time.Time]():
		return &schema{Type: "string", Format: "date-time"}
	case t == reflect.TypeFor[receipt.Duration]():
		return &schema{Type: "string", Description: comments[nameOf(t)]}
	case words[t] != nil:
		return all.named(t, func() *schema { return &schema{Type: "string", Enum: words[t]} })
	case t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return &schema{Type: "string"}
	}
	switch t.Kind() {
	case reflect.Struct:
		if t.Name() == "" || strings.Contains(t.Name(), "[") { // pages and single things are each endpoint's own
			return all.object(t)
		}
		return all.named(t, func() *schema { return all.object(t) })
	case reflect.Slice:
		return &schema{Type: "array", Items: all.of(t.Elem())}
	case reflect.Map:
		return &schema{Type: "object", AdditionalProperties: all.of(t.Elem())}
	case reflect.Bool:
		return &schema{Type: "boolean"}
	case reflect.Float64:
		return &schema{Type: "number"}
	case reflect.String:
		return &schema{Type: "string"}
	}
	return &schema{Type: "integer"}
}

// named refers to a type by its name, and describes it when it is met first.
func (all schemas) named(t reflect.Type, describe func() *schema) *schema {
	first, size := utf8.DecodeRuneInString(t.Name())
	name := string(unicode.ToUpper(first)) + t.Name()[size:]
	if pkg := path.Base(t.PkgPath()); pkg != "feed" && pkg != "api" {
		name = strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
	if all[name] == nil {
		all[name] = &schema{} // for structs that hold their own kind
		s := describe()
		s.Description = comments[nameOf(t)]
		*all[name] = *s
	}
	return &schema{Ref: schemasAt + name}
}

// object is a struct: its fields that are written, and those of the structs within it. Required is what is never left out.
func (all schemas) object(t reflect.Type) *schema {
	s := &schema{Type: "object", Properties: map[string]*schema{}}
	for _, f := range reflect.VisibleFields(t) {
		key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || key == "-" || f.Anonymous && key == "" || key == "" {
			continue
		}
		property := all.of(f.Type)
		if text := comments[nameOf(owner(t, f))+"."+f.Name]; text != "" {
			property.Description = text
		}
		s.Properties[key] = property
		if !strings.Contains(options, "omit") {
			s.Required = append(s.Required, key)
		}
	}
	slices.Sort(s.Required)
	return s
}

// owner is the struct that a visible field is declared in.
func owner(t reflect.Type, f reflect.StructField) reflect.Type {
	for _, i := range f.Index[:len(f.Index)-1] {
		t = t.Field(i).Type
	}
	return t
}

// nameOf is the name of a type in comments.
func nameOf(t reflect.Type) string {
	name, _, _ := strings.Cut(t.Name(), "[")
	return t.PkgPath() + "." + name
}
