package cli

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/windows/zones"
)

var update = flag.Bool("update", false, "write what is said of the agreements into their files")

// Every file of testdata/agreements holds an agreement, and what check says of it on a Thursday afternoon in November.
func TestCheckTellsTheAgreement(t *testing.T) {
	files, err := filepath.Glob("testdata/agreements/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no agreements: %v", err)
	}
	data, err := zones.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p := &protocol.Protocol{}
			if err := yaml.Unmarshal(archive.Files[0].Data, p); err != nil {
				t.Fatal(err)
			}
			if wrong := p.Check(protocol.Surroundings{Zone: data.Zone}); len(wrong) > 0 {
				t.Fatal(wrong)
			}
			open, _ := p.Open(nil)
			var said strings.Builder
			tellAgreement(&said, open, time.Date(2026, 11, 26, 16, 9, 30, 0, time.UTC))
			if *update {
				archive.Files[1].Data = []byte(said.String())
				if err := os.WriteFile(file, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(archive.Files[1].Data), said.String()); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
		})
	}
}
