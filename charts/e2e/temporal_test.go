//go:build internet

// Temporal's chart publishes no schema: what it makes of values says only who reaches its repository, or has the chart in the folder
// DATELINE_TEST_TEMPORAL_CHART. This is therefore no part of the tests that run everywhere:
//
//	cd charts/e2e && go test -tags internet -run TestExampleTemporal .

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Temporal's chart makes of its values what the example means by them: the databases that CloudNativePG makes get a schema,
// and are not made; the namespace is made; Dateline finds the frontend.
func TestExampleTemporal(t *testing.T) {
	told := section(t, "in-cluster")
	asked := regexp.MustCompile(`helm install temporal temporal --repo (\S+) --version (\S+) `).FindStringSubmatch(told)
	if asked == nil {
		t.Fatal("the README does not install Temporal")
	}
	folder := os.Getenv("DATELINE_TEST_TEMPORAL_CHART")
	if folder == "" {
		folder = t.TempDir()
		run(t, command(t, tool(t, "helm3"), "pull", "temporal", "--repo", asked[1], "--version", asked[2], "--untar", "--untardir", folder))
		folder = filepath.Join(folder, "temporal")
	}
	if version := inside(documents(t, text(t, filepath.Join(folder, "Chart.yaml")))[0])["version"]; version != asked[2] {
		t.Fatalf("the README installs version %s of the chart of Temporal, and this is %v", asked[2], version)
	}
	values := filepath.Join(examples, "in-cluster", "temporal-values.yaml")
	rendered := run(t, command(t, tool(t, "helm3"), "template", "temporal", folder, "--namespace", "temporal",
		"--kube-version", "1.36", "--values", values))
	for _, meant := range []string{
		"numHistoryShards: 64\n", "databaseName: temporal\n", "databaseName: temporal_visibility\n", "connectAddr: temporal-db-rw.temporal:5432\n",
		"name: temporal-db-app\n", "key: password\n", "- name: manage-schema-default-store\n", "- name: manage-schema-visibility-store\n",
		"namespace create -n dateline --retention 3d",
	} {
		if !strings.Contains(rendered, meant) {
			t.Errorf("the chart of Temporal does not make %q of the values", meant)
		}
	}
	if strings.Contains(rendered, "create-database") {
		t.Error("the chart of Temporal makes a database that there is already")
	}
	address, _ := inside(documents(t, text(t, filepath.Join(examples, "in-cluster", "values.yaml")))[0], "temporal")["address"].(string)
	service, port, _ := strings.Cut(address, ".temporal:")
	if !slices.ContainsFunc(documents(t, rendered), func(object map[string]any) bool {
		return object["kind"] == "Service" && nameIn(object) == service && strings.Contains(fmt.Sprint(object["spec"]), "port:"+port)
	}) {
		t.Errorf("the chart of Temporal makes no Service that is reached at %s", address)
	}
}
