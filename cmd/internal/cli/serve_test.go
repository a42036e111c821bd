package cli

import (
	"bufio"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/store"
)

// A served is a program that serves, with the addresses it told in its log.
type served struct{ pages, metrics string }

var servingAt = regexp.MustCompile(`what="the (feed|metrics)" address=(http://[\w.:]+)`)

// serve runs dateline serve until the test ends.
func (s *site) serve() served {
	s.t.Helper()
	logs, out := io.Pipe()
	ctx, cancel := context.WithCancel(s.t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- Program{Name: "dateline"}.Run(ctx, []string{"serve", "--listen", "127.0.0.1:0", "--config", s.config, "--data", s.data}, io.Discard, out)
		_ = out.Close()
	}()
	at := make(chan [2]string, 8)
	go func() {
		lines := bufio.NewScanner(logs)
		for lines.Scan() {
			if m := servingAt.FindStringSubmatch(lines.Text()); m != nil {
				at <- [2]string{m[1], m[2]}
			}
		}
		close(at)
	}()
	s.t.Cleanup(func() {
		cancel()
		if code := <-ended; code != exitOK {
			s.t.Errorf("serve ended with exit code %d", code)
		}
	})
	var all served
	for all.pages == "" || all.metrics == "" {
		told, ok := <-at
		switch {
		case !ok:
			s.t.Fatal("serve ended before it served")
		case told[0] == "feed":
			all.pages = told[1]
		default:
			all.metrics = told[1]
		}
	}
	return all
}

// call makes a request and returns its status and its answer.
func call(t *testing.T, method, address, body string, headers ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
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
	return resp.StatusCode, string(text)
}

// A webhook of the tool makes the source due at once, though only the pages are served here: whoever reads sees it in the
// store. All that happened is in the metrics.
func TestADoorbellRings(t *testing.T) {
	withMinutes(t)
	s := newSite(t, http.HandlerFunc(minutes), minutesYAML+"metrics: 127.0.0.1:0\n")
	s.poll("weekly")
	db, err := store.Open(t.Context(), s.data+"/dateline.db")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	due := func() time.Time {
		t.Helper()
		src, _, err := db.Source(t.Context(), "weekly")
		if err != nil {
			t.Fatal(err)
		}
		return src.Due
	}
	later := due()
	at := s.serve()
	mac := hmac.New(sha256.New, []byte("a-secret-of-the-hook"))
	_, _ = mac.Write([]byte("{}"))
	signature := hex.EncodeToString(mac.Sum(nil))
	for _, c := range []struct {
		name, method, path, signature string
		status                        int
	}{
		{"somebody looks whether it is there", http.MethodHead, "/hooks/weekly", "", http.StatusOK},
		{"somebody else knocks", http.MethodPost, "/hooks/weekly", strings.Repeat("0", 64), http.StatusUnauthorized},
		{"another door", http.MethodPost, "/hooks/yearly", signature, http.StatusNotFound},
		{"the pages are where they were", http.MethodGet, "/", "", http.StatusOK},
	} {
		if status, said := call(t, c.method, at.pages+c.path, "{}", "X-Minutes-Signature", c.signature); status != c.status {
			t.Errorf("%s: answered %d, want %d: %s", c.name, status, c.status, said)
		}
	}
	if now := due(); !now.Equal(later) {
		t.Errorf("without a genuine call the source became due %s", now)
	}
	began := time.Now()
	if status, said := call(t, http.MethodPost, at.pages+"/hooks/weekly", "{}", "X-Minutes-Signature", signature); status != http.StatusOK {
		t.Fatalf("the tool was answered %d: %s", status, said)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("the tool waited %s for an answer", took)
	}
	for due().Equal(later) {
		if time.Since(began) > 10*time.Second {
			t.Fatal("the source did not become due")
		}
	}
	status, text := call(t, http.MethodGet, at.metrics+"/metrics", "")
	for _, want := range []string{
		`dateline_doorbell_calls_total{result="rung",source="weekly"} 1`, `dateline_doorbell_calls_total{result="forged",source="weekly"} 1`,
		`dateline_doorbell_calls_total{result="unknown",source=""} 1`, `dateline_doorbell_calls_total{result="quiet",source="weekly"} 1`,
		"go_goroutines", "process_cpu_seconds_total",
	} {
		if status != http.StatusOK || !strings.Contains(text, want) {
			t.Errorf("the metrics (%d) do not say %s", status, want)
		}
	}
	if status, _ := call(t, http.MethodGet, at.pages+"/metrics", ""); status != http.StatusNotFound {
		t.Errorf("the metrics are served with the pages too: %d", status)
	}
}
