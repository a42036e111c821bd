package compare_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/compare"
	"github.com/datelinehq/dateline/feed/windows/ics"
	"github.com/datelinehq/dateline/feed/windows/zones"
)

var update = flag.Bool("update", false, "write what is said into the stories")

// now is a Wednesday.
var now = time.Date(2026, time.November, 25, 9, 0, 0, 0, time.UTC)

// Every file of testdata has an agreement before and after a change, the books there are, and what is said of it.
func TestStories(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d stories, %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			story, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string]*txtar.File{}
			for i, f := range story.Files {
				files[f.Name] = &story.Files[i]
			}
			said := told(compare.Words(read(t, files, "before.yaml"), read(t, files, "after.yaml"), now))
			if *update {
				files["said"].Data = []byte(said)
				if err := os.WriteFile(name, txtar.Format(story), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(files["said"].Data), said); diff != "" {
				t.Errorf("(-story +said):\n%s", diff)
			}
		})
	}
}

func told(lines []compare.Line) string {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%s %s: %s\n", l.Mark, l.Subject, l.Text)
		for _, d := range l.Details {
			fmt.Fprintf(&b, "  %s\n", d)
		}
	}
	return b.String()
}

// read opens an agreement of a story, with the books that stand beside it: before.yaml finds company.ics in
// before/company.ics.
func read(t *testing.T, files map[string]*txtar.File, name string) *protocol.Protocol {
	t.Helper()
	p := checked(t, string(files[name].Data))
	books := map[string]*ics.Calendar{}
	for _, book := range p.Books() {
		text := files[strings.TrimSuffix(name, ".yaml")+"/"+book]
		if text == nil {
			continue
		}
		c, _, err := ics.Read(strings.NewReader(string(text.Data)), zone(t))
		if err != nil {
			t.Fatal(err)
		}
		books[book] = c
	}
	open, _ := p.Open(books)
	return open
}

// opened reads an agreement whose books nobody has.
func opened(t *testing.T, text string) *protocol.Protocol {
	t.Helper()
	open, _ := checked(t, text).Open(nil)
	return open
}

// checked reads an agreement in which nothing may be wrong.
func checked(t *testing.T, text string) *protocol.Protocol {
	t.Helper()
	p, wrong := decoded(t, text)
	if len(wrong) > 0 {
		t.Fatalf("%v in\n%s", wrong, text)
	}
	return p
}

func decoded(t *testing.T, text string) (*protocol.Protocol, []protocol.Mistake) {
	t.Helper()
	p := &protocol.Protocol{}
	d := yaml.NewDecoder(strings.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(p); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return p, p.Check(protocol.Surroundings{Zone: zone(t)})
}

// zone finds zones in the database that the program brings along.
func zone(t *testing.T) func(string) (*time.Location, error) {
	t.Helper()
	data, err := zones.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return data.Zone
}
