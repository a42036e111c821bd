package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/testsuite"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/example"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/workflows"
)

// withMinutes makes Minutes a tool of the program, by the one line that connectors/README.md promises to be enough.
func withMinutes(t *testing.T) {
	t.Helper()
	tools["minutes"] = func() connectors.Config { return &example.Config{} }
	t.Cleanup(func() { delete(tools, "minutes") })
}

// A site is a folder with a configuration, to run the program in.
type site struct {
	t            *testing.T
	config, data string
	now          func() time.Time // nil: the clock on the wall
}

// newSite writes a configuration. Its texts may name the address of the tool as TOOL.
func newSite(t *testing.T, tool http.Handler, yaml string) *site {
	t.Helper()
	server := httptest.NewServer(tool)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	s := &site{t: t, config: filepath.Join(dir, "dateline.yaml"), data: filepath.Join(dir, "data")}
	if err := os.WriteFile(s.config, []byte(strings.ReplaceAll(yaml, "TOOL", server.URL)), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

// run runs a command and returns what it printed and its exit code.
func (s *site) run(args ...string) (string, int) {
	s.t.Helper()
	var out bytes.Buffer
	code := Program{Name: "dateline"}.Run(s.t.Context(), append(args, "--config", s.config, "--data", s.data), &out, &out)
	return out.String(), code
}

// host is what the configuration becomes.
func (s *site) host() *host {
	s.t.Helper()
	secrets := &connectors.Secrets{}
	o := &options{config: s.config, data: s.data, given: true}
	program := Program{Name: "dateline"}
	conf, err := program.read(o, secrets)
	if err != nil {
		s.t.Fatal(err)
	}
	h, err := program.host(s.t.Context(), conf, o, secrets, s.t.Output())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(h.close)
	if s.now != nil {
		h.now = s.now
	}
	return h
}

// activities is what a worker of the program does.
func (s *site) activities() *workflows.Activities {
	s.t.Helper()
	h := s.host()
	h.clients.Hurry()
	if err := h.declare(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	activities := h.activities(&connection{})
	activities.Temporal = deaf{}
	return activities
}

// tick derives from what was read as Temporal would have it derived.
func (s *site) tick() {
	s.t.Helper()
	s.tickAs(s.activities())
}

func (s *site) tickAs(activities *workflows.Activities) {
	s.t.Helper()
	s.act(activities, activities.Tick)
}

// act does one activity.
func (s *site) act(activities *workflows.Activities, activity any, args ...any) {
	s.t.Helper()
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(activities)
	if _, err := env.ExecuteActivity(activity, args...); err != nil {
		s.t.Fatal(err)
	}
}

// poll reads a source as Temporal would have it read.
func (s *site) poll(source string) workflows.Polled {
	s.t.Helper()
	activities := s.activities()
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestWorkflowEnvironment()
	env.SetTestTimeout(time.Minute) // of the wall clock, which says nothing of what is tested
	env.RegisterActivity(activities)
	env.ExecuteWorkflow(workflows.Poll, workflows.PollRequest{Source: source, Attempts: 1})
	if err := env.GetWorkflowError(); err != nil {
		s.t.Fatal(err)
	}
	var polled workflows.Polled
	if err := env.GetWorkflowResult(&polled); err != nil {
		s.t.Fatal(err)
	}
	return polled
}

// deaf is a Temporal that nobody works for.
type deaf struct{}

func (deaf) ExecuteWorkflow(context.Context, client.StartWorkflowOptions, any, ...any) (client.WorkflowRun, error) {
	return nil, nil
}

func (deaf) SignalWithStartWorkflow(context.Context, string, string, any, client.StartWorkflowOptions, any, ...any) (client.WorkflowRun, error) {
	return nil, nil
}

// minutes is a book of minutes with three entries and one that cannot be understood.
func minutes(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer good-token" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	switch {
	case strings.HasSuffix(r.URL.Path, "/topics"):
		w.WriteHeader(http.StatusForbidden)
	case strings.HasSuffix(r.URL.Path, "/about"):
		_, _ = fmt.Fprint(w, `{"me": {"id": "u9", "name": "Dateline"}, "entries": 4}`)
	case r.URL.Query().Get("after") == "0":
		_, _ = fmt.Fprint(w, `{"entries": [
			{"id": 1, "at": "2026-03-02T09:00:00Z", "kind": "opened", "text": "Who waters the plants?", "topic": {"id": "t1", "title": "Plants"}},
			{"id": 2, "at": "2026-03-02T09:01:00Z", "kind": "decided", "text": "Ben does.", "by": {"id": "u2"}, "topic": {"id": "t1", "title": "Plants"}},
			{"id": 3, "at": "2026-03-02T09:02:00Z", "kind": "hummed", "topic": {"id": "t1"}}]}`)
	default:
		_, _ = fmt.Fprint(w, `{"entries": []}`)
	}
}

const minutesYAML = `
public_url: https://dateline.example.com
sources:
  - name: weekly
    minutes: {book: acme, token: good-token, url: "TOOL", hook_secret: a-secret-of-the-hook}
    map: {lists: {Decided: decided}}
`

// A sixth tool is a folder and a line: it is configured, checked, read, stored and shown like any other.
func TestTheSixthTool(t *testing.T) {
	withMinutes(t)
	s := newSite(t, http.HandlerFunc(minutes), minutesYAML)
	if polled := s.poll("weekly"); polled.Added != 2 || polled.Rejected != 1 {
		t.Errorf("read %+v, want two events and a reject", polled)
	}
	for _, step := range []struct {
		name string
		args []string
		code int
		says string // a regular expression
	}{
		{"check", []string{"check"}, 0, `\nweekly: minutes can be read in part\n  as    Dateline \(u9\)\n  reads the book acme, 4 entries\n  lacks the list of topics.*: give the token the right List topics\n` +
			`  rings at https://dateline\.example\.com/hooks/weekly\n\nwindow "normal": every response within 24h`},
		{"check, asking nobody", []string{"check", "--offline"}, 0, `the configuration is good\nsqlite: the database answers\nencryption: secrets are sealed .*\ntime zones: 2.*\n\nwindow `},
		{"its feed", []string{"feed"}, 0, `decision +u2 +decided +T1 +Plants\n.*progress +somebody +opened +T1 +Plants\n$`},
		{"its doorbell", []string{"hook", "weekly"}, 0, `^https://dateline\.example\.com/hooks/weekly\n$`},
		{"the doorbell of nobody", []string{"hook", "yearly"}, 2, `there is no source "yearly"`},
		{"sweeping", []string{"sweep", "weekly"}, 1, `sweeping weekly: asking for the topics: the tool refused the credentials: 403 forbidden`},
		{"sweeping nothing", []string{"sweep", "yearly"}, 2, `there is no source "yearly"`},
		{"its state", []string{"sources"}, 0, `SOURCE +TOOL +STATE .*\nweekly +minutes +current +20.* 1 +2 +1 *\n$`},
	} {
		out, code := s.run(step.args...)
		if code != step.code || !regexp.MustCompile(step.says).MatchString(out) {
			t.Errorf("%s: exit code %d, want %d; it should say %q and says\n%s", step.name, code, step.code, step.says, out)
		}
	}
	out, _ := s.run("sources", "--json")
	var record feed.SourceRecord
	if err := json.Unmarshal([]byte(out), &record); err != nil || record.Tool != "minutes" || record.Rejects != 1 || record.Success == nil {
		t.Errorf("as JSON it is %s (%v)", out, err)
	}
}

func TestCheckFailsWhereASourceCannotBeRead(t *testing.T) {
	withMinutes(t)
	s := newSite(t, http.HandlerFunc(minutes), strings.Replace(minutesYAML, "good-token", "bad-token", 1))
	out, code := s.run("check")
	if code != exitFailed || !strings.Contains(out, "weekly: minutes: asking for the about: the tool refused the credentials: 401") || !strings.Contains(out, "1 of 1 sources cannot be read") {
		t.Errorf("exit code %d, saying\n%s", code, out)
	}
	if strings.Contains(out, "bad-token") {
		t.Errorf("the token is told:\n%s", out)
	}
	if out, code := s.run("check", "--offline"); code != exitOK {
		t.Errorf("offline the exit code is %d:\n%s", code, out)
	}
}

// In a terminal each line has a mark, and colours unless they are not wanted.
func TestMarks(t *testing.T) {
	for _, c := range []struct {
		marks, colours bool
		want           string
	}{
		{false, false, "good\nbad\n  lacks all\n"},
		{true, false, "✓ good\n✗ bad\n    lacks all\n"},
		{true, true, "\x1b[32m✓\x1b[0m good\n\x1b[31m✗\x1b[0m bad\n    lacks all\n"},
	} {
		var out bytes.Buffer
		m := marked{&out, c.marks, c.colours}
		m.good("good")
		m.bad("bad")
		m.detail("lacks", "all")
		if out.String() != c.want {
			t.Errorf("printed %q, want %q", out.String(), c.want)
		}
	}
}
