package connectors_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/datelinehq/dateline/connectors"
)

// What a tool refuses it may repeat, in headers and in a body of any length: no secret of ours is read from that, and none
// that the request brought. What is answered well is as it is.
func TestRefusalsAreHushed(t *testing.T) {
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		told := "you said " + r.Header.Get("Authorization") + " and configured-secret"
		w.Header().Set("X-Told", told)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, strings.Repeat("x", 100_000)+told)
	}))
	defer server.Close()
	secrets := &connectors.Secrets{}
	secrets.Add("configured-secret")
	client := connectors.NewClients(prometheus.NewRegistry(), "test", secrets).For("github", "t")
	for s, want := range map[int]string{
		http.StatusOK:                  "you said Bearer lent&for+an/hour and configured-secret",
		http.StatusUnauthorized:        "you said Bearer *** and ***",
		http.StatusInternalServerError: "you said Bearer *** and ***",
	} {
		status = s
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer lent&for+an/hour")
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if got := strings.TrimLeft(string(text), "x"); err != nil || got != want || resp.Header.Get("X-Told") != want {
			t.Errorf("%d tells %q and %q, %v; want %q", s, got, resp.Header.Get("X-Told"), err, want)
		}
	}
}
