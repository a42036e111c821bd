package trello_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

func TestProbe(t *testing.T) {
	ana := feed.Account{ID: "ana_pereira", Name: "Ana Pereira", Email: "ana@moorline.example"}
	for _, c := range []struct {
		name string
		settings
		most int
		hook string
		want connectors.Findings
		auth bool
	}{
		{"a board", settings{Board: boardID, Secret: "s"}, 0, "https://dateline.example/hooks/b",
			connectors.Findings{As: ana, Reads: []string{"the board Winter berths: 4 lists, 4 cards"}}, false},
		{"a large board", settings{Board: boardID}, 1, "",
			connectors.Findings{As: ana, Reads: []string{"the board Winter berths: 4 lists, more cards than are asked for at once"}}, false},
		{"a doorbell without a secret", settings{Board: boardID}, 0, "https://dateline.example/hooks/b", connectors.Findings{
			As: ana, Reads: []string{"the board Winter berths: 4 lists, 4 cards"},
			Lacks: []string{"webhooks: set secret to the secret of the app, so that calls of Trello can be told from others"},
		}, false},
		{"somebody else's board", settings{Board: "00000000"}, 0, "", connectors.Findings{
			As: ana, Lacks: []string{"the board 00000000: there is none, or Ana Pereira is not a member of it"},
		}, false},
		{"a workspace", settings{Workspace: "moorline"}, 0, "",
			connectors.Findings{As: ana, Reads: []string{"the workspace moorline: 3 open boards"}}, false},
		{"somebody else's workspace", settings{Workspace: "acme"}, 0, "", connectors.Findings{As: ana}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := fixtures(t)
			h.most = c.most
			server := serve(t, h)
			c.Key, c.Token, c.URL = "a-key", "a-token", server.URL
			connector, err := c.Open(connectors.Env{HTTP: server.Client(), Hook: c.hook})
			if err != nil {
				t.Fatal(err)
			}
			got, err := connector.(connectors.Prober).Probe(t.Context())
			if diff := cmp.Diff(c.want, got); diff != "" || errors.Is(err, connectors.ErrAuth) != c.auth || err != nil && !c.auth {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}
