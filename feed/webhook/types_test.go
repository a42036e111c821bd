package webhook_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/webhook"
)

// Every verb has a type that is documented, and every type but that of tests tells of something.
func TestTypes(t *testing.T) {
	told := map[string]bool{webhook.Test: true, webhook.Digested: true}
	for _, e := range []feed.Entry{created, updated, removed} {
		told[webhook.TypeOf(e)] = true
	}
	for _, v := range feed.Verbs() {
		e := created
		e.Verb = v
		told[webhook.TypeOf(e)] = true
		e.Changed++
		if got := webhook.TypeOf(e); got != feed.MessageUpdated {
			t.Errorf("an edit of %s is %s", v, got)
		}
	}
	for _, one := range webhook.Types() {
		if !told[one] {
			t.Errorf("nothing is %s", one)
		}
		delete(told, one)
	}
	if len(told) > 0 {
		t.Errorf("not documented: %v", told)
	}
}

// While secrets are exchanged receivers that have either verify what is sent, and those that have neither do not.
func TestSecretsAreExchangedWithoutAGap(t *testing.T) {
	const newer, stranger = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "whsec_Zm9yIG5vYm9keSB3aG8gaXMgdGhlcmU="
	var header map[string][]string
	var body []byte
	server := serve(t, keeps(&header, &body))
	to := subscriber(server, "")
	to.Secret, to.Older = newer, []string{secret}
	if _, err := webhook.NewSender("dateline/test").Send(t.Context(), to, webhook.ID(created), created, nil, noon); err != nil {
		t.Fatal(err)
	}
	for with, want := range map[string]error{newer: nil, secret: nil, stranger: standardwebhooks.ErrNoMatchingSignature} {
		receiver, err := standardwebhooks.NewWebhook(with)
		if err != nil {
			t.Fatal(err)
		}
		if err := receiver.VerifyIgnoringTimestamp(body, header); !errors.Is(err, want) {
			t.Errorf("verified with %s: %v, want %v", with, err, want)
		}
	}
	to.Older = slices.Repeat([]string{secret}, 5)
	if to.Check() == nil {
		t.Error("six secrets are taken")
	}
}

// The pauses grow by a tenth at most, are the same for the same attempt, and not for all subscribers.
func TestJitter(t *testing.T) {
	seen := map[time.Duration]bool{}
	for _, name := range []string{"ops", "chat", "archive", "wall"} {
		for attempt := 1; attempt < 12; attempt++ {
			least, got := webhook.Backoff(attempt), webhook.Jittered(name, attempt)
			if got < least || got > least+least/10 || got != webhook.Jittered(name, attempt) {
				t.Errorf("%s waits %s after attempt %d", name, got, attempt)
			}
			seen[got] = true
		}
	}
	if len(seen) < 40 {
		t.Errorf("44 pauses have %d lengths", len(seen))
	}
}
