package webhook_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/webhook"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestMessages compares what arrives with testdata, where the bodies are indented for their readers.
func TestMessages(t *testing.T) {
	type sent struct {
		feed.Entry
		as webhook.Format
	}
	said := updated
	said.Seq, said.Changed, said.Text = 15, 15, "Is <!channel> & *that* late?"
	decided := said
	decided.Kind, decided.Text = feed.Decision, "Both would do.\n\n/decide Keep the <clock>\n/supersede 0007 with #12"
	for name, e := range map[string]sent{
		"created": {created, ""}, "updated": {updated, webhook.Full}, "removed": {removed, ""}, "said": {said, ""},
		"thin": {said, webhook.Thin}, "slack": {said, webhook.Slack}, "slack-decided": {decided, webhook.Slack}, "cloudevents": {said, webhook.CloudEvents},
		"test": {webhook.TestEntry(noon.UnixMicro()), ""},
	} {
		t.Run(name, func(t *testing.T) {
			receiver := newReceiver(t)
			to := receiver.subscriber()
			to.Format = e.as
			if _, err := webhook.NewSender("dateline/test").Send(t.Context(), to, webhook.ID(e.Entry), e.Entry, people, noon); err != nil {
				t.Fatal(err)
			}
			golden(t, name+".txt", show(t, receiver.all()[0]))
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("arrived (-want +got):\n%s", diff)
	}
}

func show(t *testing.T, r received) string {
	t.Helper()
	var b, body bytes.Buffer
	fmt.Fprintf(&b, "%s %s\n", r.method, r.uri)
	r.header.Del("Content-Length") // that of the body as it came
	if err := r.header.Write(&b); err != nil {
		t.Fatal(err)
	}
	if err := json.Indent(&body, []byte(r.body), "", "  "); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(fmt.Sprintf("%s\n%s\n", &b, &body), "\r\n", "\n")
}

// A receiver that looks at its clock takes a message that was sent just now.
func TestTheTimestampIsThatOfTheAttempt(t *testing.T) {
	receiver := newReceiver(t)
	if _, err := webhook.NewSender("dateline/test").Send(t.Context(), receiver.subscriber(), webhook.ID(created), created, people, time.Now()); err != nil {
		t.Fatal(err)
	}
	got := receiver.all()[0]
	library, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := library.Verify([]byte(got.body), got.header); err != nil {
		t.Error(err)
	}
	if err := library.Verify([]byte(got.body+" "), got.header); err == nil {
		t.Error("a changed body is taken for ours")
	}
}

func TestTheIDStaysOverAttemptsAndChangesWithRevisions(t *testing.T) {
	receiver := newReceiver(t)
	sender := webhook.NewSender("dateline/test")
	for i, e := range []feed.Entry{updated, updated, removed} {
		at := noon.Add(time.Duration(i) * time.Hour)
		if _, err := sender.Send(t.Context(), receiver.subscriber(), webhook.ID(e), e, people, at); err != nil {
			t.Fatal(err)
		}
	}
	var ids, times []string
	for _, r := range receiver.all() {
		ids = append(ids, r.header.Get("webhook-id"))
		times = append(times, r.header.Get("webhook-timestamp"))
	}
	if want := []string{webhook.ID(updated), webhook.ID(updated), webhook.ID(removed)}; !cmp.Equal(ids, want) || ids[0] == ids[2] {
		t.Errorf("sent as %v, want %v and the last another", ids, want)
	}
	if want := []string{"1782907200", "1782910800", "1782914400"}; !cmp.Equal(times, want) {
		t.Errorf("sent at %v, want %v", times, want)
	}
}

func TestIDsAreOfSourceKeyAndRevision(t *testing.T) {
	seen := map[string]string{}
	for _, e := range []feed.Entry{
		{Source: "api", Event: feed.Event{Key: "e1"}, Changed: 1},
		{Source: "api", Event: feed.Event{Key: "e1"}, Changed: 2},
		{Source: "api", Event: feed.Event{Key: "e"}, Changed: 11},
		{Source: "ap", Event: feed.Event{Key: "ie1"}, Changed: 1},
		{Source: "api e1", Event: feed.Event{Key: ""}, Changed: 1},
		{Source: "api", Event: feed.Event{Key: "2 e1"}, Changed: 1},
		{Source: "api 2 e1 1", Event: feed.Event{Key: "e1"}, Changed: 1},
		{Source: "a\x00", Event: feed.Event{Key: "\r\n.\u202e"}, Changed: 1},
	} {
		id := webhook.ID(e)
		if what := fmt.Sprintf("%q %q %d", e.Source, e.Key, e.Changed); seen[id] != "" {
			t.Errorf("%s and %s are both %s", seen[id], what, id)
		} else {
			seen[id] = what
		}
		if !regexp.MustCompile(`^evt_[0-9a-f]{32}$`).MatchString(id) {
			t.Errorf("the id %q may not stand in what is signed", id)
		}
		other := e
		other.Text, other.Seq, other.Pos, other.On.Title = "more", 99, 99, "renamed"
		if webhook.ID(other) != id {
			t.Errorf("%q is another with every look", id)
		}
	}
}

// Whatever people write comes through as it is, and stays where it belongs.
func TestHostileText(t *testing.T) {
	text := "</script><!-- \x00\x1b[31m \u202e\u2028 \"}, {\"type\": \"event.removed\"} \\u0000 {{7*7}} \r\nX-Evil: 1\r\n\r\n" + strings.Repeat("𝄞", feed.MaxText)
	e := created
	e.Text, e.By.Name, e.On.Title, e.Key = text, text, text, "k\r\nX-Evil: 1"
	receiver := newReceiver(t)
	named := func(string, string) string { return text }
	if _, err := webhook.NewSender("dateline/test").Send(t.Context(), receiver.subscriber(), webhook.ID(e), e, named, noon); err != nil {
		t.Fatal(err)
	}
	got := receiver.all()[0]
	if got.header.Get("X-Evil") != "" {
		t.Error("a text became a header")
	}
	var body struct {
		Type string           `json:"type"`
		Data feed.EventRecord `json:"data"`
	}
	if err := json.Unmarshal([]byte(got.body), &body); err != nil {
		t.Fatal(err)
	}
	if body.Type != feed.MessageAskOpened || body.Data.Text != text || body.Data.By.Person != text || body.Data.Item.Title != text {
		t.Error("the text did not come through as it was")
	}

	e = created
	e.Text = "not \xff UTF-8"
	if _, err := webhook.NewSender("dateline/test").Send(t.Context(), receiver.subscriber(), webhook.ID(e), e, nil, noon); err != nil {
		t.Fatal(err)
	}
	if got := receiver.all()[1]; !strings.Contains(got.body, `not \ufffd UTF-8`) {
		t.Errorf("sent %s", got.body)
	}
}

func TestWhatCannotBeSentIsAnError(t *testing.T) {
	receiver := newReceiver(t)
	if _, err := webhook.NewSender("evil\r\nX-Evil: 1").Send(t.Context(), receiver.subscriber(), webhook.ID(created), created, nil, noon); err == nil {
		t.Error("the agent's name became a header")
	}
	e := created
	e.At = time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)
	_, err := webhook.NewSender("dateline/test").Send(t.Context(), receiver.subscriber(), webhook.ID(e), e, nil, noon)
	if err == nil || !strings.Contains(err.Error(), "api/review_request/4711 as JSON") {
		t.Errorf("a time that JSON cannot say: %v", err)
	}
	if len(receiver.all()) > 0 {
		t.Error("something arrived")
	}
}

// Many entries go to a subscriber over one connection.
func TestConnectionsAreKept(t *testing.T) {
	var from sync.Map
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		from.Store(r.RemoteAddr, true)
		_, _ = w.Write(make([]byte, webhook.MaxAnswer/2))
	})
	sender := webhook.NewSender("dateline/test")
	for range 5 {
		if _, err := sender.Send(t.Context(), subscriber(server, ""), webhook.ID(created), created, nil, noon); err != nil {
			t.Fatal(err)
		}
	}
	made := 0
	from.Range(func(any, any) bool { made++; return true })
	if made != 1 {
		t.Errorf("made %d connections", made)
	}
}
