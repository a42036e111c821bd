package asana_test

import (
	"net/http"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/asana"
	"github.com/datelinehq/dateline/connectors/connectortest"
)

type settings = asana.Config

// open opens what the settings say, at the hub.
func open(t testing.TB, c settings, base string, env connectors.Env) connectors.Connector {
	t.Helper()
	c.URL, c.Token = base, "a-token"
	connector, err := c.Open(env)
	if err != nil {
		t.Fatal(err)
	}
	return connector
}

// TestPromises reads a small project that has one of everything: once in answers as large as Asana gives, once in small
// ones.
func TestPromises(t *testing.T) {
	for name, size := range map[string]int{"in one answer": 100, "three to an answer": 3} {
		t.Run(name, func(t *testing.T) {
			connectortest.Run(t, connectortest.Suite{
				Open: func(t *testing.T, base string, env connectors.Env) connectors.Connector {
					c := open(t, settings{Project: projectGID}, base, env)
					asana.PerPage(c, size)
					return c
				},
				Tool: fixtures(t), Golden: "testdata/project.golden", Lists: []string{"data"},
				Idle: 1, IdleStatus: http.StatusOK, Secrets: []string{"a-token"},
			})
		})
	}
}

// TestPromisesOfWholes reads which projects a workspace and a portfolio have.
func TestPromisesOfWholes(t *testing.T) {
	for name, c := range map[string]struct {
		settings
		idle int
	}{
		"workspace": {settings{Workspace: "1201000000000009"}, 1},
		"portfolio": {settings{Portfolio: "1201000000000801"}, 2}, // with the one in it
	} {
		t.Run(name, func(t *testing.T) {
			connectortest.Run(t, connectortest.Suite{
				Open: func(t *testing.T, base string, env connectors.Env) connectors.Connector {
					return open(t, c.settings, base, env)
				},
				Tool: fixtures(t), Golden: "testdata/" + name + ".golden", Lists: []string{"data"},
				Idle: c.idle, IdleStatus: http.StatusOK, Secrets: []string{"a-token"},
			})
		})
	}
}
