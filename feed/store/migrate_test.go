package store_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// dsns are the addresses of an empty database of each kind.
func dsns(t *testing.T, f func(t *testing.T, dsn string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, storetest.SQLiteDSN(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, storetest.PostgresDSN(t)) })
}

func TestMigrate(t *testing.T) {
	dsns(t, func(t *testing.T, dsn string) {
		// Several at once, each as a program of its own would.
		var programs sync.WaitGroup
		for range 4 {
			programs.Go(func() {
				db, err := store.Open(t.Context(), dsn)
				if err != nil {
					t.Error(err)
					return
				}
				if err := db.Migrate(t.Context()); err != nil {
					t.Error(err)
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		programs.Wait()
		s := tell(t, storetest.Open(t, dsn), "api")
		s.commit("api", clockPage())
		again := storetest.Open(t, dsn)
		entries, err := again.Events(t.Context(), feed.Filter{}, 0, 10)
		s.must(err)
		s.equal("what was stored", entries, s.events(feed.Filter{}))
		if err := again.Ping(t.Context()); err != nil {
			t.Error(err)
		}

		s.must(store.Newer(t.Context(), again))
		if err := again.Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), "9999") {
			t.Errorf("a schema of a later program: %v", err)
		}
	})
}

func TestOpenOddNames(t *testing.T) {
	for _, name := range []string{"a b", "a#b", "a?mode=memory", "a%20b", "é:ü", "postgres"} {
		file := filepath.Join(t.TempDir(), name)
		s := tell(t, storetest.Open(t, file), "api")
		s.commit("api", clockPage())
		if _, err := os.Stat(file); err != nil {
			t.Error(err)
		}
	}
}

func TestOpenFails(t *testing.T) {
	for _, dsn := range []string{
		t.TempDir() + "/no/such/folder/dateline.db", t.TempDir(), "postgres://nobody@127.0.0.1:1/none?connect_timeout=1", "postgres://%zz",
	} {
		if db, err := store.Open(t.Context(), dsn); err == nil {
			t.Errorf("%s was opened", dsn)
			_ = db.Close()
		}
	}
}

// TestTwoProcesses lets another process and this one write to one database at the same time.
func TestTwoProcesses(t *testing.T) {
	const n = 60
	write := func(t *testing.T, db *store.DB, who string) {
		for i := range n {
			if _, err := db.Append(t.Context(), "api", comment(fmt.Sprintf("%s/%d", who, i), "1", ana, i, who)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if dsn := os.Getenv("STORE_TEST_OTHER_PROCESS"); dsn != "" {
		db := storetest.Open(t, dsn)
		fmt.Println("ready")
		write(t, db, "other")
		return
	}
	dsns(t, func(t *testing.T, dsn string) {
		s := tell(t, storetest.Open(t, dsn), "api")
		other := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTwoProcesses$")
		other.Env = append(os.Environ(), "STORE_TEST_OTHER_PROCESS="+dsn)
		other.Stderr = os.Stderr
		out, err := other.StdoutPipe()
		s.must(err)
		s.must(other.Start())
		lines := bufio.NewScanner(out)
		for lines.Scan() && lines.Text() != "ready" {
		}
		write(t, s.db, "this")
		for lines.Scan() {
		}
		s.must(other.Wait())
		s.equal("events", len(s.events(feed.Filter{})), 2*n)
		entries, err := s.db.After(t.Context(), "reader", 1000)
		s.must(err)
		for i, e := range entries {
			if i > 0 && e.Seq <= entries[i-1].Seq {
				t.Errorf("the number %d comes after %d", e.Seq, entries[i-1].Seq)
			}
		}
	})
}
