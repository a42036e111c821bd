package trello_test

import (
	"net/http"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/connectortest"
	"github.com/datelinehq/dateline/connectors/trello"
)

type settings = trello.Config

// open opens the connector of the hub's board.
func open(t testing.TB, base string, env connectors.Env) connectors.Connector {
	t.Helper()
	c := &settings{Board: boardID, URL: base, Key: "a-key", Token: "a-token", Secret: "a-secret"}
	connector, err := c.Open(env)
	if err != nil {
		t.Fatal(err)
	}
	return connector
}

// TestPromises reads a small board that has one of everything: once in answers as large as Trello gives, once in small
// ones.
func TestPromises(t *testing.T) {
	for name, limit := range map[string]int{"in one answer": 1000, "seven to an answer": 7} {
		t.Run(name, func(t *testing.T) {
			connectortest.Run(t, connectortest.Suite{
				Open: func(t *testing.T, base string, env connectors.Env) connectors.Connector {
					c := open(t, base, env)
					trello.PerPage(c, limit)
					return c
				},
				Tool: fixtures(t), Golden: "testdata/board.golden", Lists: []string{"actions"},
				Idle: 1, IdleStatus: http.StatusOK, Secrets: []string{"a-key", "a-token", "a-secret"},
			})
		})
	}
}

// TestPromisesOfLargeBoards reads the same board where Trello wants its cards to be asked for in pages.
func TestPromisesOfLargeBoards(t *testing.T) {
	tool := fixtures(t)
	tool.most = 2
	connectortest.Run(t, connectortest.Suite{
		Open: func(t *testing.T, base string, env connectors.Env) connectors.Connector {
			c := open(t, base, env)
			trello.PerPage(c, 3)
			return c
		},
		Tool: tool, Golden: "testdata/board.golden", Lists: []string{"actions"},
		Idle: 1, IdleStatus: http.StatusOK, Secrets: []string{"a-key", "a-token", "a-secret"},
	})
}

// TestPromisesOfWorkspaces reads which boards a workspace has.
func TestPromisesOfWorkspaces(t *testing.T) {
	connectortest.Run(t, connectortest.Suite{
		Open: func(t *testing.T, base string, env connectors.Env) connectors.Connector {
			c := &settings{Workspace: "moorline", URL: base, Key: "a-key", Token: "a-token"}
			connector, err := c.Open(env)
			if err != nil {
				t.Fatal(err)
			}
			return connector
		},
		Tool: fixtures(t), Golden: "testdata/workspace.golden",
		Idle: 1, IdleStatus: http.StatusOK, Secrets: []string{"a-key", "a-token"},
	})
}
