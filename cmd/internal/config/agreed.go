package config

import (
	"fmt"
	"os"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed/protocol"
)

// ReadAgreement reads the team's agreement in the file at path, and nothing else of it but the names and the tools of its
// sources. Nothing that only the machine has on which the file is used needs to be there: what stands beside the agreement
// may have secrets in variables and files, and is known by its keys only.
func ReadAgreement(path string, tools Tools) (*Config, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	return ParseAgreement(path, text, tools, os.LookupEnv)
}

// ParseAgreement is ReadAgreement of a text, with the environment as an argument. name stands for the file in mistakes.
func ParseAgreement(name string, text []byte, tools Tools, env func(string) (string, bool)) (*Config, error) {
	r := &reader{file: name, tools: tools, secrets: &connectors.Secrets{}, env: env, expanded: map[*yaml.Node]bool{}}
	root, err := r.document(text)
	if err != nil {
		return nil, err
	}
	c := &Config{}
	if root.Kind != yaml.MappingNode {
		r.mistake(root, "expected settings such as people:, found %s", describe(root))
		return nil, r.mistakes
	}
	everything, agreed := fieldsOf(reflect.TypeFor[Config]()), fieldsOf(reflect.TypeFor[protocol.Protocol]())
	rest := *root
	rest.Content = nil
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		name := strings.TrimSuffix(key.Value, "_file")
		switch {
		case key.Value == "sources":
			c.Sources = r.named(value)
		case everything[name] == nil || agreed[name] != nil:
			rest.Content = append(rest.Content, key, value) // an unknown key is a mistake, wherever it belongs
		}
	}
	r.expand(&rest)
	r.decode(&rest, c, "")
	if len(r.mistakes) == 0 {
		r.agreement(root, c)
	}
	if len(r.mistakes) > 0 {
		return nil, r.mistakes
	}
	return c, nil
}

// named are the sources of a list by their names and tools. Those that have none are left to whoever reads all of them.
func (r *reader) named(list *yaml.Node) []Source {
	var sources []Source
	for _, node := range list.Content {
		var s Source
		for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content); i += 2 {
			switch key := node.Content[i].Value; {
			case key == "name":
				s.Name = node.Content[i+1].Value
			case r.tools[key] != nil:
				s.Tool = key
			}
		}
		if s.Name != "" && s.Tool != "" {
			sources = append(sources, s)
		}
	}
	return sources
}
