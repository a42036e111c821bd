package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// load reads the document as a program would, and makes it strict: a field that it does not name is none.
func (s *site) load() (*openapi3.T, routers.Router) {
	s.t.Helper()
	_, text := s.get("openapi.json")
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := doc.Validate(s.t.Context()); err != nil {
		s.t.Fatalf("the document is no OpenAPI: %v", err)
	}
	no := false
	for _, named := range doc.Components.Schemas {
		if named.Value.Type.Is("object") {
			named.Value.AdditionalProperties.Has = &no
		}
	}
	doc.Servers = openapi3.Servers{{URL: strings.TrimSuffix(s.address, "/")}}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		s.t.Fatal(err)
	}
	return doc, router
}

// atNoDoor says that nobody is asked for a token: the door does that, and the API stands behind it.
var atNoDoor = &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}

// Every answer is what the document says, fields and all: of every endpoint, by every parameter, and every problem.
func TestOpenAPI(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db, nil)
		s.fill(16)
		doc, router := s.load()
		if doc.OpenAPI != "3.1.0" || !doc.IsOpenAPI31OrLater() {
			t.Errorf("it is OpenAPI %s", doc.OpenAPI)
		}
		openapi3filter.RegisterBodyDecoder("text/event-stream", firstEvent)
		if bearer := doc.Components.SecuritySchemes["token"]; bearer == nil || bearer.Value.Scheme != "bearer" || len(doc.Security) != 2 {
			t.Errorf("a token is described as %+v, %v", bearer, doc.Security)
		}
		called := map[string]bool{}
		for path, is := range doc.Paths.Map() {
			if is.Get == nil {
				continue
			}
			s.conforms(router, example(path), called)
			if path == "/stream" {
				s.conforms(router, path+"?after=0", called)
			}
			for _, p := range is.Get.Parameters {
				if p.Value.In != "query" {
					continue
				}
				for _, v := range valuesOf(p.Value) {
					address := example(path) + "?" + url.Values{p.Value.Name: {v}}.Encode()
					if strings.HasPrefix(path, "/backtest") && p.Value.Name != "window" {
						address += "&window=review:8wh"
					}
					s.conforms(router, address, called)
				}
			}
		}
		s.refuses(router, "/people", `{"data":[{"name":"Ana","configured":true,"shoe_size":38}]}`)
		s.refuses(router, "/people", `{"data":[{"name":"Ana"}]}`)
		s.refuses(router, "/sources", `{"data":[{"name":"api","tool":"github","state":"fine","every":"2m0s",`+
			`"items":0,"events":0,"rejects":0}]}`)
		for _, status := range []string{"200", "400"} {
			if !called[status] {
				t.Errorf("no answer had the status %s", status)
			}
		}
	})
}

// conforms asks for an address and holds the answer against the document.
func (s *site) conforms(router routers.Router, path string, called map[string]bool) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.address+strings.TrimPrefix(path, "/"), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	route, params, err := router.FindRoute(r)
	if err != nil {
		s.t.Fatalf("%s: %v", path, err)
	}
	w, body := s.get(strings.TrimPrefix(path, "/"))
	called[w.Status[:3]] = true
	problem := w.Header.Get("Content-Type") == "application/problem+json"
	asked := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route, Options: atNoDoor}
	if err := openapi3filter.ValidateRequest(s.t.Context(), asked); (err != nil) != problem {
		s.t.Errorf("%s is answered %d, and the document says of it: %v", path, w.StatusCode, err)
	}
	silent := w.Header.Get("Content-Type") == "text/event-stream" && !bytes.Contains(body, []byte("data: "))
	err = openapi3filter.ValidateResponse(s.t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: asked, Status: w.StatusCode, Header: w.Header, Body: io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true, ExcludeResponseBody: silent},
	})
	if err != nil {
		s.t.Errorf("%s: %v", path, err)
	}
}

// firstEvent is what the first of a stream's events has as data.
func firstEvent(body io.Reader, _ http.Header, _ *openapi3.SchemaRef, _ openapi3filter.EncodingFn) (any, error) {
	lines := bufio.NewScanner(body)
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			var event any
			err := json.Unmarshal([]byte(data), &event)
			return event, err
		}
	}
	return nil, errors.New("no event")
}

// refuses makes sure that the document tells an answer that is wrong.
func (s *site) refuses(router routers.Router, path, body string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.address+strings.TrimPrefix(path, "/"), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	route, params, err := router.FindRoute(r)
	if err != nil {
		s.t.Fatal(err)
	}
	err = openapi3filter.ValidateResponse(s.t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
		Status:                 http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)),
	})
	if err == nil {
		s.t.Errorf("%s may answer %s", path, body)
	}
}

// example puts what there is into the places of a path.
func example(path string) string {
	return strings.NewReplacer("{source}", "api", "/asks/{id}", "/asks/a000", "/decisions/{id}", "/decisions/d000", "{id}",
		"0").Replace(path)
}

// valuesOf are some values of a parameter: all it lists, and one that is wrong where there can be one.
func valuesOf(p *openapi3.Parameter) (list []string) {
	is := p.Schema.Value
	if is.Items != nil {
		is = is.Items.Value
	}
	for _, v := range is.Enum {
		list = append(list, v.(string))
	}
	if is.Enum != nil {
		list = append(list, "nothing-of-the-kind")
	}
	return append(list, map[string][]string{
		"q": {"number", `"a phrase" -not`}, "tool": {"github"}, "source": {"api"}, "person": {"Ana", "jira/5b10"},
		"team":  {"core"},
		"since": {"7d", "2026-11-01"}, "until": {"2026-11-24T08:00:00Z"}, "limit": {"1", "1000", "0", "1001"},
		"days":   {"0", "30", "-1"},
		"window": {"review:8wh"},
	}[p.Name]...)
}

// Whatever can be said of an event, an ask and a decision is described, and so is why it is so.
func TestDescriptions(t *testing.T) {
	s := open(t, storetest.SQLite(t), nil)
	doc, _ := s.load()
	for name, lists := range map[string][]string{
		"Verb": texts(feed.Verbs()), "AskState": texts(feed.AskStates()), "AskKind": texts(feed.AskKinds()),
		"DecisionState": texts(feed.DecisionStates()),
	} {
		is := doc.Components.Schemas[name]
		if is == nil || len(is.Value.Enum) != len(lists) {
			t.Errorf("%s is not all described: %v", name, is)
		}
	}
	for _, name := range []string{"EventRecord", "AskRecord", "ItemRecord", "DecisionRecord", "PersonRecord",
		"SourceRecord", "Problem", "ReportsRow", "ReceiptReceipt"} {
		if is := doc.Components.Schemas[name]; is != nil && is.Value.Description == "" {
			t.Errorf("what is %s?", name)
		}
	}
	if sub := doc.Components.Schemas["AccountRecord"].Value.Properties["email"]; sub != nil {
		t.Error("e-mail addresses are described")
	}
	text, err := json.Marshal(doc.Components.Schemas["AskRecord"].Value.Properties["due"].Value)
	if err != nil || !bytes.Contains(text, []byte("nobody can tell")) {
		t.Errorf("due is described as %s, %v", text, err)
	}
}

func texts[T ~string](of []T) (out []string) {
	for _, v := range of {
		out = append(out, string(v))
	}
	return out
}

// The page for people has every endpoint, its parameters and an example, and the places that problems name.
func TestPage(t *testing.T) {
	s := open(t, storetest.SQLite(t), nil)
	doc, _ := s.load()
	w, body := s.get("")
	text := string(body)
	if w.Header.Get("Content-Type") != "text/html; charset=utf-8" || strings.Contains(text, "<script") {
		t.Errorf("%v", w.Header)
	}
	read := 0
	for path, is := range doc.Paths.Map() {
		if is.Get == nil {
			if !strings.Contains(text, "<code>POST /api/v1"+path+"</code>") || !strings.Contains(text, is.Post.Summary) {
				t.Errorf("the page lacks %s", path)
			}
			continue
		}
		read++
		if !strings.Contains(text, "<code>GET /api/v1"+path+"</code>") || !strings.Contains(text, is.Get.Summary) {
			t.Errorf("the page lacks %s", path)
		}
		for _, p := range is.Get.Parameters {
			if p.Value.In == "query" && !strings.Contains(text, "<dt><code>"+p.Value.Name+"</code>") {
				t.Errorf("the page lacks %s of %s", p.Value.Name, path)
			}
		}
	}
	for _, id := range []string{"parameter", "cursor", "missing", "method", "running", "key", "failure"} {
		if !strings.Contains(text, `<dt id="`+id+`">`) {
			t.Errorf("the page does not explain the problem %s", id)
		}
	}
	examples := regexp.MustCompile(`curl 'https://dateline\.example\.com/api/v1/<wbr>([^']*)'`)
	s.fill(4)
	found := 0
	for _, m := range examples.FindAllStringSubmatch(text, -1) {
		address := strings.ReplaceAll(m[1], "&amp;", "&")
		address = strings.NewReplacer("asks/ID", "asks/a000", "decisions/ID", "decisions/d000").Replace(address)
		if w, body := s.get(address); w.StatusCode != http.StatusOK {
			t.Errorf("the example %s is answered %d %s", address, w.StatusCode, body)
		}
		found++
	}
	if found != read {
		t.Errorf("%d examples for %d addresses", found, read)
	}
	s.address = strings.TrimSuffix(s.address, "/")
	if w, _ := s.get(""); w.StatusCode != http.StatusMovedPermanently {
		t.Errorf("without the slash: %d", w.StatusCode)
	}
}
