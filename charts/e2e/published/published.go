// Package published finds what Kubernetes and those who extend it publish as Go modules: the description of the API, and
// the definitions of the resources that the chart makes objects of. They come from the module proxy, checked by its
// checksums, as all else that is built here.
package published

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
)

// The modules.
const (
	Kubernetes = "k8s.io/kubernetes@v1.36.3"
	Kwok       = "sigs.k8s.io/kwok@v0.8.0"
	gateway    = "sigs.k8s.io/gateway-api@v1.6.3"
	monitoring = "github.com/prometheus-operator/prometheus-operator@v0.85.0"
	keda       = "github.com/kedacore/keda/v2@v2.21.0"
	postgres   = "github.com/cloudnative-pg/cloudnative-pg@v1.27.1"
)

// definitions are the files of the resources.
var definitions = map[string][]string{
	gateway: {"config/crd/standard/gateway.networking.k8s.io_httproutes.yaml"},
	monitoring: {
		"example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml",
		"example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml",
	},
	keda:     {"config/crd/bases/keda.sh_scaledobjects.yaml", "config/crd/bases/keda.sh_triggerauthentications.yaml"},
	postgres: {"config/crd/bases/postgresql.cnpg.io_clusters.yaml", "config/crd/bases/postgresql.cnpg.io_databases.yaml"},
}

// Definitions returns the paths of the CustomResourceDefinitions.
func Definitions(ctx context.Context) ([]string, error) {
	var paths []string
	for module, files := range definitions {
		folder, err := Folder(ctx, module)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			paths = append(paths, filepath.Join(folder, f))
		}
	}
	return paths, nil
}

// Folder downloads a module, unless it is there, and returns its folder.
func Folder(ctx context.Context, module string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", module) //nolint:gosec // one of those above
	cmd.Dir = "/"                                                             // in no module: this one does not require it
	out, err := cmd.Output()
	var found struct{ Dir, Error string }
	if jsonErr := json.NewDecoder(bytes.NewReader(out)).Decode(&found); jsonErr != nil || found.Dir == "" {
		return "", fmt.Errorf("downloading %s: %s (%w)", module, found.Error, err)
	}
	return found.Dir, nil
}
