package e2e

import (
	"context"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// root is the folder of the repository, chart that of the chart.
const (
	root  = "../.."
	chart = "../dateline"
)

var (
	toolsMu sync.Mutex
	tools   = map[string]string{}
)

// tool returns the path of a tool of .ci/versions, which is built where it is not yet.
func tool(t testing.TB, name string) string {
	t.Helper()
	toolsMu.Lock()
	defer toolsMu.Unlock()
	if tools[name] == "" {
		tools[name] = strings.TrimSpace(run(t, command(t, filepath.Join(root, ".ci", "tool"), name)))
	}
	return tools[name]
}

// command is a command that is ended by who started it.
func command(t testing.TB, name string, args ...string) *exec.Cmd {
	return exec.CommandContext(context.WithoutCancel(t.Context()), name, args...)
}

// run runs a command and returns what it printed. One that fails ends the test.
func run(t testing.TB, cmd *exec.Cmd) string {
	t.Helper()
	var wrong strings.Builder
	cmd.Stderr = &wrong
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", strings.Join(cmd.Args, " "), err, out, wrong.String())
	}
	return string(out)
}

// address returns an address of the loopback interface at which nobody listens.
func address(t testing.TB) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// within asks again and again until the answer is nothing, and ends the test when it still is something after so long.
func within(t testing.TB, long time.Duration, ask func(context.Context) string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), long)
	defer cancel()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		lacking := ask(ctx)
		if lacking == "" {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("after %s still: %s", long, lacking)
		case <-again.C:
		}
	}
}
