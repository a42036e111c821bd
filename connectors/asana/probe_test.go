package asana_test

import (
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

func TestProbe(t *testing.T) {
	ana := feed.Account{ID: "1201000000000101", Name: "Ana Pereira", Email: "ana@moorline.example"}
	const season = "the project Winter season: 5 tasks, 1 of them completed"
	for _, c := range []struct {
		name string
		settings
		refused string
		status  int
		want    connectors.Findings
		auth    bool
		failed  bool
	}{
		{"a project", settings{Project: projectGID}, "", 0, connectors.Findings{As: ana, Reads: []string{season}}, false, false},
		{"a project without status updates", settings{Project: projectGID}, "status_updates", 402, connectors.Findings{
			As: ana, Reads: []string{season},
			Lacks: []string{"status updates: share the whole project, or let the OAuth app read them; the rest is read without them"},
		}, false, false},
		{"a project without events", settings{Project: projectGID}, "events", 403, connectors.Findings{
			As: ana, Reads: []string{season}, Lacks: []string{"events: let the OAuth app read them, or use a personal access token"},
		}, false, false},
		{"a project whose tasks are not counted", settings{Project: projectGID}, "task_counts", 402, connectors.Findings{
			As: ana, Reads: []string{"the project Winter season"},
		}, false, false},
		{"somebody else's project", settings{Project: "7"}, "", 0, connectors.Findings{
			As: ana, Lacks: []string{"the project 7: there is none, or it is not shared with Ana Pereira"},
		}, false, false},
		{"a server that fails", settings{Project: projectGID}, "task_counts", 500, connectors.Findings{As: ana}, false, true},
		{"a workspace", settings{Workspace: "1201000000000009"}, "", 0, connectors.Findings{As: ana, Reads: []string{"the workspace Moorline: 3 projects"}}, false, false},
		{"a portfolio", settings{Portfolio: "1201000000000801"}, "", 0, connectors.Findings{As: ana, Reads: []string{"the portfolio Harbours: 2 projects"}}, false, false},
		{"a portfolio with one that is not ours", settings{Portfolio: "1201000000000801"}, "1201000000000802", 403,
			connectors.Findings{As: ana, Reads: []string{"the portfolio Harbours: 1 project"}}, false, false},
		{"somebody else's portfolio", settings{Portfolio: "7"}, "", 0, connectors.Findings{As: ana}, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(refusing(fixtures(t), &c.refused, c.status, "no"))
			defer server.Close()
			got, err := open(t, c.settings, server.URL, connectors.Env{}).(connectors.Prober).Probe(t.Context())
			if diff := cmp.Diff(c.want, got); diff != "" || errors.Is(err, connectors.ErrAuth) != c.auth || (err != nil) != c.failed {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}
