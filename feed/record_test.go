package feed_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
)

// TestAskRecord writes an ask of which everything is known, and one of which hardly anything is.
func TestAskRecord(t *testing.T) {
	hour := func(n int) time.Time { return time.Date(2026, 3, 2, n, 0, 0, 0, time.UTC) }
	ana, ben := feed.Account{ID: "ana"}, feed.Account{ID: "ben"}
	full := feed.Ask{
		ID: "2", Source: "api", Item: "7", Kind: feed.Thread, Urgency: "high", Confidence: feed.Sure, Asker: ana, Responder: ben,
		Evidence: "comment/1", Thread: "comment/1", Opened: hour(2), NotBefore: hour(1), Due: hour(9), Warn: hour(5), Unclear: "unclear",
		Promised: hour(9), Agreed: hour(6), Protocol: "p", Calendar: "c", Window: "thread", Within: "4h", State: feed.AskAnswered,
		Paused: []feed.Pause{{From: hour(3), Until: hour(4), Why: "blocked"}, {From: hour(10), Why: "away"}},
		Ended:  hour(11), End: "comment/2", EndedBy: ben, Why: "because", After: "1", Spent: 90 * time.Minute, Nudges: 2, Acknowledged: hour(3),
		Warned: hour(5), Flagged: hour(9), First: true,
	}
	for i := range reflect.TypeOf(full).NumField() {
		if reflect.ValueOf(full).Field(i).IsZero() {
			t.Errorf("%s is not tried", reflect.TypeOf(full).Field(i).Name)
		}
	}
	for _, c := range []struct {
		ask  feed.Ask
		want string
	}{
		{full, `{"id":"2","source":"api","tool":"github","item":{"id":"7","kind":"issue","key":"#7","title":"A"},"kind":"thread",
"urgency":"high","confidence":"high","asker":{"tool":"github","account":"ana"},"responder":{"tool":"github","account":"ben"},
"opened":"2026-03-02T02:00:00Z","not_before":"2026-03-02T01:00:00Z","due":"2026-03-02T09:00:00Z","warn":"2026-03-02T05:00:00Z",
"unclear":"unclear","promised":"2026-03-02T09:00:00Z","agreed":"2026-03-02T06:00:00Z","protocol":"p","calendar":"c",
"window":"thread","within":"4h","state":"answered","paused":[{"from":"2026-03-02T03:00:00Z","until":"2026-03-02T04:00:00Z",
"why":"blocked"},{"from":"2026-03-02T10:00:00Z","why":"away"}],"acknowledged":"2026-03-02T03:00:00Z",
"warned_at":"2026-03-02T05:00:00Z","flagged":true,"flagged_at":"2026-03-02T09:00:00Z","ended":"2026-03-02T11:00:00Z",
"ended_by":{"tool":"github","account":"ben"},"why":"because","after":"1","spent_seconds":5400,"nudges":2,"evidence":"api/comment/1","thread":"comment/1"}`},
		{feed.Ask{ID: "1", Source: "api", Kind: feed.Review, Asker: ana, Responder: ben, Evidence: "e", Opened: hour(1), State: feed.AskOpen},
			`{"id":"1","source":"api","tool":"github","item":{"id":"7","kind":"issue","key":"#7","title":"A"},"kind":"review",
"asker":{"tool":"github","account":"ana"},"responder":{"tool":"github","account":"ben"},"opened":"2026-03-02T01:00:00Z",
"window":"","within":"","state":"open","flagged":false,"evidence":"api/e"}`},
	} {
		entry := feed.AskEntry{Ask: c.ask, Tool: "github", On: feed.Item{ID: "7", Kind: "issue", Key: "#7", Title: "A"}}
		got, err := json.Marshal(entry.Record(nil))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.ReplaceAll(c.want, "\n", ""), string(got)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

// TestEventRecordThread names the thread of an event, where it is in one.
func TestEventRecordThread(t *testing.T) {
	for thread, want := range map[string]bool{"": false, "review_comment/1": true} {
		got, err := json.Marshal(feed.Entry{Event: feed.Event{Key: "1", Thread: thread}}.Record(nil))
		if err != nil || strings.Contains(string(got), `"thread":"review_comment/1"`) != want || strings.Contains(string(got), `"thread"`) != want {
			t.Errorf("%s, %v", got, err)
		}
	}
}
