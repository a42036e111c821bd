package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
)

// What an OpenAPI 3.1 document is made of, with as much of the language as is needed here.
type (
	document struct {
		OpenAPI    string           `json:"openapi"`
		Info       info             `json:"info"`
		Servers    []address        `json:"servers"`
		Paths      map[string]route `json:"paths"`
		Components components       `json:"components"`
		Security   []requirement    `json:"security"`
	}
	// A requirement is what a call has to come with; one that is empty is nothing.
	requirement map[string][]string
	scheme      struct {
		Type        string `json:"type"`
		Scheme      string `json:"scheme"`
		Description string `json:"description"`
	}
	info struct {
		Title       string  `json:"title"`
		Version     string  `json:"version"`
		Description string  `json:"description"`
		License     license `json:"license"`
	}
	license struct {
		Name       string `json:"name"`
		Identifier string `json:"identifier"`
	}
	address struct {
		URL string `json:"url"`
	}
	route struct {
		Get  *operation `json:"get,omitempty"`
		Post *operation `json:"post,omitempty"`
	}
	requestBody struct {
		Required bool               `json:"required"`
		Content  map[string]content `json:"content"`
	}
	operation struct {
		ID          string           `json:"operationId"`
		Summary     string           `json:"summary"`
		Description string           `json:"description,omitempty"`
		Parameters  []input          `json:"parameters,omitempty"`
		Body        *requestBody     `json:"requestBody,omitempty"`
		Responses   map[string]reply `json:"responses"`
		// Security is set where it is another one than that of the document.
		Security []requirement `json:"security,omitempty"`
	}
	input struct {
		Name        string  `json:"name"`
		In          string  `json:"in"`
		Required    bool    `json:"required,omitempty"`
		Description string  `json:"description,omitempty"`
		Schema      *schema `json:"schema"`
		// Explode repeats the name for each of several values.
		Explode *bool `json:"explode,omitempty"`
	}
	reply struct {
		Description string             `json:"description"`
		Headers     map[string]header  `json:"headers,omitempty"`
		Content     map[string]content `json:"content,omitempty"`
	}
	header struct {
		Description string  `json:"description"`
		Schema      *schema `json:"schema"`
	}
	content struct {
		Schema *schema `json:"schema"`
	}
	components struct {
		Schemas schemas           `json:"schemas"`
		Schemes map[string]scheme `json:"securitySchemes"`
	}
)

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// describe is the document of some endpoints.
func describe(o Options, list []endpoint) document {
	all := schemas{}
	fault := map[string]content{problemType: {all.of(reflect.TypeFor[problem]())}}
	d := document{
		OpenAPI: "3.1.0",
		Info: info{
			Title: "Dateline", Version: "1", License: license{"Apache License 2.0", "Apache-2.0"},
			Description: "What a team decided and did, and who owes whom a response. Lists are continued by next, given as " +
				"the parameter after. Fields are added, never renamed: what is not known is to be passed over. Times are in UTC.",
		},
		Servers: []address{{o.PublicURL + root}}, Paths: map[string]route{},
		Components: components{all, map[string]scheme{"token": {"http", "bearer", "A token that dateline tokens create made: of the " +
			"scope read for what is read, of the scope write for what is done. Who is known otherwise needs none."}}},
		Security: []requirement{{"token": {}}, {}},
	}
	for _, e := range list {
		op := &operation{ID: e.name, Summary: e.summary, Description: e.text, Responses: map[string]reply{
			"200": {
				Description: "The answer.", Content: map[string]content{e.mediaType(): {all.of(e.of)}},
				Headers: map[string]header{"ETag": {"What the answer is recognised by; sent as If-None-Match.",
					&schema{Type: "string"}}},
			},
			"304":     {Description: "It is what the caller has."},
			"default": {Description: "A problem, as RFC 9457 has it.", Content: fault},
		}}
		op.Parameters = inPath(e.path)
		if e.stream {
			delete(op.Responses, "304")
			op.Responses["200"] = reply{Description: "Server-sent events, each with such a record as data.",
				Content: op.Responses["200"].Content}
			op.Parameters = append(op.Parameters, input{Name: lastEvent, In: "header", Schema: &schema{Type: "string"},
				Description: "The id of the last event that was received: the stream goes on behind it."})
		}
		for _, p := range e.all() {
			op.Parameters = append(op.Parameters, p.input())
		}
		o.bounded(op, fault)
		d.Paths["/"+e.path] = route{Get: op}
	}
	for _, w := range writes {
		if w.path != pushPath || o.Push != nil {
			op := w.describe(all, fault)
			o.bounded(op, fault)
			d.Paths["/"+w.path] = route{Post: op}
		}
	}
	return d
}

// inPath are the parameters that stand in a path.
func inPath(path string) (list []input) {
	for _, m := range placeholder.FindAllStringSubmatch(path, -1) {
		list = append(list, input{Name: m[1], In: "path", Required: true, Schema: &schema{Type: "string"}})
	}
	return list
}

// input is the parameter as OpenAPI has it.
func (p parameter) input() input {
	s := &schema{Type: "string", Enum: p.values}
	if p.usual != "" {
		s.Default = p.usual
	}
	if p.most > 0 {
		s.Type, s.Minimum, s.Maximum = "integer", &p.least, &p.most
		s.Default, _ = strconv.Atoi(p.usual)
	}
	in := input{Name: p.name, In: "query", Required: p.needed, Description: p.text, Schema: s}
	if p.many {
		explode := true
		in.Schema, in.Explode = &schema{Type: "array", Items: s}, &explode
	}
	return in
}

// openAPI answers with the document.
func (s *server) openAPI() (func(http.ResponseWriter, *http.Request) error, error) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(s.document); err != nil {
		return nil, err
	}
	tag := tagOf(body.Bytes())
	return func(w http.ResponseWriter, r *http.Request) error {
		return send(w, r, "application/json", tag, body.Bytes())
	}, nil
}
