package schema_test

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/cmd/internal/schema/schematest"
	"github.com/datelinehq/dateline/connectors"
)

// settings are those of the tools in the reader's own tests.
type settings struct {
	Project string `yaml:"project"`
	Token   string `yaml:"token"`
	URL     string `yaml:"url"`
}

func (*settings) Open(connectors.Env) (connectors.Connector, error) {
	return nil, nil
}

// cannotTell are the lines of the reader's test data that only the reader can judge, and why.
var cannotTell = map[string]string{
	"addresses:1":        "an address is any text",
	"addresses:2":        "an address is any text",
	"addresses:3":        "an address is any text",
	"addresses:4":        "an address is any text",
	"addresses:5":        "an address is any text",
	"agreement:2":        "a name and where it is used",
	"agreement:5":        "hours need a location, other calendars do not",
	"agreement:6":        "days and intervals have a form of their own",
	"agreement:7":        "that a list holds no hours",
	"agreement:8":        "places and files are elsewhere",
	"agreement:9":        "an address is any text",
	"agreement:10":       "calendars made of each other",
	"agreement:12":       "names in two places",
	"agreement:15":       "a name and where it is used",
	"agreement:16":       "tools in a table of another kind",
	"agreement:17":       "a name and where it is used",
	"agreement:20":       "names in two places",
	"agreement:23":       "one of two settings",
	"agreement:24":       "names in two places",
	"agreement:26":       "a name and where it is used",
	"agreement:28":       "a text without letters",
	"agreement:29":       "a name and where it is used",
	"agreement:30":       "a name and where it is used",
	"agreement:34":       "a name and where it is used",
	"api:1":              "a number of its own least",
	"digests:1":          "an address is any text",
	"digests:7":          "keys that need each other",
	"digests:8":          "keys that need each other",
	"digests:9":          "a name and where it is used",
	"digests:10":         "a calendar in another place",
	"digests:11":         "keys that need each other",
	"digests:12":         "keys in two places",
	"digests:13":         "an address is any text",
	"encryption:4":       "what a key holds",
	"encryption-gone:3":  "files are elsewhere",
	"encryption-none:9":  "settings that need each other",
	"forms:5":            "dates are compared by the reader",
	"mail:2":             "which machine is this one",
	"map:16":             "case and spaces of names",
	"map:30":             "lengths are compared by the reader",
	"not-yaml:1":         "no YAML, which the library says",
	"protocol:3":         "names in two places",
	"protocol:4":         "accounts in two places",
	"protocol:7":         "a name and where it is used",
	"protocol:9":         "rules are a language of their own",
	"protocol:10":        "rules are a language of their own",
	"protocol:12":        "what is counted on a calendar needs one in another place",
	"sources:3":          "names in two places",
	"sources:8":          "lengths are compared by the reader",
	"sources:9":          "what this tool requires it tells only when it is opened",
	"subscribers:3":      "names in two places",
	"subscribers:5":      "an address is any text",
	"subscribers:6":      "a secret is any text",
	"subscribers_told:4": "two that exclude each other",
	"subscribers_told:5": "names in two places",
	"subscribers_told:6": "filters are a language of their own",
	"subscribers_told:7": "a secret is any text",
	"times:5":            "lengths are compared by the reader",
	"variables:4":        "variables have their values elsewhere",
	"variables:5":        "variables have their values elsewhere",
	"variables:7":        "files are elsewhere",
	"views:7":            "names in two places",
	"views:8":            "a name that is there and says nothing",
	"views:9":            "a filter that is there and says nothing",
	"views:11":           "filters are a language of their own",
	"views:12":           "filters are a language of their own",
	"views:13":           "filters are a language of their own",
	"views:14":           "filters are a language of their own",
	"twice:2":            "a key that is there twice, which some libraries say",
	"access:3":           "keys that exclude each other, which is said with reasons",
	"access:4":           "an address is any text",
	"access:5":           "what one key requires of others",
	"access-keys:3":      "networks are any text",
	"access-nobody:2":    "what one key requires of others",
	"exposed:2":          "what one key requires of others",
}

var said = regexp.MustCompile(`(?m)^dateline\.yaml:(\d+): `)

// What the reader refuses in its own tests the schema refuses too, line for line, where a schema can tell; and it refuses
// nothing of what the reader accepts.
func TestTheReadersTests(t *testing.T) {
	files, err := filepath.Glob("../config/testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test data: %v", err)
	}
	empty := func() connectors.Config { return &settings{} }
	checker := schematest.New(t, config.Tools{"tracker": empty, "board": empty})
	used := map[string]bool{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, m := range said.FindAllStringSubmatch(string(archive.Files[1].Data), -1) {
			lines = append(lines, m[1])
		}
		refused := map[string]string{}
		for _, f := range checker.Faults(t, string(archive.Files[0].Data)) {
			refused[strconv.Itoa(f.Line)] = f.Text
		}
		for _, line := range lines {
			_, too := refused[line]
			reason := cannotTell[name+":"+line]
			switch {
			case reason != "":
				used[name+":"+line] = true
			case !too:
				t.Errorf("%s: the reader refuses line %s, and the schema does not", name, line)
			}
		}
		for line, text := range refused {
			if len(lines) == 0 {
				t.Errorf("%s: the schema refuses line %s of what the reader accepts: %s", name, line, text)
			}
		}
	}
	if len(used) != len(cannotTell) {
		t.Errorf("%d of %d lines that a schema cannot tell of are refused by the reader", len(used), len(cannotTell))
	}
}
