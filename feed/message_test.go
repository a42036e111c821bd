package feed_test

import (
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// What an entry means follows from what was derived from its item.
func TestMeaning(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 2, 9, minute, 0, 0, time.UTC) }
	said := func(key string, minute int) feed.Entry {
		return feed.Entry{Event: feed.Event{Key: key, Item: "7", Verb: feed.Commented, Kind: feed.Decision, At: at(minute)}, Seq: 3, Changed: 3}
	}
	proposed := feed.Matter{State: feed.DecisionProposed, Proposed: at(1), Evidence: []string{"a", "b"}}
	decided := feed.Matter{State: feed.DecisionDecided, Proposed: at(1), Decided: at(2), Evidence: []string{"a", "b", "c"}}
	suggested := feed.Matter{State: feed.DecisionSuggested, Proposed: at(1), Evidence: []string{"a"}}
	confirmed := feed.Matter{State: feed.DecisionDecided, Proposed: at(1), Decided: at(1), Evidence: []string{"a", "confirm/1"}}
	confirms := said("confirm/1", 5)
	confirms.Verb = feed.Confirmed
	rejected := feed.Matter{State: feed.DecisionRejected, Proposed: at(1), Decided: at(2), Ended: at(2), Evidence: []string{"a", "b"}}
	superseded := feed.Matter{State: feed.DecisionSuperseded, Decided: at(1), Ended: at(2), Evidence: []string{"a", "b"}}
	instead := feed.Matter{State: feed.DecisionDecided, Decided: at(2), Evidence: []string{"b"}, Supersedes: []string{"0007"}}
	afterwards := feed.Matter{State: feed.DecisionDecided, Decided: at(1), Evidence: []string{"a", "b"}, Supersedes: []string{"0007"}}
	edited, gone := said("b", 2), said("b", 2)
	edited.Changed, gone.Gone = 9, true
	for _, tt := range []struct {
		name   string
		e      feed.Entry
		opened bool
		of     []feed.Matter
		want   string
	}{
		{"nothing was derived", said("a", 1), false, nil, feed.MessageCreated},
		{"it opened an ask", said("a", 1), true, nil, feed.MessageAskOpened},
		{"it proposed", said("a", 1), false, []feed.Matter{proposed}, feed.MessageDecisionProposed},
		{"it proposed, and so asked", said("a", 1), true, []feed.Matter{proposed}, feed.MessageDecisionProposed},
		{"it proposed again", said("b", 2), false, []feed.Matter{proposed}, feed.MessageCreated},
		{"it proposed what was decided since", said("a", 1), false, []feed.Matter{decided}, feed.MessageDecisionProposed},
		{"it decided", said("b", 2), true, []feed.Matter{decided}, feed.MessageDecisionMade},
		{"it said so again", said("c", 3), false, []feed.Matter{decided}, feed.MessageCreated},
		{"something else decided", said("x", 2), false, []feed.Matter{decided}, feed.MessageCreated},
		{"it only sounds like it", said("a", 1), false, []feed.Matter{suggested}, feed.MessageCreated},
		{"somebody confirmed it", confirms, false, []feed.Matter{confirmed}, feed.MessageDecisionMade},
		{"it rejected", said("b", 2), false, []feed.Matter{rejected}, feed.MessageCreated},
		{"it ended what was decided", said("b", 2), false, []feed.Matter{superseded}, feed.MessageDecisionSuperseded},
		{"it decided what was superseded since", said("a", 1), false, []feed.Matter{superseded}, feed.MessageDecisionMade},
		{"it decided in place of another", said("b", 2), false, []feed.Matter{instead}, feed.MessageDecisionSuperseded},
		{"it says what was decided before stands in place of", said("b", 2), false, []feed.Matter{afterwards}, feed.MessageDecisionSuperseded},
		{"it proposed one and decided another", said("a", 1), false, []feed.Matter{proposed, {
			State: feed.DecisionDecided, Decided: at(1), Evidence: []string{"a"},
		}}, feed.MessageDecisionMade},
		{"it was edited", edited, false, []feed.Matter{decided}, feed.MessageUpdated},
		{"it was removed", gone, false, []feed.Matter{decided}, feed.MessageRemoved},
	} {
		tt.e.Means = feed.Meaning(tt.e, tt.opened, tt.of)
		if got := tt.e.MessageType(); got != tt.want {
			t.Errorf("%s: it is told as %s, want %s", tt.name, got, tt.want)
		}
	}
	verb := said("b", 2)
	if verb.Verb = feed.Superseded; verb.MessageType() != feed.MessageDecisionSuperseded {
		t.Errorf("what a tool says itself is told as %s", verb.MessageType())
	}
}
