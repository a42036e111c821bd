package cli

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.temporal.io/sdk/testsuite"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/workflows"
)

// secretYAML has a secret in every setting that takes one.
const secretYAML = `
public_url: https://dateline.example.com
access:
  oidc: {issuer: "TOOL", client_id: dateline, client_secret: canary-of-the-client}
  everyone: viewer
sources:
  - {name: code, github: {repo: acme/api, token: canary-of-github, url: "TOOL"}}
  - {name: tracker, jira: {project: API, email: reader@example.com, token: canary-of-jira, url: "TOOL"}}
  - {name: board, trello: {board: 5f0c0ffee0000000000000a1, key: canary-key-of-trello, token: canary-of-trello, url: "TOOL"}}
  - {name: plan, asana: {project: "1200", token: canary-of-asana, url: "TOOL"}}
  - {name: notes, notion: {all: true, token: canary-of-notion, url: "TOOL"}}
subscribers:
  - {name: ops, webhook: "https://ops.example.com/in", secret: whsec_Y2FuYXJ5LW9mLXRoZS1zdWJzY3JpYmVyLTEyMzQ=}
`

// Secrets that are configured, and tokens that were made, are found in no log, no answer and no file of the database, though
// the tools repeat them in what they answer.
func TestSecretsStayWhereTheyAre(t *testing.T) {
	s := newSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		_ = r.ParseForm()
		_, _ = w.Write([]byte("no: " + r.Header.Get("Authorization") + r.URL.String() + r.Form.Encode()))
	}), secretYAML)
	made, code := s.run("tokens", "create", "--name", "reader", "--scope", "feed,read,write", "--role", "admin")
	if code != exitOK {
		t.Fatal(made)
	}
	lines := strings.Fields(made)
	token := lines[len(lines)-1]

	secrets := &connectors.Secrets{}
	o := &options{config: s.config, data: s.data, given: true, verbose: true}
	conf, err := Program{Name: "dateline"}.read(o, secrets)
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	h, err := Program{Name: "dateline"}.host(t.Context(), conf, o, secrets, &said)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.declare(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, src := range conf.Sources { // every one is refused, and what the tool says is kept as the reason
		activities := h.activities(&connection{})
		activities.Temporal = deaf{}
		var suite testsuite.WorkflowTestSuite
		env := suite.NewTestWorkflowEnvironment()
		env.RegisterActivity(activities)
		env.ExecuteWorkflow(workflows.Poll, workflows.PollRequest{Source: src.Name, Attempts: 1})
		if err := env.GetWorkflowError(); err == nil {
			t.Errorf("%s was read", src.Name)
		} else {
			said.WriteString(err.Error())
		}
	}
	guarded := doored(t, h)
	var addresses []string
	for _, r := range access.Routes() {
		method, path := addressOf(r.Pattern)
		addresses = append(addresses, method+" "+path, method+" "+path+"?token="+token, method+" "+path+"?token="+token+";&q=x")
	}
	for _, address := range append(addresses, "GET /login/callback?code=c&state=s", "GET /login?back=%2F%3Ftoken%3D") {
		method, at, _ := strings.Cut(address, " ")
		for _, header := range []string{"", "Bearer " + token, "Bearer dl_wrong"} {
			r := httptest.NewRequestWithContext(t.Context(), method, at, strings.NewReader(url.Values{"source": {"code"}, "order": {"pause"}}.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Accept", "text/html")
			if header != "" {
				r.Header.Set("Authorization", header)
			}
			w := httptest.NewRecorder()
			guarded.ServeHTTP(w, r)
			said.WriteString(w.Body.String())
			_ = w.Header().Write(&said)
		}
	}
	for _, command := range [][]string{{"tokens", "list"}, {"audit"}, {"sources"}, {"check"}, {"feed"}} {
		out, _ := s.run(command...)
		said.WriteString(out)
	}
	h.close()
	kept, err := filepath.Glob(filepath.Join(s.data, "*"))
	if err != nil || len(kept) == 0 {
		t.Fatalf("no database: %v", err)
	}
	for _, file := range kept {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		said.Write(content)
	}
	for _, secret := range []string{"canary", "Y2FuYXJ5", token} {
		if i := strings.Index(said.String(), secret); i >= 0 {
			t.Errorf("%s is told: …%q…", secret, said.String()[max(0, i-300):min(said.Len(), i+200)])
		}
	}
	if !strings.Contains(said.String(), "paused the source code") {
		t.Error("what was ordered with the token was not noted")
	}
}
