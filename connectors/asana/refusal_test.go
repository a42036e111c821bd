package asana_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors"
)

// TestRefusals checks what Asana's refusals of a first request mean to the host.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		status int
		said   string
		after  string // Retry-After
		wait   time.Duration
		auth   bool
		words  string // a part of the message
	}{
		{401, "Not Authorized", "", 0, true, "set token"},
		{403, "Forbidden", "", 0, true, "share the project " + projectGID},
		{404, "resource: Unknown object: " + projectGID, "", 0, true, "there is no project"},
		{400, "resource: Unknown object: " + projectGID, "", 0, true, "there is no project"},
		{402, "Payment Required", "", 0, true, "paid plan"},
		{429, "You have made too many requests recently. Please, be chill.", "30", 30 * time.Second, false, "be chill"},
		{429, "", "", time.Minute, false, ""},
		{429, "", "soon", time.Minute, false, ""},
		{429, "", "-1", time.Minute, false, ""},
		{429, "", "999999", time.Hour, false, ""},
		{400, "sync: Invalid", "", 0, false, "sync: Invalid"},
		{412, "too old, and no other token", "", 0, false, "too old"},
		{451, "Unavailable for legal reasons", "", 0, false, "451"},
		{500, "Server Error", "", 0, false, "6 sad squid snuggle softly"},
		{503, "", "9", 0, false, "503"},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if c.after != "" {
				w.Header().Set("Retry-After", c.after)
			}
			w.WriteHeader(c.status)
			phrase := ""
			if c.status == 500 {
				phrase = "6 sad squid snuggle softly"
			}
			_, _ = fmt.Fprintf(w, `{"errors": [{"message": %q, "phrase": %q}]}`, c.said, phrase)
		}))
		_, err := open(t, settings{Project: projectGID}, server.URL, connectors.Env{}).Fetch(t.Context(), "")
		server.Close()
		wait := (*connectors.Wait)(nil)
		switch {
		case errors.As(err, &wait) != (c.wait > 0) || wait != nil && wait.For != c.wait:
			t.Errorf("%d %s %s: waits %v, want %v", c.status, c.said, c.after, wait, c.wait)
		case errors.Is(err, connectors.ErrAuth) != c.auth:
			t.Errorf("%d %s: is %v, ErrAuth: %v", c.status, c.said, err, c.auth)
		case !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), "a-token"):
			t.Errorf("%d %s: %q, want %q", c.status, c.said, err, c.words)
		}
	}
}

// refusing is the hub, but for paths that are refused.
func refusing(h *hub, path *string, status int, said string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if *path != "" && strings.Contains(r.URL.Path, *path) {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(status)
			_, _ = fmt.Fprintf(w, `{"errors": [{"message": %q}]}`, said)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// TestWithout reads on without what has to be paid for, or is not shared with us.
func TestWithout(t *testing.T) {
	for _, status := range []int{402, 403, 404} {
		path := "/status_updates"
		server := httptest.NewServer(refusing(fixtures(t), &path, status, "no"))
		r := newReader(t, server.URL, connectors.Env{}, 100)
		r.settle(t)
		if len(r.items) != 9 {
			t.Errorf("%d: %d items arrived", status, len(r.items))
		}
		roll, err := r.connector.(connectors.Lister).List(t.Context(), "")
		if err != nil || len(roll.Beyond) != 1 || roll.More {
			t.Errorf("%d: the list is %+v, %v", status, roll, err)
		}
		server.Close()
	}
}

// TestOneRefused tells what it means that one task is refused: gone, out of reach, or a permission that we lack.
func TestOneRefused(t *testing.T) {
	const gid = "1201000000000202"
	for _, c := range []struct {
		path   string
		status int
		there  bool // whether the task is still there
		auth   bool
	}{
		{"/tasks/" + gid, 404, false, false},
		{"/tasks/" + gid, 403, true, false},
		{"/tasks/" + gid + "/stories", 404, false, false},
		{"/tasks/" + gid + "/stories", 403, true, true},
	} {
		h, path := fixtures(t), ""
		server := httptest.NewServer(refusing(h, &path, c.status, "no"))
		r := newReader(t, server.URL, connectors.Env{}, 100)
		r.settle(t)
		h.events = append(h.events, object{"action": "changed", "resource": object{"gid": gid, "resource_type": "task"}})
		path = c.path
		p, err := r.connector.Fetch(t.Context(), r.cursor)
		if gone := len(p.Gone) > 0; errors.Is(err, connectors.ErrAuth) != c.auth || gone == c.there || (err != nil) != c.auth {
			t.Errorf("%d at %s: gone are %v, %v", c.status, c.path, p.Gone, err)
		}
		server.Close()
	}
}

// TestWaitKeeps keeps what was read before Asana asks for patience.
func TestWaitKeeps(t *testing.T) {
	path := "/stories"
	server := httptest.NewServer(refusing(fixtures(t), &path, 429, "be chill"))
	defer server.Close()
	r := newReader(t, server.URL, connectors.Env{}, 100)
	if p := r.fetch(t); !p.More || p.Wait != 7*time.Second || len(p.Items) == 0 {
		t.Errorf("%d items arrived, more: %v, to wait %s", len(p.Items), p.More, p.Wait)
	}
	if _, err := r.connector.Fetch(t.Context(), r.cursor); !strings.Contains(fmt.Sprint(err), "be chill") {
		t.Errorf("at the next page: %v", err)
	}
	path = ""
	r.settle(t)
	if len(r.events) != newWhole(t, server.URL) {
		t.Errorf("%d events arrived in the end", len(r.events))
	}
}

// newWhole is how many events a calm reading brings.
func newWhole(t *testing.T, base string) int {
	r := newReader(t, base, connectors.Env{}, 100)
	r.settle(t)
	return len(r.events)
}
