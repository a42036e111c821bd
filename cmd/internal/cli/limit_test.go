package cli

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed/access"
)

// The calls of a token are counted together, whichever way it asks; pages are not counted.
func TestLimit(t *testing.T) {
	guardedHosts(t, func(t *testing.T, h *host) {
		h.config.API.MCP, h.config.API.Calls = true, 2
		guarded := doored(t, h)
		held := token(t, h, access.Viewer, []access.Scope{access.ScopeRead})
		for i, c := range []struct {
			method, path string
			status       int
			left         string
		}{
			{http.MethodGet, "/api/v1/sources", http.StatusOK, `"calls";r=1;t=30`},
			{http.MethodPost, "/mcp", http.StatusOK, `"calls";r=0;t=60`},
			{http.MethodGet, "/feed.atom", http.StatusOK, ""},
			{http.MethodPost, "/mcp", http.StatusTooManyRequests, `"calls";r=0;t=60`},
			{http.MethodGet, "/api/v1/sources", http.StatusTooManyRequests, `"calls";r=0;t=60`},
			{http.MethodGet, "/sources", http.StatusOK, ""},
		} {
			r := httptest.NewRequestWithContext(t.Context(), c.method, "https://dateline.example.com"+c.path,
				strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"ping"}`))
			r.Header.Set("Authorization", "Bearer "+held)
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Accept", "application/json, text/event-stream")
			w := httptest.NewRecorder()
			guarded.ServeHTTP(w, r)
			problem := w.Header().Get("Content-Type") == "application/problem+json"
			if w.Code != c.status || w.Header().Get("RateLimit") != c.left || problem != (c.status != http.StatusOK) {
				t.Errorf("call %d, %s %s: %d %v %s", i, c.method, c.path, w.Code, w.Header(), w.Body)
			}
		}
	})
}
