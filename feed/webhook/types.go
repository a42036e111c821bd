package webhook

import (
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// The types of messages.
const (
	Created = "event.created"
	Updated = "event.updated"
	Removed = "event.removed"

	AskOpened   = "ask.opened"
	AskWarned   = "ask.warned"
	AskFlagged  = "ask.flagged"
	AskAnswered = "ask.answered"

	DecisionProposed   = "decision.proposed"
	DecisionMade       = "decision.made"
	DecisionSuperseded = "decision.superseded"

	// Test is what somebody has sent to see whether messages arrive. Its data is an event that never was.
	Test = "test"
)

// types is the table of verbs whose entries are sent as something more than an event.
var types = map[feed.Verb]string{
	feed.Requested: AskOpened, feed.Assigned: AskOpened,
	feed.Warned:  AskWarned,
	feed.Flagged: AskFlagged,
	feed.Met:     AskAnswered, feed.Missed: AskAnswered,
	feed.Proposed: DecisionProposed, feed.Decided: DecisionMade, feed.Superseded: DecisionSuperseded,
}

// Types lists every type there is, for those who write receivers.
func Types() []string {
	return []string{
		Created, Updated, Removed, AskOpened, AskWarned, AskFlagged, AskAnswered,
		DecisionProposed, DecisionMade, DecisionSuperseded, Test,
	}
}

// TypeOf is the type of the message that tells of an entry. What was edited or removed is that, whatever it was before.
func TypeOf(e feed.Entry) string {
	switch {
	case e.Gone:
		return Removed
	case e.Revision():
		return Updated
	case slices.Contains(Types(), string(e.Verb)): // the entry of a test
		return string(e.Verb)
	}
	if special, ok := types[e.Verb]; ok {
		return special
	}
	return Created
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
