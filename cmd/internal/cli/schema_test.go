package cli

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/cmd/internal/schema/schematest"
	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/simulator"
)

// The schema is printed where there is neither a configuration nor a database.
func TestCheckPrintsTheSchema(t *testing.T) {
	t.Chdir(t.TempDir())
	var out, wrong bytes.Buffer
	code := Program{Name: "dateline"}.Run(t.Context(), []string{"check", "--schema"}, &out, &wrong)
	if code != exitOK || wrong.Len() > 0 || !json.Valid(out.Bytes()) || !strings.Contains(out.String(), `"github.Config"`) {
		t.Errorf("exit code %d, saying %s%s", code, wrong.String(), out.String())
	}
	if files, err := os.ReadDir("."); err != nil || len(files) > 0 {
		t.Errorf("it left files: %v, %v", files, err)
	}
}

// What the README shows, block by block, and what the demo writes is good by the schema.
func TestOurOwnConfigurationsFitTheSchema(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for i, block := range yamlBlock.FindAllStringSubmatch(string(readme), -1) {
		texts[fmt.Sprintf("block %d of README.md", i+1)] = block[1]
	}
	sim, err := simulator.Listen(t.Context(), "127.0.0.1:0", simulator.Options{Seed: 1, Speed: 60})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dissolve(sim) })
	dir := t.TempDir()
	if _, err := demoConfiguration(dir, sim, "127.0.0.1:0", &connectors.Secrets{}); err != nil {
		t.Fatal(err)
	}
	demo, err := os.ReadFile(filepath.Join(dir, "dateline.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	texts["the demo"] = string(demo)
	texts["an app"] = "sources: [{name: a, github: {org: acme, app: {id: 1, installation: 2, key_file: key.pem}}}]"
	checker := schematest.New(t, tools)
	for name, text := range texts {
		if faults := checker.Faults(t, text); len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
		}
	}
}

// A key that is mistyped is refused by the reader and by the schema, whichever it is.
func TestMistypedKeysAreRefused(t *testing.T) {
	checker, tried := schematest.New(t, tools), 0
	try := func(key string, document any) {
		text, err := yaml.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		tried++
		_, err = parse(string(text))
		if err == nil || !strings.Contains(err.Error(), "unknown key") || !strings.Contains(err.Error(), key) {
			t.Errorf("the reader says %v of\n%s", err, text)
		}
		faults := checker.Faults(t, string(text))
		if !slices.ContainsFunc(faults, func(f schematest.Fault) bool { return slices.Contains(f.Unknown, key) }) {
			t.Errorf("the schema says %v of\n%s", faults, text)
		}
	}
	document := func(v any) any { return v }
	mistype(reflect.TypeFor[config.Config](), nil, document, try)
	mistype(reflect.TypeFor[config.Common](), nil, func(v any) any { return map[string]any{"sources": []any{v}} }, try)
	for tool, settings := range tools {
		block := func(v any) any { return map[string]any{"sources": []any{map[string]any{"name": "a", tool: v}}} }
		mistype(reflect.TypeOf(settings()).Elem(), nil, block, try)
	}
	if tried < 50 {
		t.Errorf("only %d keys were tried", tried)
	}
}

// mistype tries each key of a type and of what it holds with a letter too much, in the smallest document that has a
// place for it. above are the structs on the way.
func mistype(t reflect.Type, above []reflect.Type, in func(any) any, try func(key string, document any)) {
	at := reflect.PointerTo(t)
	switch {
	case at.Implements(reflect.TypeFor[yaml.Unmarshaler]()) || at.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
	case t.Kind() == reflect.Pointer:
		mistype(t.Elem(), above, in, try)
	case t.Kind() == reflect.Slice:
		mistype(t.Elem(), above, func(v any) any { return in([]any{v}) }, try)
	case t.Kind() == reflect.Map:
		mistype(t.Elem(), above, func(v any) any { return in(map[string]any{"any": v}) }, try)
	case t.Kind() == reflect.Struct && !slices.Contains(above, t):
		for _, f := range config.Fields(t) {
			try(f.Key+"x", in(map[string]any{f.Key + "x": "x"}))
			mistype(f.Type, append(slices.Clone(above), t), func(v any) any { return in(map[string]any{f.Key: v}) }, try)
		}
	}
}

// Where a key may be left out, and where not, the reader and the schema agree.
func TestWhatIsRequired(t *testing.T) {
	checker := schematest.New(t, tools)
	agree := func(text string) (good bool) {
		_, err := parse(text)
		faults := checker.Faults(t, text)
		if (err == nil) != (len(faults) == 0) {
			t.Errorf("the reader says %v, the schema %v of\n%s", err, faults, text)
		}
		return err == nil
	}
	for list, entries := range map[string][]string{
		"sources": {
			"{name: a, github: {repo: acme/api, token: t}}", "{name: a, github: {org: acme, include: [a]}}",
			"{name: a, jira: {url: 'https://a.example', project: A, jql: 'a = b', token: t}}",
			"{name: a, jira: {url: 'https://a.example', jql: 'a = b'}}",
			"{name: a, trello: {board: aBcDeFgH, key: k, token: t, secret: s}}",
			"{name: a, trello: {workspace: acme, key: k, token: t}}",
			"{name: a, asana: {project: 12345, token: t}}", "{name: a, asana: {workspace: 12345, token: t}}",
			"{name: a, notion: {all: true, token: t}}",
			"{name: a, notion: {data_source: 0123456789abcdef0123456789abcdef, token: t, owner: o}}",
		},
		"subscribers": {"{name: a, webhook: 'https://a.example', private: true, secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw}"},
		"people":      {"{name: Ana, email: a@a.example, accounts: {github: [a, 1]}}"},
		"windows":     {"{name: w, when: 'kind == \"review\"', within: 24h}"},
	} {
		for _, entry := range entries {
			if text := list + ": [" + entry + "]"; !agree(text) {
				t.Errorf("this should be good: %s", text)
			}
			var whole map[string]any
			if err := yaml.Unmarshal([]byte(entry), &whole); err != nil {
				t.Fatal(err)
			}
			leaveOut(whole, func() {
				text, err := yaml.Marshal(map[string]any{list: []any{whole}})
				if err != nil {
					t.Fatal(err)
				}
				agree(string(text))
			})
		}
	}
	for _, both := range []string{
		"github: {repo: acme/api, org: acme}", "trello: {board: aBcDeFgH, workspace: acme, key: k, token: t}",
		"asana: {project: 1, portfolio: 2, token: t}", "notion: {all: true, database: 0123456789abcdef0123456789abcdef, token: t}",
		"github: {repo: acme/api}, asana: {project: 1, token: t}", "asana:", "github:",
	} {
		if text := "sources: [{name: a, " + both + "}]"; agree(text) {
			t.Errorf("this should be refused: %s", text)
		}
	}
}

// leaveOut calls back without each of the keys of a map, and of the maps in it.
func leaveOut(whole map[string]any, call func()) {
	for _, key := range slices.Sorted(maps.Keys(whole)) {
		value := whole[key]
		if inner, ok := value.(map[string]any); ok && key != "accounts" {
			leaveOut(inner, call)
		}
		delete(whole, key)
		call()
		whole[key] = value
	}
}

func parse(text string) (*config.Config, error) {
	asked := func(name string) (string, bool) { return "x", name != "DATELINE_ZONEINFO" }
	return config.Parse("dateline.yaml", []byte(text), tools, &connectors.Secrets{}, asked)
}
