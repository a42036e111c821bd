package notion_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/connectortest"
	"github.com/datelinehq/dateline/connectors/notion"
)

// TestPromises reads a small workspace that has one of everything, three objects to a page: as a whole, and its
// database with two data sources.
func TestPromises(t *testing.T) {
	for name, c := range map[string]struct {
		config notion.Config
		idle   int
	}{
		"workspace": {notion.Config{All: true}, 2},
		"database":  {notion.Config{Database: base}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			connectortest.Run(t, connectortest.Suite{
				Open: func(t *testing.T, address string, env connectors.Env) connectors.Connector {
					return open(t, c.config, address, env)
				},
				Tool: workspace(t), Golden: "testdata/" + name + ".golden", Lists: []string{"results"},
				Reading: func(r *http.Request) bool {
					return r.Method == http.MethodGet || r.URL.Path == "/v1/search" || strings.HasSuffix(r.URL.Path, "/query")
				},
				Idle: c.idle, IdleStatus: http.StatusOK, Secrets: []string{token},
			})
		})
	}
}
