package cli

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// A program sends what happened in a tool of its own, twice, and it is in the feed once; nobody else is listened to.
func TestPush(t *testing.T) {
	const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	s := newSite(t, http.NotFoundHandler(), "metrics: 127.0.0.1:0\nsources: [{name: desk, push: {secret: "+secret+"}}]\n")
	h := s.host()
	if err := h.declare(t.Context()); err != nil {
		t.Fatal(err)
	}
	at := s.serve().pages
	body := `{"items": [{"id": "42", "kind": "ticket", "key": "HELP-42", "title": "The bell rings twice", "state": "open"}],
		"events": [{"id": "42/asked", "verb": "requested", "item": {"id": "42"}, "by": {"account": "ana"}, "to": [{"account": "ben"}],
			"at": "2026-11-24T08:00:00Z"}, {"id": "x", "verb": "shouted"}]}`
	send := func(source, secret, body string, headers ...string) string {
		t.Helper()
		hook, err := standardwebhooks.NewWebhook(secret)
		if err != nil {
			t.Fatal(err)
		}
		now := time.Now()
		signature, err := hook.Sign("msg_1", now, []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		headers = append(headers, "webhook-id", "msg_1", "webhook-timestamp", strconv.FormatInt(now.Unix(), 10), "webhook-signature", signature)
		status, answer := call(t, http.MethodPost, at+"/api/v1/sources/"+source+"/events", body, headers...)
		return fmt.Sprint(status, " ", strings.TrimSpace(answer))
	}
	for i, want := range []string{
		`200 {"data":{"added":1,"revised":0,"removed":0,"items":1,"rejected":1}}`,
		`200 {"data":{"added":0,"revised":0,"removed":0,"items":0,"rejected":0}}`,
	} {
		if got := send("desk", secret, body); got != want {
			t.Errorf("sent %d times: %s, want %s", i+1, got, want)
		}
	}
	said := strings.Replace(body, "42/asked", "42/asked again", 1)
	for i, key := range []string{"k1", "k1", "k2"} {
		want := `200 {"data":{"added":1,"revised":0,"removed":0,"items":0,"rejected":0}}`
		if key == "k2" {
			want = strings.Replace(want, `"added":1`, `"added":0`, 1)
		}
		if got := send("desk", secret, said, "Idempotency-Key", key); got != want {
			t.Errorf("sent %d times with a key: %s, want %s", i+1, got, want)
		}
	}
	if got := send("desk", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", said, "Idempotency-Key", "k1"); !strings.HasPrefix(got, "401 ") {
		t.Errorf("who has no secret is told what was answered: %s", got)
	}
	for name, c := range map[string]struct{ source, secret, body, want string }{
		"another secret": {"desk", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", body, "401 "},
		"no such source": {"attic", secret, body, "404 "},
		"no JSON":        {"desk", secret, "hello", "400 "},
		"too much":       {"desk", secret, strings.Repeat(" ", 6<<20), "413 "},
	} {
		if got := send(c.source, c.secret, c.body); !strings.HasPrefix(got, c.want) || !strings.Contains(got, "/api/v1/#refused") {
			t.Errorf("%s: %s", name, got)
		}
	}
	decided := `{"events": [{"id": "42/said", "verb": "commented", "item": {"id": "42"}, "by": {"account": "ben"}, "at": "2026-11-24T09:00:00Z",
		"text": "Fine.\n\n/decide It rings once"}]}`
	if got := send("desk", secret, decided); !strings.HasPrefix(got, "200 ") {
		t.Errorf("what decides: %s", got)
	}
	if _, subscription := call(t, http.MethodGet, at+"/feed.json?kind=decision", ""); !strings.Contains(subscription, "Decided: It rings once") {
		t.Errorf("what was decided is not among the decisions: %s", subscription)
	}
	if _, page := call(t, http.MethodGet, at+"/?tool=push", "", "Accept", "text/html"); !strings.Contains(page, "The bell rings twice") {
		t.Error("the page does not show what was sent")
	}
	if _, page := call(t, http.MethodGet, at+"/sources", "", "Accept", "text/html"); !strings.Contains(page, "there is no verb") {
		t.Error("the page of sources does not show what was rejected")
	}
}
