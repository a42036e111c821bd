package webhook

import (
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Test is the type of what somebody has sent to see whether messages arrive. Its data is an event that never was.
const Test = "test"

// Types lists every type there is, for those who write receivers: those of entries, of tests and of digests.
func Types() []string { return append(feed.MessageTypes(), Test, Digested) }

// TypeOf is the type of the message that tells of an entry.
func TypeOf(e feed.Entry) string {
	if e.Verb == Test {
		return Test
	}
	return e.MessageType()
}

// TestEntry is what is sent to see whether messages arrive. The number is when somebody wanted it, in microseconds since 1970.
func TestEntry(number int64) feed.Entry {
	at := time.UnixMicro(number).UTC()
	return feed.Entry{
		Event: feed.Event{
			Key: "test", Verb: Test, Kind: feed.Progress, At: at, Updated: at, Text: "Messages of Dateline arrive here.",
		},
		Seq: number, Changed: number, Source: "dateline", Tool: "dateline",
	}
}

// NewTest is a test that somebody wants to be sent to a subscriber.
func NewTest(subscriber string, at time.Time) feed.Delivery {
	e := TestEntry(at.UnixMicro())
	return feed.Delivery{Subscriber: subscriber, ID: ID(e), Seq: -e.Seq, Type: Test, Last: at, Wanted: true}
}
