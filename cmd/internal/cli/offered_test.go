package cli

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// golden holds a text against a file, or writes it there.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// compiled is a schema as a client reads it.
func compiled(t *testing.T, schema any) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("tool.json", schema); err != nil {
		t.Fatal(err)
	}
	s, err := compiler.Compile("tool.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// offered is what a model is told of tools.
func offered(tools []*mcp.Tool) string {
	var b strings.Builder
	for _, tool := range tools {
		fmt.Fprintf(&b, "\n# %s: %s\n%s\n", tool.Name, tool.Title, tool.Description)
		input, _ := tool.InputSchema.(map[string]any)
		properties, _ := input["properties"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			p, _ := properties[name].(map[string]any)
			fmt.Fprintf(&b, "- %s, %v", name, p["type"])
			of := p
			if items, ok := p["items"].(map[string]any); ok {
				fmt.Fprintf(&b, " of %v", items["type"])
				of = items
			}
			if of["enum"] != nil {
				fmt.Fprintf(&b, " %v", of["enum"])
			}
			if of["minimum"] != nil {
				fmt.Fprintf(&b, " from %v to %v", of["minimum"], of["maximum"])
			}
			if of["default"] != nil {
				fmt.Fprintf(&b, ", else %v", of["default"])
			}
			if p["description"] != nil {
				fmt.Fprintf(&b, ": %v", p["description"])
			}
			b.WriteString("\n")
		}
		if input["required"] != nil {
			fmt.Fprintf(&b, "needed: %v\n", input["required"])
		}
	}
	return b.String()
}
