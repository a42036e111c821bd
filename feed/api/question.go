package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/query"
)

const (
	// usualAsked and mostAsked are how many records a question is answered with: whoever asks has to read them all.
	usualAsked, mostAsked = 20, 100
	// maxKnown is how many names a mistake lists.
	maxKnown = 50
)

// A Question is an endpoint that is asked in another way than by its address, with the same filters, cursors and records.
type Question struct {
	server   *server
	endpoint endpoint
	// offered are the parameters that whoever asks is told of, path what stands in the path.
	offered []parameter
	path    []string
}

// Question is the endpoint of a name. Whoever asks is told of these of its parameters, of what stands in its path, and of
// limit and after where there are pages; the others are known too, for a search may name them.
func (p *Programs) Question(name string, parameters ...string) (Question, error) {
	i := slices.IndexFunc(endpoints, func(e endpoint) bool { return e.name == name && !e.stream })
	if i < 0 {
		return Question{}, fmt.Errorf("the API has no endpoint %q that answers", name)
	}
	q := Question{server: p.server, endpoint: endpoints[i]}
	q.endpoint.usual, q.endpoint.most = usualAsked, mostAsked
	for _, m := range placeholder.FindAllStringSubmatch(q.endpoint.path, -1) {
		q.path = append(q.path, m[1])
	}
	for _, name := range parameters {
		i := slices.IndexFunc(q.endpoint.parameters, func(p parameter) bool { return p.name == name })
		if i < 0 {
			return Question{}, fmt.Errorf("the endpoint %s has no parameter %q", q.endpoint.name, name)
		}
		q.offered = append(q.offered, q.endpoint.parameters[i])
	}
	if q.endpoint.paged {
		q.offered = append(q.offered, q.endpoint.paging()...)
	}
	return q, nil
}

// Input is the JSON Schema of what the question takes: an object with a property for each parameter.
func (q Question) Input() ([]byte, error) {
	s := &schema{Type: "object", Properties: map[string]*schema{}, Required: q.path}
	for _, name := range q.path {
		s.Properties[name] = &schema{Type: "string", Description: "The " + name + " of one, as its list tells it."}
	}
	for _, p := range q.offered {
		in := p.input()
		if p.name == "q" { // one text says all that several would
			in.Schema = in.Schema.Items
		}
		in.Schema.Description = in.Description
		s.Properties[p.name] = in.Schema
		if p.needed {
			s.Required = append(s.Required, p.name)
		}
	}
	return json.Marshal(s)
}

// Output is the JSON Schema of the answer.
func (q Question) Output() ([]byte, error) {
	all := schemas{}
	s := struct {
		*schema
		Defs schemas `json:"$defs"`
	}{all.of(q.endpoint.of), all}
	text, err := json.Marshal(s)
	return bytes.ReplaceAll(text, []byte(`"`+schemasAt), []byte(`"#/$defs/`)), err
}

// Answer is the answer as JSON, and what it says in words where there is such a form. What is given stands under the names
// of parameters. An error is worded for whoever asked.
func (q Question) Answer(ctx context.Context, given url.Values) (answer []byte, inWords string, err error) {
	told, err := q.told(ctx, given)
	if err != nil {
		if ctx.Err() != nil {
			return nil, "", err
		}
		return nil, "", q.server.problem(ctx, err).whole()
	}
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(told); err != nil {
		return nil, "", q.server.problem(ctx, fmt.Errorf("writing the answer: %w", err))
	}
	if ask, ok := told.(single[explainedAsk]); ok {
		inWords = ask.Data.Receipt.Text(time.UTC)
	}
	return bytes.TrimSpace(body.Bytes()), inWords, nil
}

func (q Question) told(ctx context.Context, given url.Values) (any, error) {
	who, err := q.server.People(ctx)
	if err != nil {
		return nil, err
	}
	in, rest := map[string]string{}, url.Values{}
	for name, values := range given {
		if !slices.Contains(q.path, name) {
			rest[name] = values
		} else if len(values) > 0 {
			in[name] = values[0]
		}
	}
	for _, name := range q.path {
		if in[name] == "" {
			return nil, wrong(name, "There has to be one "+name+".")
		}
	}
	c, err := q.server.read(ctx, q.endpoint, who, rest, func(name string) string { return in[name] })
	if err != nil {
		return nil, err
	}
	return q.endpoint.answer(c)
}

// whole is the problem with what there is to choose from in its detail, for whoever is told nothing else.
func (p *problem) whole() *problem {
	said := *p
	if n := len(p.Known); n > 0 {
		said.Detail += " There is: " + strings.Join(p.Known[:min(n, maxKnown)], ", ")
		if n > maxKnown {
			said.Detail += fmt.Sprintf(" and %d more", n-maxKnown)
		}
		said.Detail += "."
	}
	return &said
}

// Values reads what stands under the names of parameters in a JSON object: texts, numbers, and lists of them.
func Values(text []byte) (url.Values, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var given map[string]any
	if err := decoder.Decode(&given); err != nil && len(text) > 0 {
		return nil, wrong("", "What is given is no JSON object.")
	}
	values := url.Values{}
	for name, value := range given {
		list, ok := value.([]any)
		if !ok {
			list = []any{value}
		}
		for _, v := range list {
			switch v := v.(type) {
			case nil:
			case string:
				values.Add(name, v)
			case json.Number:
				values.Add(name, v.String())
			default:
				return nil, wrong(name, "“"+query.Line(name)+"” is a text, a number or a list of them.")
			}
		}
	}
	return values, nil
}
