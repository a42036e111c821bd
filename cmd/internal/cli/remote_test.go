package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Another Dateline says what the store here would: in words, as JSON, and as far as is asked for.
func TestServer(t *testing.T) {
	s := reviews(t)
	at := s.serve().pages
	for _, args := range [][]string{
		{"feed"}, {"feed", "--format", "json"}, {"feed", "--format", "md", "--limit", "3"},
		{"feed", "--q", "7", "--kind", "request"},
		{"feed", "--source", "api", "--limit", "2000"}, {"asks"}, {"asks", "--all", "--format", "json"},
		{"asks", "--all", "--limit", "2"}, {"decisions"},
	} {
		want, code := s.run(args...)
		if code != exitOK || want == "" {
			t.Fatalf("%v here: %d %s", args, code, want)
		}
		got, code := s.run(append(args, "--server", at+"/")...)
		if diff := cmp.Diff(want, got); diff != "" || code != exitOK {
			t.Errorf("%v: exit code %d (-here +there)\n%s", args, code, diff)
		}
	}
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"a mistake": {[]string{"feed", "--kind", "flags", "--server", at}, exitFailed,
			"answers 400: There is no kind of event called “flags”. Is “flag” meant?"},
		"no address": {[]string{"asks", "--server", "dateline.example.com"}, exitUsage,
			"--server is where the pages are, such as https://dateline.example.com"},
		"nobody there": {[]string{"asks", "--server", "http://127.0.0.1:1"}, exitFailed,
			"nobody answers at http://127.0.0.1:1: "},
		"another place": {[]string{"asks", "--server", at + "/sources"}, exitFailed, "/sources is not Dateline"},
	} {
		if said, code := s.run(c.args...); code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%s: exit code %d, %s", name, code, said)
		}
	}
}

// A list that comes in pages is read page by page, and what is no list is said to be none.
func TestServerPages(t *testing.T) {
	asked := 0
	mux := http.NewServeMux()
	answer := func(mediaType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", mediaType)
			_, _ = fmt.Fprint(w, body)
		}
	}
	mux.HandleFunc("/good/api/v1/events", func(w http.ResponseWriter, r *http.Request) {
		if asked++; asked%2 == 1 {
			w.Header().Set("Retry-After", "0")
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = fmt.Fprint(w, `{"detail":"Call again."}`)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if r.FormValue("after") == "" {
			_, _ = fmt.Fprint(w, `{"data":[{"verb":"merged"},{"verb":"closed"}],"next":"two"}`)
			return
		}
		_, _ = fmt.Fprint(w, `{"data":[{"verb":"opened"}]}`)
	})
	mux.HandleFunc("/busy/api/v1/events", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = fmt.Fprint(w, `{"detail":"Call again in an hour."}`)
	})
	mux.HandleFunc("/html/api/v1/events", answer("text/html", "<h1>Log in</h1>"))
	mux.HandleFunc("/broken/api/v1/events", answer("application/json", `{"data":[{"at":`))
	mux.HandleFunc("/other/api/v1/events", answer("application/json", `[]`))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s := &site{t: t, config: "/nowhere/dateline.yaml"}
	for place, want := range map[string]string{
		"/good": "merged", "/html": `it answers 200 OK with "text/html"`, "/broken": "is no list of Dateline's",
		"/other": "is no list of Dateline's", "/busy": "answers 429: Call again in an hour.",
	} {
		said, code := s.run("feed", "--server", server.URL+place)
		if !strings.Contains(said, want) || (code == exitOK) != (place == "/good") {
			t.Errorf("%s: exit code %d, %s", place, code, said)
		}
		if place == "/good" && (asked != 4 || !strings.Contains(said, "opened")) {
			t.Errorf("it was asked %d times and says\n%s", asked, said)
		}
	}
}

// One ask is answered by its whole id and with its receipt; the beginning of an id is none.
func TestAskOfTheAPI(t *testing.T) {
	s := reviews(t)
	at := s.serve().pages
	said, _ := s.run("asks", "--format", "json")
	id := regexp.MustCompile(`"id":"(\w+)"`).FindStringSubmatch(said)[1]
	if status, text := call(t, http.MethodGet, at+"/api/v1/asks/"+id, ""); status != http.StatusOK ||
		!strings.Contains(text, `"receipt":{"ask":"`+id) {
		t.Errorf("%d %s", status, text)
	}
	for _, beginning := range []string{id[:12], id[:1], "%00"} {
		if status, text := call(t, http.MethodGet, at+"/api/v1/asks/"+beginning, ""); status != http.StatusNotFound {
			t.Errorf("%s: %d %s", beginning, status, text)
		}
	}
	if status, _ := call(t, http.MethodGet, at+"/api/v2/asks", ""); status != http.StatusNotFound {
		t.Errorf("another version: %d", status)
	}
}
