package web

import (
	"database/sql"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	_ "modernc.org/sqlite" // newsboat keeps what it has read in a database

	"github.com/datelinehq/dateline/feed"
)

// TestNewsboat has newsboat subscribe, look again when nothing happened, and again when something did. It asks for no more
// than what changed from the third time on.
func TestNewsboat(t *testing.T) {
	program := os.Getenv("DATELINE_TEST_NEWSBOAT")
	if program == "" {
		t.Fatal(`set DATELINE_TEST_NEWSBOAT to newsboat, or run "make test", which finds or installs it`)
	}
	for _, in := range formats[:2] { // it knows no JSON Feed
		t.Run(in.name, func(t *testing.T) {
			m := week(t)
			hostile(m)
			n := &newsboat{t: t, program: program, folder: t.TempDir()}
			n.subscribe(optionsFor(m), in.path+"?source=api")
			entries, err := m.Events(t.Context(), feed.Filter{Sources: []string{"api"}}, 0, 1000)
			if err != nil {
				t.Fatal(err)
			}
			n.reload(http.StatusOK, len(entries))
			n.reload(http.StatusOK, len(entries))
			n.reload(http.StatusNotModified, len(entries))
			m.mu.Lock()
			m.add(m.entries[0])
			m.mu.Unlock()
			n.reload(http.StatusOK, len(entries)+1)
		})
	}
}

// A newsboat is the feed reader of that name, with one subscription.
type newsboat struct {
	t               *testing.T
	program, folder string
	mu              sync.Mutex
	// answered are the statuses of what it asked for.
	answered []int
}

// subscribe serves pages, and subscribes to one of their feeds.
func (n *newsboat) subscribe(o Options, feed string) {
	n.t.Helper()
	server := httptest.NewUnstartedServer(nil)
	n.t.Cleanup(server.Close)
	o.PublicURL = "http://" + server.Listener.Addr().String()
	pages := newPages(n.t, o)
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		pages.ServeHTTP(answer, r)
		n.mu.Lock()
		n.answered = append(n.answered, answer.Code)
		n.mu.Unlock()
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = answer.Body.WriteTo(w)
	})
	server.Start()
	if err := os.WriteFile(filepath.Join(n.folder, "urls"), []byte(o.PublicURL+feed+"\n"), 0o600); err != nil {
		n.t.Fatal(err)
	}
}

// reload has it look once, and checks how it is answered and how many entries it has then.
func (n *newsboat) reload(status, entries int) {
	n.t.Helper()
	n.mu.Lock()
	n.answered = nil
	n.mu.Unlock()
	urls, cache := filepath.Join(n.folder, "urls"), filepath.Join(n.folder, "cache.db")
	cmd := exec.CommandContext(n.t.Context(), n.program, "-u", urls, "-C", os.DevNull, "-c", cache, "-x", "reload")
	cmd.Env = append(os.Environ(), "HOME="+n.folder, "LC_ALL=C.UTF-8")
	if out, err := cmd.CombinedOutput(); err != nil {
		n.t.Fatalf("newsboat: %v\n%s", err, out)
	}
	db, err := sql.Open("sqlite", "file:"+cache+"?mode=ro")
	if err != nil {
		n.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(n.t.Context(), "select guid, title, content from rss_item where deleted = 0")
	if err != nil {
		n.t.Fatal(err)
	}
	defer rows.Close()
	has := 0
	for rows.Next() {
		var guid, title, content string
		if err := rows.Scan(&guid, &title, &content); err != nil {
			n.t.Fatal(err)
		}
		has++
		for _, bad := range unsafe(content) {
			n.t.Errorf("%s gets through:\n%s", bad, content)
		}
		if !strings.HasPrefix(guid, "tag:") || title == "" {
			n.t.Errorf("it has %s with the title %q", guid, title)
		}
	}
	if err := rows.Err(); err != nil {
		n.t.Fatal(err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if !slices.Equal(n.answered, []int{status}) || has != entries {
		n.t.Errorf("it was answered %v and has %d entries, want %d and %d", n.answered, has, status, entries)
	}
}
