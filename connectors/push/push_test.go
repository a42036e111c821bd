package push_test

import (
	"encoding/json"
	"errors"
	"flag"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/push"
	"github.com/datelinehq/dateline/feed"
)

var update = flag.Bool("update", false, "write the golden file anew")

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// signed are the headers of a body that is signed with a secret.
func signed(t testing.TB, secret string, at time.Time, body []byte) http.Header {
	t.Helper()
	hook, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := hook.Sign("msg_1", at, body)
	if err != nil {
		t.Fatal(err)
	}
	return http.Header{"Webhook-Id": {"msg_1"}, "Webhook-Timestamp": {strconv.FormatInt(at.Unix(), 10)}, "Webhook-Signature": {signature}}
}

func door(t testing.TB) *push.Door {
	t.Helper()
	connector, err := (&push.Config{Secret: secret}).Open(connectors.Env{})
	if err != nil {
		t.Fatal(err)
	}
	return connector.(*push.Door)
}

func take(t testing.TB, body string) (feed.Page, error) {
	t.Helper()
	return door(t).Take(signed(t, secret, time.Now(), []byte(body)), []byte(body))
}

// What is sent becomes a page; what cannot be understood is a reject beside it.
func TestTake(t *testing.T) {
	body, err := os.ReadFile("testdata/sent.json")
	if err != nil {
		t.Fatal(err)
	}
	page, err := take(t, string(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := range page.Rejects {
		page.Rejects[i].Raw = nil
	}
	got, err := json.MarshalIndent(page, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("testdata/page.json", append(got, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/page.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if page, err := door(t).Fetch(t.Context(), "x"); err != nil || !page.Empty() || page.Next != "x" {
		t.Errorf("asked, it brings %+v, %v", page, err)
	}
}

// Nobody but who has the secret is believed, and not for long.
func TestSignature(t *testing.T) {
	body := []byte(`{"events":[]}`)
	for name, header := range map[string]http.Header{
		"nobody":          {},
		"somebody else":   signed(t, "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", time.Now(), body),
		"long ago":        signed(t, secret, time.Now().Add(-time.Hour), body),
		"ahead of time":   signed(t, secret, time.Now().Add(time.Hour), body),
		"for another one": signed(t, secret, time.Now(), []byte(`{}`)),
	} {
		if _, err := door(t).Take(header, body); !errors.Is(err, push.ErrSignature) {
			t.Errorf("%s is believed: %v", name, err)
		}
	}
}

func TestBodies(t *testing.T) {
	for body, want := range map[string]string{
		``: "the body must be", `[]`: "the body must be", `{"event": []}`: `unknown field "event"`, `{"events": {}}`: "the body must be",
	} {
		if _, err := take(t, body); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestSettings(t *testing.T) {
	for _, secret := range []connectors.Secret{"", "hunter2 is no base64!"} {
		if _, err := (&push.Config{Secret: secret}).Open(connectors.Env{}); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", string(secret), err)
		}
	}
}

func FuzzTake(f *testing.F) {
	body, err := os.ReadFile("testdata/sent.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(body))
	f.Fuzz(func(t *testing.T, body string) {
		page, err := take(t, body)
		if err != nil {
			return
		}
		for _, e := range page.Events {
			if !strings.HasPrefix(e.Key, "sent/") || e.Verb.Ours() || e.Verb.Kind() == "" || e.At.IsZero() {
				t.Errorf("an event that cannot be: %+v", e)
			}
		}
	})
}
