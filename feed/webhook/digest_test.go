package webhook_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/webhook"
)

// A digest arrives signed as an entry does, under an id that names its subscriber and period.
func TestSendDigest(t *testing.T) {
	receiver := newReceiver(t)
	d := webhook.Digest{
		Subscriber: "ana", Person: "Ana", Period: "2026-07-01", From: noon.Add(-24 * time.Hour), Until: noon,
		Subject: "Dateline, Wed 1 Jul: 1 waits on you", Text: "For Ana: 1 waits on you.\n", HTML: "<!DOCTYPE html>\n<p>For Ana</p>\n",
	}
	for range 2 {
		if err := webhook.NewSender("dateline/test").SendDigest(t.Context(), receiver.subscriber(), d, noon); err != nil {
			t.Fatal(err)
		}
	}
	golden(t, "digest.txt", show(t, receiver.all()[0]))
	if again := receiver.all()[1].header.Get("webhook-id"); again != d.ID() || !regexp.MustCompile(`^dig_[0-9a-f]{32}$`).MatchString(again) {
		t.Errorf("a repeat is %q", again)
	}
	for _, other := range []webhook.Digest{{Subscriber: "ana", Period: "2026-07-02"}, {Subscriber: "ben", Period: "2026-07-01"}, {Subscriber: "an", Period: "a 2026-07-01"}} {
		if other.ID() == d.ID() {
			t.Errorf("%v has the same id", other)
		}
	}
}
