// Package queries reads what the chart's alerts and its dashboard ask Prometheus for, so that tests can look it up in what is
// exported. It does not understand PromQL but knows where names and labels stand in it: promtool says whether a query is well
// formed.
package queries

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A Query is what one alert, or one line of a panel, asks.
type Query struct {
	// From is the name of the alert or the title of the panel.
	From string
	// Expr is the query, in PromQL.
	Expr string
	// Shown are the labels that are told to people with what is found.
	Shown []string
}

var (
	shownByAlert = regexp.MustCompile(`\$labels\.(\w+)`)
	shownByPanel = regexp.MustCompile(`\{\{ *(\w+) *\}\}`)
)

// Rules returns the queries of a file of alerts.
func Rules(text []byte) ([]Query, error) {
	var file struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr string
				Annotations map[string]string
			}
		}
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("reading the alerts: %w", err)
	}
	var all []Query
	for _, g := range file.Groups {
		for _, r := range g.Rules {
			q := Query{From: r.Alert, Expr: r.Expr}
			for _, words := range r.Annotations {
				q.Shown = append(q.Shown, firsts(shownByAlert, words)...)
			}
			all = append(all, q)
		}
	}
	return all, nil
}

// Dashboard returns the queries of a dashboard of Grafana.
func Dashboard(text []byte) ([]Query, error) {
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr, LegendFormat string }
		}
	}
	if err := json.Unmarshal(text, &board); err != nil {
		return nil, fmt.Errorf("reading the dashboard: %w", err)
	}
	var all []Query
	for _, p := range board.Panels {
		for _, t := range p.Targets {
			all = append(all, Query{From: p.Title, Expr: t.Expr, Shown: firsts(shownByPanel, t.LegendFormat)})
		}
	}
	return all, nil
}

var (
	series = regexp.MustCompile(`\b((?:dateline|temporal|process|go)_[a-z0-9_]+|up)\b(\{[^}]*\})?`)
	match  = regexp.MustCompile(`(\w+) *(?:=~|!~|!=|=)`)
	kept   = regexp.MustCompile(`\bby \(([^)]*)\) *\(`)
)

// target are the labels that Prometheus adds, of where it asked.
var target = []string{"namespace", "pod", "job", "instance", "service", "endpoint", "container"}

// Series returns the names that a query asks for.
func (q Query) Series() []string { return firsts(series, q.Expr) }

// Lacks says what a query asks for in vain, when exported are the labels of all that is exported, by its name.
func (q Query) Lacks(exported map[string][]string) (lacking []string) {
	has := func(name, label string) {
		if !slices.Contains(target, label) && !slices.Contains(exported[name], label) {
			lacking = append(lacking, fmt.Sprintf("%s has no label %s", name, label))
		}
	}
	for _, m := range series.FindAllStringSubmatch(q.Expr, -1) {
		if _, known := exported[m[1]]; !known && m[1] != "up" {
			lacking = append(lacking, m[1]+" is not exported")
			continue
		}
		for _, label := range firsts(match, m[2]) {
			has(m[1], label)
		}
	}
	if len(lacking) == 0 {
		lost := q.aggregated(q.Expr, q.Shown, has)
		lacking = append(lacking, lost...)
	}
	return lacking
}

// aggregated looks at what is kept of the labels in a part of a query: it has to be there, and what is wanted of the part has
// to be kept.
func (q Query) aggregated(part string, wanted []string, has func(name, label string)) (lacking []string) {
	found := false
	for {
		at := kept.FindStringSubmatchIndex(part)
		if at == nil {
			break
		}
		found = true
		labels := strings.Split(strings.ReplaceAll(part[at[2]:at[3]], " ", ""), ",")
		for _, label := range wanted {
			if !slices.Contains(labels, label) {
				lacking = append(lacking, fmt.Sprintf("the label %s is lost in %s", label, part))
			}
		}
		end := closing(part, at[1])
		inner := part[at[1]:end]
		for _, name := range firsts(series, inner) {
			for _, label := range labels {
				has(name, label)
			}
		}
		if kept.MatchString(inner) {
			lacking = append(lacking, q.aggregated(inner, labels, has)...)
		}
		part = part[end:]
	}
	if !found {
		for _, name := range firsts(series, part) {
			for _, label := range wanted {
				has(name, label)
			}
		}
	}
	return lacking
}

// closing is where the parenthesis is closed that was opened before a place in a text.
func closing(text string, from int) int {
	depth := 1
	for i := from; i < len(text); i++ {
		switch text[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			return i
		}
	}
	return len(text)
}

// firsts are the first groups of what a pattern finds.
func firsts(pattern *regexp.Regexp, text string) (all []string) {
	for _, m := range pattern.FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	return all
}
