package schema_test

import (
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/cmd/internal/schema/schematest"
	"github.com/datelinehq/dateline/connectors"
)

// every has a field of every kind that settings may have one day.
type every struct {
	settings `yaml:",inline"`
	Pages    int              `yaml:"pages"`
	Share    float64          `yaml:"share"`
	All      bool             `yaml:"all"`
	Names    []string         `yaml:"names"`
	Places   map[string]place `yaml:"places"`
	Level    level            `yaml:"level"`
	Free     free             `yaml:"free"`
	Pause    time.Duration    `yaml:"pause"`
	Else     any              `yaml:"else"`
}

// place holds others of its kind.
type place struct {
	Name   string  `yaml:"name"`
	Inside []place `yaml:"inside"`
	Next   *place  `yaml:"next"`
}

// level has a text form that nobody told the schema of, free a form in YAML.
type (
	level struct{ text string }
	free  struct{ kind yaml.Kind }
)

func (l *level) UnmarshalText(text []byte) error {
	l.text = string(text)
	return nil
}

func (f *free) UnmarshalYAML(node *yaml.Node) error {
	f.kind = node.Kind
	return nil
}

func (*every) Required() []string { return []string{"project|token"} }

// Each line stands in a source beside its name. What YAML makes of it is good or not, for the reader and the schema alike.
var values = map[string]bool{
	"every: 2m": true, "every: 1h30m": true, "every: 90d": true, "every: 90": false, "every: 2 days": false, "every: [2m]": false, "every:": false,
	"every: ${TEXT}": true, "sweep: never": true, "sweep: 1w": true, "sweep: seldom": false, "since: 2w": true, "since: 2026-01-31": true,
	"since: '2026-01-31'": true, "since: 2026": false, "since: Friday": false, "map: {lists: {Done: closed, 1: decided}}": true,
	"map: {lists: {Done: done}}": false, "map: {lists: {Done: '${TEXT}'}}": true, "map: {list: {}}": false, "map:": true,
	"tool: {project: 12345}": true, "tool: {project: 5e1}": true, "tool: {project: yes}": true, "tool: {project: 2026-01-31}": true,
	"tool: {project: [a]}": false, "tool: {project: {a: b}}": false, "tool: {token_file: FILE}": true, "tool: {project: a, url_file: FILE}": true,
	"tool: {project: a, pages_file: FILE}": false, "tool: {project: a, pages: 12}": true, "tool: {project: a, pages: many}": false,
	"tool: {project: a, pages: '${NUMBER}'}": true, "tool: {project: a, share: 0.5}": true, "tool: {project: a, share: half}": false,
	"tool: {project: a, share: 1}": true, "tool: {project: a, all: true}": true, "tool: {project: a, all: yes}": true,
	"tool: {project: a, all: 1}": false, "tool: {project: a, all: '${YES}'}": true, "tool: {project: a, names: [a, 1]}": true,
	"tool: {project: a, names: a}": false, "tool: {project: a, names: }": true, "tool: {project: a, level: high}": true,
	"tool: {project: a, free: high}": true, "tool: {project: a, free: {a: [1]}}": true, "tool: {project: a, pause: 2s}": true,
	"tool: {project: a, pause: 2}": false, "tool: {project: a, else: {a: b}}": true,
	"tool: {project: a, places: {x: {name: y, inside: [{name: z}], next: {name: w}}}}": true,
	"tool: {project: a, places: {x: {name: y, inside: [{name: z, next: {nam: w}}]}}}":  false,
	"tool: {project: a}\n    other: {project: b}":                                      false, "tool: {projekt: a}": false,
}

func TestValues(t *testing.T) {
	tools := config.Tools{
		"tool":  func() connectors.Config { return &every{} },
		"other": func() connectors.Config { return &every{} },
	}
	checker := schematest.New(t, tools)
	variables := map[string]string{"TEXT": "2m", "NUMBER": "12", "YES": "true"}
	for line, good := range values {
		text := "sources:\n  - name: api\n    " + strings.ReplaceAll(line, "FILE", "schema_test.go") + "\n"
		if !strings.HasPrefix(line, "tool:") {
			text += "    tool: {project: a}\n"
		}
		if faults := checker.Faults(t, text); len(faults) == 0 != good {
			t.Errorf("%s: the schema says %v", line, faults)
		}
		variables["TEXT"] = "2m"
		if strings.Contains(line, "map") {
			variables["TEXT"] = "closed"
		}
		_, err := config.Parse("dateline.yaml", []byte(text), tools, &connectors.Secrets{}, func(name string) (string, bool) {
			return variables[name], true
		})
		if (err == nil) != good {
			t.Errorf("%s: the reader says %v", line, err)
		}
	}
}
