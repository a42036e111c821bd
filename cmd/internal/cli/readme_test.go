package cli

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/connectors"
)

var yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// What README.md shows of the configuration is one that can be read, and has a source of every tool there is.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	secrets := t.TempDir()
	for name, secret := range map[string]string{"github": "not-a-secret", "dateline-webhook": "whsec_bm90IGEgc2VjcmV0IGF0IGFsbCwgb3Igbm90IG9uZQ=="} {
		if err := os.WriteFile(filepath.Join(secrets, name), []byte(secret), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var shown strings.Builder
	for _, block := range yamlBlock.FindAllStringSubmatch(string(text), -1) {
		shown.WriteString(strings.ReplaceAll(block[1], "/run/secrets", secrets))
	}
	asked := func(string) (string, bool) { return "not-a-secret", true }
	conf, err := config.Parse("dateline.yaml", []byte(shown.String()), tools, &connectors.Secrets{}, asked)
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	for _, source := range conf.Sources {
		read[source.Tool] = true
	}
	if got, want := slices.Sorted(maps.Keys(read)), slices.Sorted(maps.Keys(tools)); !slices.Equal(got, want) {
		t.Errorf("README.md shows sources of %v, and the tools are %v", got, want)
	}
	if len(conf.Subscribers) == 0 || len(conf.Protocol.People) == 0 {
		t.Error("README.md shows neither subscribers nor people")
	}
}
