package schema_test

import (
	"slices"
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

// Each line stands in a source, beside its name. What YAML makes of it is good for the reader and the schema alike, or bad.
var (
	good = []string{
		"every: 2m",
		"every: 1h30m",
		"every: 90d",
		"every: ${TEXT}",
		"sweep: never",
		"sweep: 1w",
		"since: 2w",
		"since: 2026-01-31",
		"since: '2026-01-31'",
		"map: {lists: {Done: closed, 1: decided}}",
		"map: {lists: {Done: '${TEXT}'}}",
		"map:",
		"tool: {project: 12345}",
		"tool: {project: 5e1}",
		"tool: {project: yes}",
		"tool: {project: 2026-01-31}",
		"tool: {token_file: FILE}",
		"tool: {project: a, url_file: FILE}",
		"tool: {project: a, pages: 12}",
		"tool: {project: a, pages: '${NUMBER}'}",
		"tool: {project: a, share: 0.5}",
		"tool: {project: a, share: 1}",
		"tool: {project: a, all: true}",
		"tool: {project: a, all: yes}",
		"tool: {project: a, all: '${YES}'}",
		"tool: {project: a, names: [a, 1]}",
		"tool: {project: a, names: }",
		"tool: {project: a, level: high}",
		"tool: {project: a, free: high}",
		"tool: {project: a, free: {a: [1]}}",
		"tool: {project: a, pause: 2s}",
		"tool: {project: a, else: {a: b}}",
		"tool: {project: a, places: {x: {name: y, inside: [{name: z}], next: {name: w}}}}",
	}
	bad = []string{
		"every: 90",
		"every: 2 days",
		"every: [2m]",
		"every:",
		"sweep: seldom",
		"since: 2026",
		"since: Friday",
		"map: {lists: {Done: done}}",
		"map: {list: {}}",
		"tool: {project: [a]}",
		"tool: {project: {a: b}}",
		"tool: {project: a, pages_file: FILE}",
		"tool: {project: a, pages: many}",
		"tool: {project: a, share: half}",
		"tool: {project: a, all: 1}",
		"tool: {project: a, names: a}",
		"tool: {project: a, pause: 2}",
		"tool: {project: a, places: {x: {name: y, inside: [{name: z, next: {nam: w}}]}}}",
		"tool: {project: a}\n    other: {project: b}",
		"tool: {projekt: a}",
	}
)

func TestValues(t *testing.T) {
	tools := config.Tools{
		"tool":  func() connectors.Config { return &every{} },
		"other": func() connectors.Config { return &every{} },
	}
	checker := schematest.New(t, tools)
	variables := map[string]string{"TEXT": "2m", "NUMBER": "12", "YES": "true"}
	for _, line := range slices.Concat(good, bad) {
		fine := slices.Contains(good, line)
		text := "sources:\n  - name: api\n    " + strings.ReplaceAll(line, "FILE", "schema_test.go") + "\n"
		if !strings.HasPrefix(line, "tool:") {
			text += "    tool: {project: a}\n"
		}
		if faults := checker.Faults(t, text); len(faults) == 0 != fine {
			t.Errorf("%s: the schema says %v", line, faults)
		}
		variables["TEXT"] = "2m"
		if strings.Contains(line, "map") {
			variables["TEXT"] = "closed"
		}
		_, err := config.Parse("dateline.yaml", []byte(text), tools, &connectors.Secrets{}, func(name string) (string, bool) {
			if name == "DATELINE_ZONEINFO" {
				return "", false
			}
			return variables[name], true
		})
		if (err == nil) != fine {
			t.Errorf("%s: the reader says %v", line, err)
		}
	}
}
