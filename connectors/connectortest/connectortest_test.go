package connectortest_test

import (
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/connectortest"
)

// flawVariable names the flaw that TestNotebook's connector is to have.
const flawVariable = "DATELINE_TEST_FLAW"

// TestNotebook runs the suite for a small connector that keeps all promises.
func TestNotebook(t *testing.T) {
	connectortest.Run(t, connectortest.Suite{
		Open: func(_ *testing.T, base string, client *http.Client) connectors.Connector {
			return &reader{base: base, client: client, flaw: os.Getenv(flawVariable)}
		},
		Tool: http.HandlerFunc(notebook), Golden: "testdata/notebook.golden", Lists: []string{"notes"},
		Idle: 1, IdleStatus: http.StatusOK, Secrets: []string{token},
	})
}

// TestFlaws runs the suite for connectors that each break one promise, and looks for the check that must say so.
func TestFlaws(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for flaw, want := range map[string]string{
		"forgetful":   "TestNotebook/golden",
		"timeless":    "not fit to be stored",
		"remembering": "TestNotebook/every_page_read_twice",
		"restless":    "TestNotebook/idle_poll",
		"blunt":       "401 at request 1: it is not ErrAuth",
		"impatient":   "429 at request 1: it is not a Wait",
		"talkative":   "a credential stands in",
		"swallowing":  "was taken for an answer",
		"strict":      "TestNotebook/broken_objects",
		"careless":    "was not rejected",
		"gullible":    "TestNotebook/worthless_cursors",
		"writing":     "which writes",
		"lingering":   "found unexpected goroutines",
	} {
		t.Run(flaw, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), program, "-test.run=^TestNotebook$")
			cmd.Env = append(os.Environ(), flawVariable+"="+flaw)
			said, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(said), want) {
				t.Errorf("the suite did not say %q: %v\n%s", want, err, said)
			}
		})
	}
}
