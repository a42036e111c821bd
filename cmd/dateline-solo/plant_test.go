package main_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/workflows/engine"
)

// engineFolder is the variable that makes the program of these tests a Temporal server, so that one can be killed.
const engineFolder = "DATELINE_TEST_ENGINE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(engineFolder); dir != "" {
		serveTemporal(dir)
	}
	var err error
	if built, err = os.MkdirTemp("", "dateline-built-"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(built)
	os.Exit(code)
}

// serveTemporal serves until the process is killed.
func serveTemporal(dir string) {
	temporal, err := engine.Start(context.Background(), dir, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stderr, "address="+temporal.Address())
	select {}
}

// A plant is Dateline as a cluster runs it: a worker, a server, Temporal and PostgreSQL, each a process of its own.
type plant struct {
	t                               *testing.T
	tool                            *tool
	installation                    *installation
	postgres, temporal, work, serve *process
	db                              *store.DB
	pushing                         sync.WaitGroup
	sent                            atomic.Int64 // how often something was sent to the server
}

func newPlant(t *testing.T, program string, told http.Handler) *plant {
	t.Helper()
	subscriber := httptest.NewServer(told)
	t.Cleanup(subscriber.Close)
	postgres, dsn := newPostgres(t, "-c", "fsync=off") // it is the server that is killed, not the machine
	p := &plant{t: t, tool: serveTool(t), postgres: postgres}
	p.postgres.start()
	p.installation = newInstallation(t, program, p.tool, dsn)
	p.installation.add(fmt.Sprintf(`    every: 5s
  - {name: desk, push: {secret: %s}, every: 5s}
metrics: 127.0.0.1:0
subscribers: [{name: ops, webhook: %q, private: true, secret: %s}]
`, secret, subscriber.URL, secret))
	if out, code := p.installation.output("migrate"); code != 0 {
		t.Fatal(out)
	}
	var err error
	if p.db, err = store.Open(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.db.Close() })

	var address string
	p.temporal, address = newTemporal(t)
	p.temporal.start()
	temporal := append(os.Environ(), "TEMPORAL_ADDRESS="+address, "TEMPORAL_NAMESPACE="+engine.Namespace)
	role := func(args ...string) func() *exec.Cmd {
		return func() *exec.Cmd {
			cmd := p.installation.command(context.Background(), args...)
			cmd.Env = temporal
			return cmd
		}
	}
	p.serve = newProcess(t, "the server", role("serve", "--listen", "127.0.0.1:0"))
	p.serve.ready = func() bool { return p.pages() != "" }
	p.work = newProcess(t, "the worker", role("work"))
	p.work.ready = func() bool { return p.work.says(`msg=(reading)`) != "" }
	p.work.start() // first: a subscriber is told what happens from then on
	p.serve.start()
	return p
}

// newTemporal makes a Temporal server with an address that stays.
func newTemporal(t testing.TB) (*process, string) {
	t.Helper()
	dir, way := t.TempDir(), newRelay(t)
	p := newProcess(t, "Temporal", func() *exec.Cmd {
		cmd := exec.Command(os.Args[0]) //nolint:noctx // it is killed on purpose
		cmd.Env = append(os.Environ(), engineFolder+"="+dir)
		return cmd
	})
	p.ready = func() bool { return way.lead(p.says(`(?m)^address=(\S+)`)) }
	return p, way.address
}

// newPostgres makes a PostgreSQL of this test's own, from the programs of the one that all tests use, and its address.
func newPostgres(t testing.TB, args ...string) (*process, string) {
	t.Helper()
	bin := programsOfPostgres(t)
	dir, err := os.MkdirTemp("", "dateline-outages") // short, for the path of a socket, and open to another user
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	other := otherUser(t, dir)
	command := func(program string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(bin, program), args...) //nolint:noctx // it is killed on purpose
		cmd.Dir, cmd.SysProcAttr = dir, other
		return cmd
	}
	data := filepath.Join(dir, "data")
	made := command("initdb", "--pgdata="+data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
	out, err := made.CombinedOutput()
	if err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	dsn := "postgres://postgres@/postgres?host=" + dir
	asks, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = asks.Close() })
	p := newProcess(t, "PostgreSQL", func() *exec.Cmd {
		return command("postgres", append([]string{"-D", data, "-k", dir, "-c", "listen_addresses="}, args...)...)
	})
	p.ready = func() bool {
		if p.says(`(pre-existing shared memory block)`) != "" { // the last one's are still ending
			p.kill()
			p.begin()
		}
		return asks.PingContext(t.Context()) == nil
	}
	return p, dsn
}

// programsOfPostgres is the folder of the programs of the PostgreSQL for tests.
func programsOfPostgres(t testing.TB) string {
	t.Helper()
	db, err := sql.Open("pgx", os.Getenv("DATELINE_TEST_POSTGRES"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var bin string
	if err := db.QueryRowContext(t.Context(), "select setting from pg_config where name = 'BINDIR'").Scan(&bin); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(bin, "initdb")); err != nil {
		t.Fatalf("the PostgreSQL of DATELINE_TEST_POSTGRES must be one of this machine, for its programs are needed: %v", err)
	}
	return bin
}

// otherUser gives a folder to a user that may run PostgreSQL, which refuses to be root, and says how to be that user.
// Whoever is not root stays who they are.
func otherUser(t testing.TB, dir string) *syscall.SysProcAttr {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		who, err = user.Lookup("nobody")
	}
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.ParseUint(who.Gid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, int(uid), int(gid)); err != nil {
		t.Fatal(err)
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

// pages is where the pages are served, empty as long as they are not.
func (p *plant) pages() string { return p.serve.says(`what="the feed" address=(\S+)`) }

// opens opens a page.
func opens(t testing.TB, address string) {
	t.Helper()
	answer(t, address)
}

// answer is what is answered at an address.
func answer(t testing.TB, address string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("%s answers %s, %v", address, resp.Status, err)
	}
	return string(text)
}

// upToDate waits until everything was read that there is now.
func (p *plant) upToDate() {
	p.t.Helper()
	now := time.Now()
	until(p.t, "everything was read", func() bool {
		sources, err := p.db.Sources(p.t.Context())
		for _, s := range sources {
			if s.State != feed.SourceCurrent || s.Success.Before(now) {
				return false
			}
		}
		return err == nil && len(sources) > 2
	})
}

// followed waits until all who follow the log have come to its end, and all was said of asks that there is to say.
func (p *plant) followed() {
	p.t.Helper()
	until(p.t, "the log was followed", func() bool {
		bookmarks, err := p.db.Bookmarks(p.t.Context())
		if err != nil || len(bookmarks) < 2 {
			return false
		}
		ripe, err := p.db.Ripe(p.t.Context(), time.Now(), "", 1)
		if err != nil || len(ripe) > 0 {
			return false
		}
		head, err := p.db.Head(p.t.Context())
		for _, b := range bookmarks {
			if b.Seq < head {
				return false
			}
		}
		return err == nil
	})
}
