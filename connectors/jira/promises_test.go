package jira_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/connectortest"
	"github.com/datelinehq/dateline/connectors/jira"
)

// open opens a source that reads the tool at base.
func open(t testing.TB, c jira.Config, base string, env connectors.Env) connectors.Connector {
	t.Helper()
	c.URL = base
	connector, err := c.Open(env)
	if err != nil {
		t.Fatal(err)
	}
	return connector
}

// reading reports whether a request only reads: Jira counts by POST.
func reading(r *http.Request) bool {
	return r.Method == http.MethodGet || strings.HasSuffix(r.URL.Path, "/rest/api/3/search/approximate-count")
}

// TestPromises reads a small site of each sort that has one of everything, in pages of three issues. Both are reached as
// OAuth apps reach them, for then addresses of pages do not tell where the test runs.
func TestPromises(t *testing.T) {
	for name, config := range map[string]jira.Config{
		"cloud":  {Project: "SUP", Email: "ana@acme.example", Token: "ATATTnotarealtoken"},
		"server": {Project: "OPS", Token: "notarealtokeneither"},
	} {
		t.Run(name, func(t *testing.T) {
			tool := fixtures(t, "testdata/"+name, name == "cloud")
			tool.size, tool.short = 3, 5
			connectortest.Run(t, connectortest.Suite{
				Open: func(t *testing.T, base string, env connectors.Env) connectors.Connector {
					return open(t, config, base+"/ex/jira/acme", env)
				},
				Tool: tool, Golden: "testdata/" + name + ".golden", Reading: reading,
				Lists: []string{"issues", "values", "comments", "worklogs"},
				Idle:  1, IdleStatus: http.StatusOK, Secrets: []string{string(config.Token)},
			})
		})
	}
}
