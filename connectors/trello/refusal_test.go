package trello_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

func serve(t testing.TB, h http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server
}

// TestRefusals checks what Trello's refusals mean to the host, with the words in which it makes them.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		status  int
		said    string
		headers []string // in pairs
		wait    time.Duration
		auth    bool
		words   string // a part of the message
	}{
		{401, "invalid key", nil, 0, true, "key must be the API key"},
		{401, "invalid token", nil, 0, true, "make a new token"},
		{401, "unauthorized permission requested", nil, 0, true, "scope read"},
		{401, `{"message":"expired token"}`, nil, 0, true, "expired token"},
		{403, `{"error":"FORBIDDEN"}`, nil, 0, true, "must be allowed"},
		{404, "board not found", nil, 0, true, "there is no board"},
		{400, "invalid id", nil, 0, true, "there is no board"},
		{429, "Rate limit exceeded", nil, 10 * time.Second, false, ""},
		{429, `{"error":"API_KEY_LIMIT_EXCEEDED","message":"Rate limit exceeded"}`, nil, 10 * time.Second, false, "API_KEY_LIMIT_EXCEEDED"},
		{429, "", []string{"Retry-After", "3"}, 3 * time.Second, false, ""},
		{429, "", []string{"Retry-After", "999999999999"}, 16 * time.Minute, false, ""},
		{429, "", []string{"Retry-After", "99999"}, 16 * time.Minute, false, ""},
		{429, "", []string{"X-Rate-Limit-Api-Token-Remaining", "0", "X-Rate-Limit-Api-Token-Interval-Ms", "900000"}, 15 * time.Minute, false, ""},
		{429, "", []string{"X-Rate-Limit-Api-Token-Remaining", "7", "X-Rate-Limit-Api-Token-Interval-Ms", "900000"}, 10 * time.Second, false, ""},
		{400, "invalid value for limit", nil, 0, false, "invalid value for limit"},
		{502, "<html><title>Bad gateway</title></html>", nil, 0, false, "a web page"},
	} {
		server := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(c.headers); i += 2 {
				w.Header().Set(c.headers[i], c.headers[i+1])
			}
			w.WriteHeader(c.status)
			_, _ = w.Write([]byte(c.said))
		}))
		_, err := open(t, server.URL, connectors.Env{HTTP: server.Client()}).Fetch(t.Context(), "")
		wait := (*connectors.Wait)(nil)
		switch {
		case errors.As(err, &wait) != (c.wait > 0) || wait != nil && wait.For != c.wait:
			t.Errorf("%d %s %v: waits %v, want %v", c.status, c.said, c.headers, wait, c.wait)
		case errors.Is(err, connectors.ErrAuth) != c.auth:
			t.Errorf("%d %s: is %v, ErrAuth: %v", c.status, c.said, err, c.auth)
		case !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), "a-token") || strings.Contains(err.Error(), server.URL):
			t.Errorf("%d %s: %q, want %q", c.status, c.said, err, c.words)
		}
	}
}

// A refusal within a batch is one as any other.
func TestRefusedBatch(t *testing.T) {
	h := fixtures(t)
	refused := ""
	server := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if refused != "" && strings.HasSuffix(r.URL.Path, "/batch") {
			_, _ = w.Write([]byte(refused))
			return
		}
		h.ServeHTTP(w, r)
	}))
	c := open(t, server.URL, connectors.Env{HTTP: server.Client()})
	first, err := c.Fetch(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	h.cards[0]["dateLastActivity"] = "2024-03-06T09:00:00.000Z"
	wait := (*connectors.Wait)(nil)
	refused = `[{"statusCode": 429, "name": "TooManyRequests", "message": "Rate limit exceeded"}]`
	if _, err := c.Fetch(t.Context(), first.Next); !errors.As(err, &wait) {
		t.Errorf("429 within a batch: %v", err)
	}
	refused = `[{"statusCode": 500, "name": "Error", "message": "Oh"}]`
	if _, err := c.Fetch(t.Context(), first.Next); err == nil || errors.Is(err, connectors.ErrAuth) {
		t.Errorf("500 within a batch: %v", err)
	}
	refused = `[]`
	if _, err := c.Fetch(t.Context(), first.Next); err == nil {
		t.Error("a batch without answers was taken for one")
	}
	refused = `[{"statusCode": 404, "name": "NotFound", "message": "The requested resource was not found."}]`
	if p, err := c.Fetch(t.Context(), first.Next); err != nil || len(p.Rejects) > 0 || p.More {
		t.Errorf("a card that vanished meanwhile: %+v, %v", p, err)
	}
	refused = `[{"200": {"id": 7}}]`
	if p, err := c.Fetch(t.Context(), first.Next); err != nil || len(p.Rejects) != 1 {
		t.Errorf("a card without sense: %+v, %v", p, err)
	}
	refused = ""
	if p, err := c.Fetch(t.Context(), first.Next); err != nil || !updated(p, h.cards[0]["id"].(string), "2024-03-06T09:00:00Z") {
		t.Errorf("the card itself: %+v, %v", p, err)
	}
}

func updated(p feed.Page, id, at string) bool {
	for _, it := range p.Items {
		if it.ID == id {
			return it.Updated.Format(time.RFC3339) == at
		}
	}
	return false
}
