package github_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/connectortest"
	"github.com/datelinehq/dateline/connectors/github"
)

// open opens a repository's connector.
func open(t testing.TB, base string, client *http.Client) connectors.Connector {
	t.Helper()
	c := &github.Config{Repo: "acme/api", URL: base, Token: "ghp_notarealtoken", Decisions: []string{"docs/decisions"}}
	connector, err := c.Open(connectors.Env{Source: "api", HTTP: client})
	if err != nil {
		t.Fatal(err)
	}
	return connector
}

// TestPromises reads a small repository that has one of everything, three rows to a page.
func TestPromises(t *testing.T) {
	tool := fixtures(t, "testdata/repos/acme/api")
	tool.now = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
	connectortest.Run(t, connectortest.Suite{
		Open: func(t *testing.T, base string, env connectors.Env) connectors.Connector {
			c := open(t, base, env.HTTP)
			github.PerPage(c, 3)
			return c
		},
		Tool: tool, Golden: "testdata/repository.golden",
		Idle: 1, IdleStatus: http.StatusNotModified, Secrets: []string{"ghp_notarealtoken"},
	})
}
