package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/webhook"
)

var codeBlock = regexp.MustCompile("(?s)```(go|javascript|python)\n(.*?)```")

// around is what makes a program of the function verify that README.md shows in a language: it reads the secret, the headers
// and the body, and says whether they are believed.
var around = map[string]struct{ file, before, after string }{
	"go": {"main.go", `package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

`, `
func main() {
	var got struct{ Secret, Body string; Headers map[string]string }
	if err := json.NewDecoder(os.Stdin).Decode(&got); err != nil {
		panic(err)
	}
	headers := http.Header{}
	for name, value := range got.Headers {
		headers.Set(name, value)
	}
	fmt.Println(verify(got.Secret, headers, []byte(got.Body)) == nil)
}
`},
	"javascript": {"main.mjs", "", `
import { readFileSync } from "node:fs";
const got = JSON.parse(readFileSync(0, "utf8"));
try { verify(got.secret, got.headers, got.body); console.log(true); } catch { console.log(false); }
`},
	"python": {"main.py", "", `
import json, sys
got = json.load(sys.stdin)
print(str(verify(got["secret"], got["headers"], got["body"].encode())).lower())
`},
}

// How receivers verify what they get is shown in three languages, and does: what a sender of ours sent is believed, and nothing
// else.
func TestReadmeVerifies(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	sent := received(t, secret)
	shown := 0
	for _, block := range codeBlock.FindAllStringSubmatch(string(text), -1) {
		shown++
		run := program(t, block[1], block[2])
		stranger := "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
		for name, c := range map[string]struct {
			secret, body string
			want         string
		}{
			"what was sent": {secret, sent.Body, "true"}, "another body": {secret, sent.Body + " ", "false"}, "another secret": {stranger, sent.Body, "false"},
		} {
			given, err := json.Marshal(message{c.secret, c.body, sent.Headers})
			if err != nil {
				t.Fatal(err)
			}
			if got := run(string(given)); got != c.want {
				t.Errorf("%s: %s is believed: %s, want %s", block[1], name, got, c.want)
			}
		}
	}
	if shown != len(around) {
		t.Errorf("README.md verifies in %d languages, want %d", shown, len(around))
	}
}

// A message is what a program of a receiver is given.
type message struct {
	Secret  string            `json:"secret"`
	Body    string            `json:"body"`
	Headers map[string]string `json:"headers"`
}

// received is what a receiver gets of an event.
func received(t *testing.T, secret string) (got message) {
	t.Helper()
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		got.Body, got.Headers = string(body), map[string]string{}
		for name := range r.Header {
			got.Headers[strings.ToLower(name)] = r.Header.Get(name)
		}
	}))
	defer receiver.Close()
	now := time.Now()
	e := feed.Entry{Source: "api", Tool: "github", Seq: 7, Changed: 7, Event: feed.Event{
		Key: "event/7", Verb: feed.Commented, Kind: feed.Discussion, At: now, Updated: now, Text: "“Ünder” <b>",
	}}
	to := webhook.Subscriber{Name: "ops", URL: receiver.URL, Secret: secret, Private: true}
	if _, err := webhook.NewSender("dateline/test").Send(t.Context(), to, webhook.ID(e), e, nil, now); err != nil {
		t.Fatal(err)
	}
	return got
}

// program makes a program of what README.md shows, and returns what it prints.
func program(t *testing.T, language, shown string) func(given string) string {
	t.Helper()
	is, folder := around[language], t.TempDir()
	path := filepath.Join(folder, is.file)
	if err := os.WriteFile(path, []byte(is.before+shown+is.after), 0o600); err != nil {
		t.Fatal(err)
	}
	command := []string{"python3", path}
	switch language {
	case "go":
		command = []string{filepath.Join(folder, "verify")}
		if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", command[0], path).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	case "javascript":
		modules := os.Getenv("DATELINE_TEST_MODULES")
		if modules == "" {
			t.Fatal(`set DATELINE_TEST_MODULES to a node_modules that has standardwebhooks, or run "make test", which fetches it`)
		}
		if err := os.Symlink(modules, filepath.Join(folder, "node_modules")); err != nil {
			t.Fatal(err)
		}
		command = []string{"node", path}
	}
	return func(given string) string {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		run := exec.CommandContext(ctx, command[0], command[1:]...)
		run.Stdin = strings.NewReader(given)
		out, err := run.CombinedOutput()
		if err != nil {
			return fmt.Sprintf("%v: %s", err, out)
		}
		return strings.TrimSpace(string(out))
	}
}
