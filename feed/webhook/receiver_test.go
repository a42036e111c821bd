package webhook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/webhook"
)

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

var quiet = log.New(io.Discard, "", 0)

// The three things that can have happened to an entry.
var (
	created = feed.Entry{
		Event: feed.Event{
			Key: "review_request/4711", Item: "7", Verb: feed.Requested, Kind: feed.Request,
			At: time.Date(2026, 7, 1, 9, 30, 0, 0, time.UTC), Updated: time.Date(2026, 7, 1, 9, 30, 0, 0, time.UTC),
			By: feed.Account{ID: "ana"}, To: []feed.Account{{ID: "ben", Name: "ben-at-work"}},
			URL: "https://tool.example.com/acme/api/pull/7",
		},
		Seq: 12, Changed: 12, Pos: 40, Source: "api", Tool: "github",
		On: feed.Item{
			ID: "7", Kind: "pull_request", Key: "acme/api#7", Title: "Stop the clock while a source is down", State: feed.StateOpen,
			URL: "https://tool.example.com/acme/api/pull/7",
		},
	}
	updated = feed.Entry{
		Event: feed.Event{
			Key: "issue_comment/815", Item: "7", Verb: feed.Commented, Kind: feed.Discussion,
			At: time.Date(2026, 7, 1, 9, 45, 0, 0, time.UTC), Updated: time.Date(2026, 7, 1, 11, 0, 0, 0, time.UTC),
			By: feed.Account{ID: "ben"}, Text: "I can look on Thursday.\nOr is that too late?",
		},
		Seq: 13, Changed: 15, Pos: 41, Source: "api", Tool: "github", On: created.On,
	}
	removed = feed.Entry{
		Event: feed.Event{
			Key: "issue_comment/815", Item: "7", Verb: feed.Commented, Kind: feed.Discussion,
			At: updated.At, Updated: updated.Updated, By: feed.Account{ID: "ben"},
		},
		Seq: 13, Changed: 16, Pos: 41, Source: "api", Tool: "github", On: created.On, Gone: true,
	}
)

func people(tool, account string) string {
	return map[string]string{"github/ana": "Ana", "github/ben": "Ben"}[tool+"/"+account]
}

// A receiver verifies what it is sent, twice: with the specification's library and with a few lines of our own.
type receiver struct {
	*httptest.Server
	mu  sync.Mutex
	got []received
}

// A received message, as it came.
type received struct {
	method, uri string
	header      http.Header
	body        string
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = serve(t, func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			t.Error(err)
		}
		verify(t, req.Header, body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got = append(r.got, received{req.Method, req.RequestURI, req.Header, string(body)})
		w.WriteHeader(http.StatusNoContent)
	})
	return r
}

func serve(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = quiet
	server.Start()
	t.Cleanup(server.Close)
	return server
}

func (r *receiver) all() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

func (r *receiver) subscriber() webhook.Subscriber { return subscriber(r.Server, "/hook?room=7") }

func subscriber(at *httptest.Server, path string) webhook.Subscriber {
	return webhook.Subscriber{Name: "ops", URL: at.URL + path, Secret: secret, Private: true}
}

func verify(t *testing.T, header http.Header, body []byte) {
	t.Helper()
	theirs, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := theirs.VerifyIgnoringTimestamp(body, header); err != nil {
		t.Error(err)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	ours := hmac.New(sha256.New, key)
	_, _ = io.WriteString(ours, header.Get("webhook-id")+"."+header.Get("webhook-timestamp")+"."+string(body))
	if got, want := header.Get("webhook-signature"), "v1,"+base64.StdEncoding.EncodeToString(ours.Sum(nil)); got != want {
		t.Errorf("signed %q, want %q", got, want)
	}
}

// keeps takes a message and keeps it.
func keeps(header *map[string][]string, body *[]byte) http.HandlerFunc {
	return func(_ http.ResponseWriter, r *http.Request) {
		*header = r.Header
		*body, _ = io.ReadAll(r.Body)
	}
}
