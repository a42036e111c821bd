package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors/simulator"
	"github.com/datelinehq/dateline/connectors/simulator/github"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store/storetest"
	"github.com/datelinehq/dateline/workflows/engine"
)

const (
	// kills is how often the process is killed in the middle of a first read, with each database: fifty times in all. A read that is
	// over is begun anew.
	kills = 25
	// latency is what the simulated tool takes for an answer, so that a first read is long enough to be killed in.
	latency = 25 * time.Millisecond
)

// A process killed at random moments during a first read ends up with the events of one that was left alone, and with
// none twice; so does one that finds Temporal's database gone when it starts again.
func TestKilledAtRandomMoments(t *testing.T) {
	program := build(t)
	databases := map[string]func(testing.TB) string{
		"sqlite":   func(testing.TB) string { return "" }, // a file in the data folder
		"postgres": storetest.PostgresDSN,
	}
	for name, database := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calm := newInstallation(t, program, serveTool(t), database(t))
			calm.sync()
			want := calm.export()
			if len(want) < 500 {
				t.Fatalf("the calm run read only %d events: too few to prove anything", len(want))
			}

			for killed, first := 0, 1; killed < kills; first++ {
				wild := newInstallation(t, program, serveTool(t), database(t))
				before := killed
				for killed < kills && wild.killed(1+rand.IntN(40), time.Duration(rand.Int64N(int64(2*latency)))) {
					killed++
					if killed%10 == 0 {
						if err := os.RemoveAll(engine.File(wild.data)); err != nil {
							t.Fatal(err)
						}
					}
				}
				survived := len(wild.export())
				wild.sync()
				if diff := cmp.Diff(want, wild.export()); diff != "" {
					t.Errorf("events after %d kills (-calm +wild):\n%s", killed-before, diff)
				}
				t.Logf("first read %d was killed %d times; %d of %d events were there then", first, killed-before, survived, len(want))
			}
		})
	}
}

// build builds this folder's program.
func build(t *testing.T) string { return buildProgram(t, ".") }

// programs builds each program once: linking it takes longer than many a test.
var programs = map[string]func() (string, error){
	".":           sync.OnceValues(func() (string, error) { return link(".") }),
	"../dateline": sync.OnceValues(func() (string, error) { return link("../dateline") }),
}

// built is where programs are built, for as long as the tests run.
var built string

func link(folder string) (string, error) {
	at, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	program := filepath.Join(built, filepath.Base(at))
	out, err := exec.CommandContext(context.Background(), "go", "build", "-o", program, folder).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return program, nil
}

func buildProgram(t testing.TB, folder string) string {
	t.Helper()
	program, err := programs[folder]()
	if err != nil {
		t.Fatalf("building: %v", err)
	}
	return program
}

// start is when the simulated tool's time stands still at first, and step how far it moves at once.
var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

const step = 4 * time.Hour

// A tool is a simulated GitHub whose time stands still, and which counts its requests.
type tool struct {
	url      string
	requests atomic.Int64
	steps    atomic.Int64 // how often its time was moved on
}

func serveTool(t testing.TB) *tool {
	t.Helper()
	served := &tool{}
	clock := func() time.Time { return start.Add(time.Duration(served.steps.Load()) * step) }
	sim, err := simulator.New(simulator.Options{Seed: 1, Now: start, Clock: clock, GitHub: github.Options{Quota: 1_000_000}})
	if err != nil {
		t.Fatal(err)
	}
	handler := sim.Handler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		served.requests.Add(1)
		select {
		case <-time.After(latency):
			handler.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(server.Close)
	served.url = server.URL + "/github"
	return served
}

// An installation is a configuration and a data folder, and the tool that is read.
type installation struct {
	t                     *testing.T
	tool                  *tool
	program, config, data string
}

func newInstallation(t *testing.T, program string, served *tool, database string) *installation {
	t.Helper()
	dir := t.TempDir()
	in := &installation{t: t, tool: served, program: program, config: filepath.Join(dir, "dateline.yaml"), data: filepath.Join(dir, "data")}
	text := fmt.Sprintf("database: %q\nsources:\n  - name: team\n    github: {org: %s, token: any-token, url: %q}\n", database, simulator.Organization, served.url)
	if err := os.WriteFile(in.config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return in
}

// add adds to the configuration, below its source.
func (in *installation) add(text string) {
	in.t.Helper()
	file, err := os.OpenFile(in.config, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		in.t.Fatal(err)
	}
	if _, err := file.WriteString(text); err != nil {
		in.t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		in.t.Fatal(err)
	}
}

func (in *installation) command(ctx context.Context, args ...string) *exec.Cmd {
	args = append([]string{"--config", in.config, "--data", in.data}, args...)
	return exec.CommandContext(ctx, in.program, args...)
}

func (in *installation) sync() {
	in.t.Helper()
	out, err := in.command(in.t.Context(), "sync", "--once").CombinedOutput()
	if err != nil {
		in.t.Fatalf("sync: %v\n%s", err, out)
	}
}

// killed starts a sync, kills it a moment after its n-th request, and reports whether it was still at work.
func (in *installation) killed(n int, moment time.Duration) bool {
	in.t.Helper()
	cmd := in.command(in.t.Context(), "sync", "--once")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	before := in.tool.requests.Load()
	if err := cmd.Start(); err != nil {
		in.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for in.tool.requests.Load() < before+int64(n) {
		select {
		case err := <-ended:
			if err != nil {
				in.t.Fatalf("it failed before it was killed: %v\n%s", err, out.String())
			}
			return false
		case <-look.C:
		}
	}
	time.Sleep(moment)
	if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		in.t.Fatal(err)
	}
	return <-ended != nil
}

// export returns every event in words, sorted by place, without the numbers of the log: those tell in which order things
// were read.
func (in *installation) export() []string {
	in.t.Helper()
	out, err := in.command(in.t.Context(), "export", "events").Output()
	if err != nil {
		in.t.Fatalf("export: %v", err)
	}
	var events []string
	seen := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		var e feed.EventRecord
		if err := json.NewDecoder(bytes.NewReader([]byte(line))).Decode(&e); err != nil {
			in.t.Fatal(err)
		}
		if seen[e.ID] {
			in.t.Errorf("the event %s is there twice", e.ID)
		}
		seen[e.ID] = true
		events = append(events, fmt.Sprint(e.At.Format(time.RFC3339), " ", e.ID, " ", e.By.ID, " ", e.Verb, " ", e.Text))
	}
	slices.Sort(events)
	return events
}
