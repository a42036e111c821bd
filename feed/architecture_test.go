package feed_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/datelinehq/dateline"

// A rule says what the packages under a path may import.
type rule struct {
	// path is a package's path in the module; the packages below it are meant too. One * stands for one name.
	path string
	// ours lists the packages of this module that may be imported beside those under path itself. A name ending in /...
	// includes the packages below it.
	ours []string
	// outside lists the beginnings of import paths, beyond the standard library; nil allows all.
	outside []string
}

var (
	nothing = []string{}
	pure    = []string{
		"feed", "feed/commands", "feed/windows", "feed/protocol", "feed/protocol/calendars", "feed/protocol/compare", "feed/protocol/wording", "feed/protocol/rules",
		"feed/identity",
		"feed/asks", "feed/asks/commitment", "feed/asks/receipt", "feed/decisions", "feed/decisions/madr", "feed/reports", "feed/syndication", "feed/catchup",
		"feed/query",
	}
	// served is what pages and the API are made of.
	served = slices.Concat(pure, []string{"feed/respond", "feed/access"})
)

// rules is the import table, the most particular paths first. Data flows one way: who appears in a list below never
// appears in a list above.
var rules = []rule{
	{"feed/spelling", nothing, nothing},
	{"feed/windows", []string{"feed", "feed/spelling"}, []string{"github.com/arran4/golang-ical", "github.com/teambition/rrule-go"}},
	{"feed/syndication", []string{"feed", "feed/commands"}, []string{"github.com/arran4/golang-ical"}},
	{"feed/protocol/calendars", []string{"feed/spelling", "feed/windows", "feed/windows/holidays", "feed/windows/ics"}, nothing},
	{"feed/protocol/rules", []string{"feed", "feed/spelling"}, []string{"github.com/expr-lang/expr"}},
	{"feed/protocol/compare", []string{
		"feed", "feed/spelling", "feed/windows", "feed/protocol", "feed/protocol/calendars", "feed/protocol/wording", "feed/protocol/rules",
	}, nothing},
	{"feed/protocol/wording", []string{"feed", "feed/windows", "feed/protocol", "feed/protocol/calendars"}, nothing},
	{"feed/protocol", []string{"feed", "feed/spelling", "feed/windows", "feed/windows/ics", "feed/protocol/calendars", "feed/protocol/rules"}, []string{"go.yaml.in/yaml/"}},
	{"feed/identity", []string{"feed", "feed/protocol"}, nothing},
	{"feed/said", nothing, nothing},
	{"feed/commands", []string{"feed", "feed/said"}, nothing},
	{"feed/guard", nothing, nothing},
	{"feed/decisions/madr", []string{"feed"}, nothing},
	{"feed/decisions", []string{"feed", "feed/commands", "feed/said", "feed/windows", "feed/protocol", "feed/protocol/rules"}, nothing},
	{"feed/asks/commitment", []string{"feed/commands", "feed/said", "feed/windows"}, nothing},
	{"feed/asks/receipt", []string{"feed", "feed/commands", "feed/windows", "feed/protocol", "feed/protocol/calendars"}, nothing},
	{"feed/asks", []string{"feed", "feed/said", "feed/asks/commitment", "feed/decisions", "feed/windows", "feed/protocol", "feed/protocol/calendars", "feed/protocol/rules"}, nothing},
	{"feed/reports", []string{"feed", "feed/windows", "feed/protocol", "feed/protocol/calendars", "feed/protocol/rules"}, nothing},
	{"feed/derivedtest", []string{"feed"}, nothing},
	{"feed/catchup", []string{"feed", "feed/syndication"}, nothing},
	{"feed/query", []string{"feed", "feed/identity", "feed/spelling"}, nothing},
	{"feed/store/storetest", []string{"feed", "feed/seal", "feed/store"}, nil},
	{"feed/seal", nothing, nothing},
	{"feed/store", []string{"feed", "feed/seal"}, []string{
		"modernc.org/sqlite", "github.com/jackc/pgx/", "github.com/pressly/goose/", "github.com/hashicorp/golang-lru/v2", "github.com/sourcegraph/conc",
	}},
	{"feed/respond", nothing, nothing},
	{"feed/access/oidc/oidctest", nothing, nothing},
	{"feed/access/oidc", []string{"feed/access"}, []string{
		"github.com/coreos/go-oidc/", "golang.org/x/oauth2", "github.com/alexedwards/scs/",
	}},
	{"feed/access", []string{"feed"}, nothing},
	{"feed/web", served, nil},
	{"feed/api/mcp", []string{"feed/api"}, []string{"github.com/modelcontextprotocol/go-sdk/mcp"}},
	{"feed/api", served, nil},
	{"feed/webhook", append([]string{"feed/guard"}, pure...), nil},
	{"feed/previews", []string{"feed"}, nothing},
	{"feed/digest", pure, nil},
	{"feed", nothing, nothing},
	{"connectors/simulator", nothing, []string{"go.yaml.in/yaml/"}},
	{"connectors/connectortest", []string{
		"feed", "connectors", "feed/asks", "feed/decisions", "feed/derivedtest", "feed/protocol",
	}, nil},
	{"connectors/*", []string{"feed", "connectors"}, nil},
	{"connectors", []string{"feed"}, nil},
	{"workflows/engine", nothing, nil},
	{"workflows", []string{"feed/...", "connectors"}, nil},
	{"cmd", []string{"feed/...", "connectors/...", "workflows/..."}, nil},
}

// TestImports checks the import table.
func TestImports(t *testing.T) {
	for _, p := range packages(t) {
		for _, wrong := range violations(p) {
			t.Error(wrong)
		}
	}
}

// TestImportsTable checks that the table refuses what it is there to refuse.
func TestImportsTable(t *testing.T) {
	tests := []struct {
		from, imported string
		wrong          string // a part of the message; empty where the import is allowed
	}{
		{"feed", "time", ""},
		{"feed", "golang.org/x/text/cases", "feed may import from outside only: the standard library"},
		{"feed", module + "/feed/windows", "feed may import of ours only: nothing"},
		{"feed/store", module + "/feed", ""},
		{"feed/store", module + "/feed/store/schema", ""},
		{"feed/store", module + "/feed/windows", "feed/store may import of ours only: feed, feed/seal"},
		{"feed/web", module + "/feed/asks", ""},
		{"feed/web", module + "/feed/store", "feed/web may import of ours only"},
		{"feed/elsewhere", module + "/feed/store", "feed may import of ours only: nothing"},
		{"connectors/github", module + "/connectors", ""},
		{"connectors/github", module + "/connectors/github/app", ""},
		{"connectors/github", module + "/connectors/jira", "connectors/* may import of ours only"},
		{"connectors/simulator/github", module + "/connectors/simulator/world", ""},
		{"connectors/simulator/github", module + "/feed", "connectors/simulator may import of ours only: nothing"},
		{"workflows", module + "/feed/store", ""},
		{"workflows", module + "/connectors/github", "workflows may import of ours only"},
		{"workflows", module + "/cmd/internal/cli", "nothing imports them"},
		{"cmd/dateline", module + "/cmd/internal/cli", ""},
		{"helpers", "time", "helpers has no rule"},
	}
	for _, tt := range tests {
		got := strings.Join(violations(listed{path: tt.from, Imports: []string{tt.imported}}), "\n")
		if (got == "") != (tt.wrong == "") || !strings.Contains(got, tt.wrong) {
			t.Errorf("%s importing %s: got %q, want %q", tt.from, tt.imported, got, tt.wrong)
		}
	}
}

// violations returns a sentence for each import that the table refuses.
func violations(p listed) (wrong []string) {
	r, ok := ruleFor(p.path)
	if !ok {
		return []string{p.path + " has no rule about what it may import: add one to the table, or move the package"}
	}
	for _, imported := range p.Imports {
		ours, inside := strings.CutPrefix(imported, module+"/")
		switch {
		case inside && under(ours, "cmd") && !under(p.path, "cmd"):
			wrong = append(wrong, fmt.Sprintf("%s imports %s: commands wire the rest together, and nothing imports them", p.path, ours))
		case inside && !r.allows(p.path, ours):
			wrong = append(wrong, fmt.Sprintf("%s imports %s, but %s may import of ours only: %s", p.path, ours, r.path, list(r.ours)))
		case !inside && !r.allowsOutside(imported):
			wrong = append(wrong, fmt.Sprintf("%s imports %s, but %s may import from outside only: %s",
				p.path, imported, r.path, list(append([]string{"the standard library"}, r.outside...))))
		}
	}
	return wrong
}

// TestEngine checks that the Temporal server is linked by dateline-solo and by nothing else, and so is the demo's team.
func TestEngine(t *testing.T) {
	ours := map[string][]string{}
	for _, p := range packages(t) {
		for _, imported := range p.Imports {
			if under(imported, "go.temporal.io/server") && !under(p.path, "workflows/engine") {
				t.Errorf("%s imports %s, but only workflows/engine may import the Temporal server", p.path, imported)
			}
			if inside, ok := strings.CutPrefix(imported, module+"/"); ok {
				ours[p.path] = append(ours[p.path], inside)
			}
		}
	}
	for from := range ours {
		if under(from, "workflows/engine") || under(from, "cmd/dateline-solo") {
			continue
		}
		if way := reach(ours, from, "workflows/engine"); way != nil {
			t.Errorf("%s links the Temporal server by way of %s, but only cmd/dateline-solo may", from, strings.Join(way, " → "))
		}
		if way := reach(ours, from, "connectors/simulator"); way != nil && under(from, "cmd") {
			t.Errorf("%s links the simulator by way of %s, but only cmd/dateline-solo may, for the demo", from, strings.Join(way, " → "))
		}
	}
}

// TestPackageComments checks that every package says what it is.
func TestPackageComments(t *testing.T) {
	for _, p := range packages(t) {
		if p.Doc == "" && len(p.GoFiles) > 0 {
			t.Errorf("%s has no package comment: say what it is, what it promises and what it never does", p.path)
		}
	}
}

// TestTopLevel checks that the root of the repository holds what a newcomer expects, and no more.
func TestTopLevel(t *testing.T) {
	allowed := []string{
		"cmd", "connectors", "feed", "workflows", "charts", "docs",
		"go.mod", "go.sum", "Makefile",
		"README.md", "LICENSE", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md",
		".ci", ".git", ".gitattributes", ".github", ".gitignore", ".golangci.yml",
		"bin", // built here, ignored by git
	}
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s stands at the top of the repository, where only these may: %s", e.Name(), list(allowed))
		}
	}
}

// A listed package is what go list tells about one of ours.
type listed struct {
	ImportPath, Doc  string
	GoFiles, Imports []string

	path string // in the module
}

// packages lists the packages of the module without their tests. One that does not compile is listed all the same.
func packages(t *testing.T) []listed {
	t.Helper()
	walk(t)
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Doc,GoFiles,Imports", "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("reading what go list printed: %v", err)
		}
		p.path = strings.TrimPrefix(p.ImportPath, module+"/")
		all = append(all, p)
	}
	if !slices.ContainsFunc(all, func(p listed) bool { return p.path == "feed" }) {
		t.Fatal("go list did not find feed itself")
	}
	return all
}

// walk looks into every folder of the module: go test then knows that this test depends on them, which it cannot see in
// what go list reads, and runs it again when one has changed.
func walk(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && slices.Contains([]string{".git", "bin", "testdata"}, d.Name()) {
			return fs.SkipDir
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func ruleFor(pkg string) (rule, bool) {
	for _, r := range rules {
		if covers(r.path, pkg) {
			return r, true
		}
	}
	return rule{}, false
}

// covers reports whether the package is the path's, or below it.
func covers(pattern, pkg string) bool {
	names := strings.Split(pkg, "/")
	n := strings.Count(pattern, "/") + 1
	if len(names) < n {
		return false
	}
	ok, err := path.Match(pattern, strings.Join(names[:n], "/"))
	return err == nil && ok
}

// allows reports whether a package under the rule may import another of ours.
func (r rule) allows(from, imported string) bool {
	root := strings.Join(strings.Split(from, "/")[:strings.Count(r.path, "/")+1], "/")
	if other, _ := ruleFor(imported); other.path == r.path && under(imported, root) {
		return true
	}
	return slices.ContainsFunc(r.ours, func(name string) bool {
		tree, all := strings.CutSuffix(name, "/...")
		return imported == name || all && under(imported, tree)
	})
}

// allowsOutside reports whether a package under the rule may import one of another module.
func (r rule) allowsOutside(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	if r.outside == nil || !strings.Contains(first, ".") { // only the standard library has no dot there
		return true
	}
	return slices.ContainsFunc(r.outside, func(prefix string) bool { return strings.HasPrefix(imported, prefix) })
}

// reach returns the packages by way of which one imports another, nil if it does not.
func reach(imports map[string][]string, from, to string) []string {
	seen := map[string]bool{from: true}
	for queue := [][]string{{from}}; len(queue) > 0; queue = queue[1:] {
		way := queue[0]
		for _, next := range imports[way[len(way)-1]] {
			if under(next, to) {
				return append(slices.Clone(way[1:]), next)
			}
			if !seen[next] {
				seen[next] = true
				queue = append(queue, append(slices.Clone(way), next))
			}
		}
	}
	return nil
}

// under reports whether a path is the folder or below it.
func under(name, folder string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}

func list(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}
