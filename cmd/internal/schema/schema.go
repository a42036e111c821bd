package schema

import (
	"encoding/json"
	"io"

	"github.com/datelinehq/dateline/cmd/internal/config"
)

// ID is the address that names the schema. Nothing has to be there.
const ID = "https://github.com/datelinehq/dateline/dateline.schema.json"

// draft is the language that the schema is written in.
const draft = "https://json-schema.org/draft/2020-12/schema"

// A Schema is a part of a JSON Schema, with as much of the language as is needed here.
type Schema struct {
	Draft       string `json:"$schema,omitempty"`
	ID          string `json:"$id,omitempty"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`

	Ref string `json:"$ref,omitempty"`
	// Type is the name of a type, or a list of names.
	Type     any    `json:"type,omitempty"`
	Enum     []any  `json:"enum,omitempty"`
	Pattern  string `json:"pattern,omitempty"`
	Default  any    `json:"default,omitempty"`
	Examples []any  `json:"examples,omitempty"`

	Required          []string           `json:"required,omitempty"`
	Items             *Schema            `json:"items,omitempty"`
	Properties        map[string]*Schema `json:"properties,omitempty"`
	PatternProperties map[string]*Schema `json:"patternProperties,omitempty"`
	// AdditionalProperties is false, or what all that are not named have to be.
	AdditionalProperties any `json:"additionalProperties,omitempty"`

	AllOf []*Schema `json:"allOf,omitempty"`
	AnyOf []*Schema `json:"anyOf,omitempty"`
	OneOf []*Schema `json:"oneOf,omitempty"`

	Defs map[string]*Schema `json:"$defs,omitempty"`
}

// Write writes the schema of a dateline.yaml with sources of these tools.
func Write(w io.Writer, tools config.Tools) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(Of(tools))
}
