// Command schemas writes, into the folder that it is given, a JSON Schema for every kind of object that Kubernetes and the
// extensions know which the chart can make use of: GROUP/KIND_VERSION.json, with v1 as the group of what has none. A field
// that a kind does not have is an error, as it is for an API server that is asked to be strict.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/datelinehq/dateline/charts/e2e/published"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: schemas FOLDER")
		os.Exit(2)
	}
	if err := write(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "schemas:", err)
		os.Exit(1)
	}
}

// write writes all schemas.
func write(ctx context.Context, folder string) error {
	kubernetes, err := published.Folder(ctx, published.Kubernetes)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(kubernetes, "api", "openapi-spec", "swagger.json"))
	if err != nil {
		return err
	}
	if err := writeKubernetes(folder, text); err != nil {
		return err
	}
	paths, err := published.Definitions(ctx)
	if err != nil {
		return err
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := writeExtension(folder, text); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

// A kind says what a schema is of.
type kind struct{ Group, Version, Kind string }

// schema is a JSON Schema.
type schema = map[string]any

// writeKubernetes writes the schemas of what Kubernetes itself knows.
func writeKubernetes(folder string, text []byte) error {
	var api struct{ Definitions map[string]schema }
	if err := json.Unmarshal(text, &api); err != nil {
		return err
	}
	for _, d := range api.Definitions {
		tighten(d)
	}
	for name, d := range api.Definitions {
		text, err := json.Marshal(d["x-kubernetes-group-version-kind"])
		if err != nil {
			return err
		}
		var kinds []kind
		if err := json.Unmarshal(text, &kinds); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if len(kinds) != 1 { // what is of no kind, or of many, is a part of others
			continue
		}
		whole := maps.Clone(d)
		needed := map[string]schema{}
		collect(d, api.Definitions, needed)
		whole["definitions"] = needed
		if err := save(folder, kinds[0], whole); err != nil {
			return err
		}
	}
	return nil
}

// collect finds the definitions that a value refers to.
func collect(value any, all, needed map[string]schema) {
	switch v := value.(type) {
	case schema:
		if ref, ok := v["$ref"].(string); ok {
			name := strings.TrimPrefix(ref, "#/definitions/")
			if _, known := needed[name]; !known {
				needed[name] = all[name]
				collect(all[name], all, needed)
			}
		}
		for _, inner := range v {
			collect(inner, all, needed)
		}
	case []any:
		for _, inner := range v {
			collect(inner, all, needed)
		}
	}
}

// writeExtension writes the schemas of the versions in a CustomResourceDefinition.
func writeExtension(folder string, text []byte) error {
	var definition struct {
		Spec struct {
			Group    string
			Names    struct{ Kind string }
			Versions []struct {
				Name   string
				Schema struct{ OpenAPIV3Schema schema }
			}
		}
	}
	if err := yaml.Unmarshal(text, &definition); err != nil {
		return err
	}
	for _, v := range definition.Spec.Versions {
		tighten(v.Schema.OpenAPIV3Schema)
		of := kind{definition.Spec.Group, v.Name, definition.Spec.Names.Kind}
		if err := save(folder, of, v.Schema.OpenAPIV3Schema); err != nil {
			return err
		}
	}
	return nil
}

// tighten makes of a schema as it is published one that knows no other fields, and knows what else may be a number.
func tighten(value any) {
	s, ok := value.(schema)
	if !ok {
		if list, ok := value.([]any); ok {
			for _, inner := range list {
				tighten(inner)
			}
		}
		return
	}
	if s["x-kubernetes-int-or-string"] == true || s["format"] == "int-or-string" {
		s["type"] = []string{"integer", "string"}
	}
	if text, _ := s["description"].(string); strings.HasPrefix(text, "Quantity is a fixed-point representation") {
		s["type"] = []string{"number", "string"}
	}
	_, closed := s["additionalProperties"]
	if s["properties"] != nil && !closed && s["x-kubernetes-preserve-unknown-fields"] != true {
		s["additionalProperties"] = false
	}
	delete(s, "description")
	delete(s, "format")
	for key, inner := range s {
		if fields, ok := inner.(schema); ok && key == "properties" {
			for _, field := range fields {
				tighten(field)
			}
			continue
		}
		tighten(inner)
	}
}

func save(folder string, k kind, s schema) error {
	path := filepath.Join(folder, cmp.Or(k.Group, k.Version), strings.ToLower(k.Kind)+"_"+k.Version+".json")
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil { //nolint:gosec // the caller chose the folder
		return err
	}
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600) //nolint:gosec // the caller chose the folder
}
