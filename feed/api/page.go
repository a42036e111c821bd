package api

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"strings"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page.html").Parse(pageText))

type (
	// guide is the page for people.
	guide struct {
		// Server is the root as the world reaches it.
		Root, Server string
		Endpoints    []guideEndpoint
		Writes       []guideWrite
		Problems     []guideProblem
	}
	guideEndpoint struct {
		Name, Path, Summary, Text, Example string
		Parameters                         []guideParameter
	}
	guideWrite struct {
		Name, Path, Summary, Text, Body, Example string
	}
	guideParameter struct {
		Name, Text, Usual string
		Values            []string
	}
	guideProblem struct{ ID, Title, Text string }
)

// page answers people: what there is, with examples.
func (s *server) page() (func(http.ResponseWriter, *http.Request) error, error) {
	g := guide{Root: root, Server: s.PublicURL + root, Problems: []guideProblem{
		{"parameter", "A parameter is wrong", "There is none of that name, or it cannot be that. known lists what there is."},
		{"cursor", errCursor.Title, errCursor.Detail},
		{"missing", errMissing.Title, errMissing.Detail},
		{"method", errMethod.Title, errMethod.Detail},
		{"refused", "That was not taken", "What was sent to a source is not signed, is too long, or is no JSON."},
		{"running", errRunning.Title, errRunning.Detail},
		{"key", errOther.Title, errOther.Detail},
		{"busy", errBusy.Title, errBusy.Detail},
		{"failure", "This could not be answered", "The fault is ours. request is what it is found by in the log."},
	}}
	for _, e := range endpoints {
		of := guideEndpoint{Name: e.name, Path: root + e.path, Summary: e.summary, Text: e.text, Example: e.example}
		for _, p := range e.all() {
			of.Parameters = append(of.Parameters, guideParameter{p.name, p.text, p.usual, p.values})
		}
		g.Endpoints = append(g.Endpoints, of)
	}
	for _, w := range writes {
		if w.path == pushPath && s.Push == nil {
			continue
		}
		g.Writes = append(g.Writes, guideWrite{Name: w.name, Path: root + w.path, Summary: w.summary, Text: w.text, Body: w.example,
			Example: strings.ReplaceAll(w.path, "{name}", w.place)})
	}
	var body bytes.Buffer
	if err := pageTemplate.Execute(&body, g); err != nil {
		return nil, err
	}
	tag := tagOf(body.Bytes())
	return func(w http.ResponseWriter, r *http.Request) error {
		return send(w, r, "text/html; charset=utf-8", tag, body.Bytes())
	}, nil
}
