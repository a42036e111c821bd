package jira_test

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/jira"
)

func TestProbe(t *testing.T) {
	for name, test := range map[string]struct {
		cloud   bool
		config  jira.Config
		objects map[string]string
		reads   []string
		lacks   []string
	}{
		"cloud": {
			cloud: true, config: jira.Config{Project: "SUP"},
			reads: []string{"the project SUP, Support", "6 issues, with comments, work logs and history"},
		},
		"a search": {
			cloud: true, config: jira.Config{JQL: "type = Bug"},
			reads: []string{"6 issues, with comments, work logs and history"},
		},
		"without the permission": {
			cloud: true, config: jira.Config{Project: "SUP"},
			objects: map[string]string{"mypermissions": `{"permissions": {"BROWSE_PROJECTS": {"havePermission": false}}}`},
			reads:   []string{"the project SUP, Support", "6 issues, with comments, work logs and history"},
			lacks:   []string{"the issues of SUP: grant the account the permission Browse Projects"},
		},
		"server": {
			config: jira.Config{Project: "OPS"},
			reads:  []string{"the project OPS, Operations", "3 issues, with comments, work logs and history"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := fixtures(t, "testdata/"+map[bool]string{true: "cloud", false: "server"}[test.cloud], test.cloud)
			for path, object := range test.objects {
				d.objects[path] = json.RawMessage(object)
			}
			server := httptest.NewServer(d)
			defer server.Close()
			found, err := open(t, test.config, server.URL, connectors.Env{}).(connectors.Prober).Probe(t.Context())
			if err != nil || found.As.ID == "" || found.As.Email == "" {
				t.Fatalf("it is %+v, %v", found.As, err)
			}
			if diff := cmp.Diff([][]string{test.reads, test.lacks}, [][]string{found.Reads, found.Lacks}); diff != "" {
				t.Errorf("it finds (-want +got):\n%s", diff)
			}
			missing := open(t, jira.Config{Project: "NONE"}, server.URL, connectors.Env{}).(connectors.Prober)
			if _, err := missing.Probe(t.Context()); !errors.Is(err, connectors.ErrAuth) || !strings.Contains(err.Error(), "NONE") {
				t.Errorf("of a project that does not exist it says %v", err)
			}
		})
	}
}
