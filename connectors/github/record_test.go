package github

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestRecords reads decision records and patches as teams write them. In the archive each is followed by what was read.
func TestRecords(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/records.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(archive.Files); i += 2 {
		in, want := archive.Files[i], archive.Files[i+1]
		t.Run(in.Name, func(t *testing.T) {
			read := readRecord
			if strings.HasSuffix(in.Name, ".patch") {
				read = readPatch
			}
			r := read(string(in.Data))
			got := fmt.Sprintf("title: %s\nstatus: %s\noutcome: %s\n", r.title, strings.TrimSpace(r.status+" "+r.with), r.outcome)
			if diff := cmp.Diff(string(want.Data), got); diff != "" {
				t.Errorf("read something else (-want +got):\n%s", diff)
			}
		})
	}
}

// Our own decisions are read too.
func TestOurRecords(t *testing.T) {
	text, err := os.ReadFile("../../docs/decisions/0001-the-log-is-append-only.md")
	if err != nil {
		t.Fatal(err)
	}
	if r := readRecord(string(text)); r.status != "accepted" || r.title == "" || r.outcome == "" {
		t.Errorf("read %+v", r)
	}
}
