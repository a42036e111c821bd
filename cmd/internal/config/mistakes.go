package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A Mistake is something in a configuration that cannot be meant.
type Mistake struct {
	File string
	Line int
	Text string
}

// Mistakes are all that was found in one file.
type Mistakes []Mistake

// Error says one mistake a line, each beginning with file and line as editors understand it.
func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = fmt.Sprintf("%s:%d: %s", m.File, m.Line, m.Text)
	}
	return strings.Join(lines, "\n")
}

func (r *reader) mistake(at *yaml.Node, format string, args ...any) {
	line := 1
	if at != nil && at.Line > 0 {
		line = at.Line
	}
	m := Mistake{File: r.file, Line: line, Text: fmt.Sprintf(format, args...)}
	i, _ := slices.BinarySearchFunc(r.mistakes, line+1, func(m Mistake, line int) int { return m.Line - line })
	r.mistakes = slices.Insert(r.mistakes, i, m)
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// lineOf is the line a yaml error is about, 1 if it does not say.
func lineOf(err error) int {
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			return n
		}
	}
	return 1
}

// words is what a yaml error says, without the line.
func words(err error) string {
	return yamlLine.ReplaceAllString(strings.TrimPrefix(err.Error(), "yaml: "), "")
}

func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "settings"
	case yaml.SequenceNode:
		return "a list"
	}
	if n.Tag == "!!null" {
		return "nothing"
	}
	return strconv.Quote(n.Value)
}
