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

// Each of what README.md shows of configurations can be read, and they have a source of every tool there is.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	secrets := t.TempDir()
	const whsec = "whsec_bm90IGEgc2VjcmV0IGF0IGFsbCwgb3Igbm90IG9uZQ=="
	for name, secret := range map[string]string{"github": "not-a-secret", "dateline-webhook": whsec, "dateline-help": whsec} {
		if err := os.WriteFile(filepath.Join(secrets, name), []byte(secret), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(secrets, "company.ics"), []byte(outing("20261204")), 0o600); err != nil {
		t.Fatal(err)
	}
	asked := func(name string) (string, bool) { return "not-a-secret", name != "DATELINE_ZONEINFO" }
	read, people, subscribers := map[string]bool{}, 0, 0
	for _, block := range yamlBlock.FindAllStringSubmatch(string(text), -1) {
		shown := strings.ReplaceAll(block[1], "/run/secrets", secrets)
		conf, err := config.Parse(filepath.Join(secrets, "dateline.yaml"), []byte(shown), tools, &connectors.Secrets{}, asked)
		if err != nil {
			t.Fatal(err)
		}
		for _, source := range conf.Sources {
			read[source.Tool] = true
		}
		people, subscribers = people+len(conf.People), subscribers+len(conf.Subscribers)
	}
	if got, want := slices.Sorted(maps.Keys(read)), slices.Sorted(maps.Keys(tools)); !slices.Equal(got, want) {
		t.Errorf("README.md shows sources of %v, and the tools are %v", got, want)
	}
	if subscribers == 0 || people == 0 {
		t.Error("README.md shows neither subscribers nor people")
	}
}
