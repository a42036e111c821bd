package main_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/workflows/engine"
)

// output runs the program and returns what it printed and its exit code.
func (in *installation) output(args ...string) (string, int) {
	in.t.Helper()
	ctx, cancel := context.WithTimeout(in.t.Context(), time.Minute)
	defer cancel()
	out, err := in.command(ctx, args...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		in.t.Fatal(err)
	}
	if exit != nil {
		return string(out), exit.ExitCode()
	}
	return string(out), 0
}

// An operator's first hour: check, sync, look, pause.
func TestCommands(t *testing.T) {
	in := newInstallation(t, build(t), serveTool(t), "")
	steps := []struct {
		name string
		args []string
		code int
		says string // a regular expression
	}{
		{"an unknown command", []string{"dance"}, 2, `unknown command "dance"`},
		{"an unknown flag", []string{"feed", "--colour"}, 2, `unknown flag: --colour`},
		{"too many arguments", []string{"feed", "all"}, 2, `unknown command "all"`},
		{"check", []string{"check"}, 0, `the configuration is good\n.*the database answers\n.*secrets are sealed.*\n.*time zones: 2\d{3}.*\nteam: github can be read.*\n(  .*\n)*  reads \d+ repositories of \S+\n(  .*\n)*\n(.*\n)*window "normal"`},
		{"nothing was read yet", []string{"feed"}, 0, `^AT +KIND +BY +VERB +ITEM +TITLE\n$`},
		{"sync", []string{"sync", "--once"}, 0, `SOURCE +REQUESTS +EVENTS.*\nteam +1 .*\n(.*\n)+all +\d+ +[1-9]\d{2,} `},
		{"sync again asks each source once", []string{"sync", "--once"}, 0, `\nall +3 +0 +0 +0 `},
		{"sync of one", []string{"sync", "--source", "team/api"}, 0, `\nteam/api +1 +0 `},
		{"sync of none", []string{"sync", "--source", "elsewhere"}, 2, `there is no source "elsewhere"`},
		{"feed", []string{"feed", "--limit", "3"}, 0, `^(.*\n){4}$`},
		{"feed of decisions", []string{"feed", "--kind", "decision", "--format", "md"}, 0, `\| decision \| .*\]\(<http`},
		{"feed in a form nobody knows", []string{"feed", "--format", "xml"}, 2, `--format is table, json or md, not "xml"`},
		{"asks", []string{"asks"}, 0, `flagged +\S+ .*review `},
		{"pause", []string{"pause", "team"}, 0, `^$`},
		{"pause of none", []string{"pause", "elsewhere"}, 2, `there is no source "elsewhere"`},
		{"sync of a paused source", []string{"sync", "--source", "team"}, 1, `"team" is paused; resume it with: dateline-solo resume team`},
		{"resume", []string{"resume", "team"}, 0, `^$`},
		{"migrate", []string{"migrate"}, 0, `the sqlite schema is up to date`},
		{"version", []string{"version"}, 0, `^dateline-solo \S+\ntime zones 2\d{3}[a-z]+, \S+\n$`},
	}
	for _, s := range steps {
		out, code := in.output(s.args...)
		if code != s.code || !regexp.MustCompile(s.says).MatchString(out) {
			t.Errorf("%s: exit code %d, want %d; it should say %q and says\n%s", s.name, code, s.code, s.says, out)
		}
	}
}

// The configuration is refused with file, line and the way out, and exit code 1.
func TestMistakenConfiguration(t *testing.T) {
	in := newInstallation(t, build(t), &tool{url: "http://127.0.0.1:1"}, "")
	if err := os.WriteFile(in.config, []byte("sources:\n  - name: api\n    github: {repo: acme/api, tokn: x}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := in.output("check")
	if code != 1 || !strings.Contains(out, in.config+`:3: unknown key "github.tokn"; did you mean "token"?`) {
		t.Errorf("exit code %d, says\n%s", code, out)
	}
}

// What is exported is what the API will say, a JSON object a line.
func TestExport(t *testing.T) {
	in := newInstallation(t, build(t), serveTool(t), "")
	in.sync()
	for what, v := range map[string]func() any{
		"events": func() any { return &feed.EventRecord{} },
		"items":  func() any { return &feed.ItemRecord{} },
		"asks":   func() any { return &feed.AskRecord{} },
	} {
		out, code := in.output("export", what)
		if code != 0 || len(out) == 0 {
			t.Fatalf("export %s: exit code %d", what, code)
		}
		for line := range strings.Lines(out) {
			decoder := json.NewDecoder(strings.NewReader(line))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(v()); err != nil {
				t.Fatalf("export %s: %v in %s", what, err, line)
			}
		}
	}
	if _, code := in.output("export", "wishes"); code != 2 {
		t.Errorf("export of what there is not ends with %d", code)
	}
}

// The program without an engine reads through a Temporal that the TEMPORAL_* variables name, says what to do without
// one, and serves its pages while it is away.
func TestExternalTemporal(t *testing.T) {
	program := buildProgram(t, "../dateline")
	in := newInstallation(t, program, serveTool(t), "")
	if out, code := in.output("sync"); code != 1 || !strings.Contains(out, "TEMPORAL_ADDRESS") {
		t.Errorf("without a Temporal: exit code %d, says\n%s", code, out)
	}
	temporal, err := engine.Start(t.Context(), t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("TEMPORAL_ADDRESS", temporal.Address())
	t.Setenv("TEMPORAL_NAMESPACE", engine.Namespace)
	if out, code := in.output("sync"); code != 0 || !regexp.MustCompile(`\nall +\d+ +[1-9]\d{2,} `).MatchString(out) {
		t.Errorf("with a Temporal: exit code %d, says\n%s", code, out)
	}
	if err := temporal.Stop(); err != nil {
		t.Fatal(err)
	}
	cmd := in.command(t.Context(), "run", "--listen", "127.0.0.1:0")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	address := said(t, stderr, `what="the feed" address=(\S+)`)
	if page := fetch(t, address+"/"); !strings.Contains(page, "past 24 h") {
		t.Errorf("with Temporal away the page shows\n%.2000s", page)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}

// said waits until the pattern is said, and returns its first group. What comes later is thrown away.
func said(t *testing.T, r io.Reader, pattern string) string {
	t.Helper()
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(lines.Text()); m != nil {
			go func() { _, _ = io.Copy(io.Discard, r) }()
			return m[1]
		}
	}
	t.Fatalf("it ended without saying %s", pattern)
	return ""
}

// The demo fills while one looks at it, and stops within ten seconds when it is told to.
func TestDemo(t *testing.T) {
	program := build(t)
	cmd := exec.CommandContext(t.Context(), program, "demo", "--listen", "127.0.0.1:0", "--data", t.TempDir())
	var log bytes.Buffer
	cmd.Stderr = &log
	defer func() {
		if t.Failed() {
			t.Logf("it logged\n%s", log.String())
		}
	}()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	address := said(t, stdout, `is filling at (\S+)`)

	want := []*regexp.Regexp{regexp.MustCompile(`past 8 working hours`), regexp.MustCompile(`All \d+ sources are up to date`), regexp.MustCompile(`moorline/api#\d+`)}
	page := ""
	for end := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		page = fetch(t, address+"/")
		missing := false
		for _, w := range want {
			missing = missing || !w.MatchString(page)
		}
		if !missing {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("after a minute the page at %s does not show %v:\n%s", address, want, page)
		}
	}
	if atom := fetch(t, address+"/feed.atom?kind=flag"); !strings.Contains(atom, `term="flagged"`) {
		t.Errorf("no flag in the Atom feed:\n%.2000s", atom)
	}

	began := time.Now()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s to stop", took)
	}
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
