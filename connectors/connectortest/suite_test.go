package connectortest

import (
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
)

// brokenPromise names the environment variable that tells TestNotes which promise its connector is to break.
const brokenPromise = "CONNECTORTEST_BREAK"

// TestNotes runs the suite on the connector of a made-up tool.
func TestNotes(t *testing.T) {
	broken := os.Getenv(brokenPromise)
	if broken == "a goroutine is left behind" {
		left := make(chan struct{})
		go func() { <-left }()
	}
	Run(t, Suite{
		Open: func(_ *testing.T, base string, env connectors.Env) connectors.Connector {
			return &notes{base: base, client: env.HTTP, broken: broken}
		},
		Tool: http.HandlerFunc(serveNotes), Golden: "testdata/notes.golden", Lists: []string{"notes"},
		Idle: 1, IdleStatus: http.StatusNotModified, Secrets: []string{notesToken},
	})
}

// TestEveryPromiseIsChecked breaks one promise at a time and wants the check of that promise to fail. Each runs in a
// process of its own, for a test cannot fail within a test that passes.
func TestEveryPromiseIsChecked(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ broken, check, says string }{
		{"an object is left out", "golden", "what arrived is not what"},
		{"an event has no key", "fit_to_be_stored", "not fit to be stored"},
		{"an item never comes", "fit_to_be_stored", "which never arrived"},
		{"nothing comes", "fit_to_be_stored", "nothing arrived"},
		{"a page is held back in memory", "opened_anew_at_every_page", "it brought something else"},
		{"what was sent is not sent again", "every_page_read_twice", "it brought something else"},
		{"the walk does not end", "golden", "no end after"},
		{"a key changes with every reading", "second_reading", "it brought something new"},
		{"an idle poll asks twice", "idle_poll", "made 2 requests, not 1"},
		{"an idle poll is not conditional", "idle_poll", "answered 200, not 304"},
		{"an idle poll brings the last page", "idle_poll", "brought 1 items"},
		{"401 is any error", "refusals", "it is not ErrAuth"},
		{"429 is any error", "refusals", "it is not a Wait"},
		{"429 waits as long as it likes", "refusals", "it is not a Wait of the 7 s"},
		{"500 is nothing", "faults", "500 at request 1 was taken for an answer"},
		{"503 is a wait", "faults", "it is a Wait that nobody asked for"},
		{"half an answer is one", "faults", "cut off at request 1"},
		{"an empty answer is one", "faults", "empty at request 1"},
		{"a web page is an answer", "faults", "a web page at request 1"},
		{"null is an answer", "faults", "null at request 1"},
		{"too large is nothing", "faults", "too large at request 1"},
		{"hanging up is a refusal", "faults", "it is ErrAuth"},
		{"a fault is a bad cursor", "faults", "it is ErrCursor"},
		{"the cursor moves with an error", "faults", "the cursor moved with an error"},
		{"an error tells the token", "faults", "a credential stands in"},
		{"the cursor tells the token", "golden", "a credential stands in"},
		{"an address tells the token", "golden", "a credential stands in the address"},
		{"a broken object is an error", "broken_objects", "page 1"},
		{"a broken object is dropped", "broken_objects", "was not rejected"},
		{"a broken object ends the page", "broken_objects", "changed the rest"},
		{"cancellation is not heeded", "cancellation", "it returned a page"},
		{"cancellation is another error", "cancellation", "cancelled at request 1"},
		{"any cursor will do", "worthless_cursors", "want the cursor is no longer valid"},
		{"reading writes", "golden", "which writes"},
		{"the list leaves one out", "roll", "the item 2 was brought and is not listed"},
		{"the list does not end", "roll", "goes in circles"},
		{"a list that failed is empty", "roll", "500 was taken for a list of 0 items"},
		{"null is a list", "roll", "null was taken for a list"},
		{"the probe says nothing", "probe", "the probe found"},
		{"the probe knows no refusal", "probe", "refused, the probe says <nil>"},
		{"a goroutine is left behind", "", "found unexpected goroutines"},
	} {
		t.Run(c.broken, func(t *testing.T) {
			t.Parallel()
			child := exec.CommandContext(t.Context(), program, "-test.run=^TestNotes$", "-test.v")
			child.Env = append(os.Environ(), brokenPromise+"="+c.broken)
			out, err := child.CombinedOutput()
			if err == nil {
				t.Fatalf("the suite passes")
			}
			failed := "--- FAIL: " + strings.TrimSuffix("TestNotes/"+c.check, "/") + " "
			if text := string(out); !strings.Contains(text, failed) || !strings.Contains(text, c.says) {
				t.Errorf("want %q saying %q in\n%s", failed, c.says, out)
			}
		})
	}
}
