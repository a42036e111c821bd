package example_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/connectortest"
	"github.com/datelinehq/dateline/connectors/example"
	"github.com/datelinehq/dateline/feed"
)

const token = "not-a-real-token"

func open(t *testing.T, c example.Config, env connectors.Env) connectors.Connector {
	t.Helper()
	connector, err := c.Open(env)
	if err != nil {
		t.Fatal(err)
	}
	return connector
}

func TestPromises(t *testing.T) {
	connectortest.Run(t, connectortest.Suite{
		Open: func(t *testing.T, base string, env connectors.Env) connectors.Connector {
			return open(t, example.Config{Book: "acme", Token: token, URL: base}, env)
		},
		Tool: load(t), Golden: "testdata/book.golden", Lists: []string{"entries"},
		Idle: 1, IdleStatus: http.StatusNotModified, Secrets: []string{token},
	})
}

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		name string
		example.Config
		wrong string // a part of the message; empty for settings that are right
	}{
		{"a book", example.Config{Book: "acme", URL: "https://minutes.example.com"}, ""},
		{"no book", example.Config{URL: "https://minutes.example.com"}, "book:"},
		{"no address", example.Config{Book: "acme"}, "url:"},
		{"a password in the address", example.Config{Book: "acme", URL: "https://a:b@minutes.example.com"}, "url:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.Open(connectors.Env{})
			if (err != nil) != (c.wrong != "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("got %v, want %q", err, c.wrong)
			}
		})
	}
}

// A change costs a request for the new entry and one that says there is no more.
func TestCostOfAChange(t *testing.T) {
	m, asked := load(t), 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		m.ServeHTTP(w, r)
	}))
	defer server.Close()
	connector := open(t, example.Config{Book: "acme", Token: token, URL: server.URL}, connectors.Env{HTTP: server.Client()})
	read := func(after feed.Cursor) (feed.Cursor, int) {
		t.Helper()
		events := 0
		for {
			page, err := connector.Fetch(t.Context(), after)
			if err != nil {
				t.Fatal(err)
			}
			if after, events = page.Next, events+len(page.Events); !page.More {
				return after, events
			}
		}
	}
	cursor, _ := read("")
	m.entries = append(m.entries, json.RawMessage(`{"id": 6, "at": "2026-03-03T09:00:00Z", "kind": "said", "topic": {"id": "t3"}}`))
	asked = 0
	if _, events := read(cursor); events != 1 || asked != 2 {
		t.Errorf("%d events cost %d requests, want 1 and 2", events, asked)
	}
}

func TestRing(t *testing.T) {
	mac := hmac.New(sha256.New, []byte("a secret"))
	_, _ = mac.Write([]byte("{}"))
	for _, c := range []struct {
		name, secret, signature string
		genuine                 bool
	}{
		{"signed", "a secret", hex.EncodeToString(mac.Sum(nil)), true},
		{"signed with another secret", "another secret", hex.EncodeToString(mac.Sum(nil)), false},
		{"not signed", "a secret", "", false},
		{"without a secret", "", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			bell := open(t, example.Config{Book: "acme", URL: "https://minutes.example.com", HookSecret: connectors.Secret(c.secret)}, connectors.Env{}).(connectors.Bell)
			req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hooks/minutes", strings.NewReader("{}"))
			req.Header.Set("X-Minutes-Signature", c.signature)
			chime, err := bell.Ring(req, []byte("{}"), "")
			if chime.Poll != c.genuine || (err == nil) != c.genuine {
				t.Errorf("got %+v, %v", chime, err)
			}
		})
	}
}

// Whatever stands in a book, translating it ends, and what is not an event is a reject.
func FuzzTranslate(f *testing.F) {
	for _, seed := range []string{`{"id": 1, "kind": "said", "at": "2026-03-02T09:00:00Z", "topic": {"id": "t1"}}`, `{"id": "1"}`, `null`, `[]`, `{"id": 1e99}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) {
			return
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"entries": [` + text + `]}`))
		}))
		defer server.Close()
		page, err := open(t, example.Config{Book: "acme", URL: server.URL}, connectors.Env{HTTP: server.Client()}).Fetch(t.Context(), "")
		if err != nil && !errors.Is(err, connectors.ErrTooLarge) {
			t.Fatal(err)
		}
		if page.Clean(); len(page.Events)+len(page.Rejects) == 0 {
			t.Errorf("%s became nothing", text)
		}
	})
}
