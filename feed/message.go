package feed

import "cmp"

// The types of messages about entries, in webhooks and streams.
const (
	MessageCreated = "event.created"
	MessageUpdated = "event.updated"
	MessageRemoved = "event.removed"

	// MessageAskOpened is told of a request, an assignment, and of whatever else opened an ask, which is known when the entry was
	// judged. So it is with those of decisions, which are told of whatever proposed, made or superseded one.
	MessageAskOpened   = "ask.opened"
	MessageAskWarned   = "ask.warned"
	MessageAskFlagged  = "ask.flagged"
	MessageAskAnswered = "ask.answered"

	MessageDecisionProposed   = "decision.proposed"
	MessageDecisionMade       = "decision.made"
	MessageDecisionSuperseded = "decision.superseded"

	MessageSourceFailing   = "source.failing"
	MessageSourceRecovered = "source.recovered"
)

// messages is the table of verbs whose entries are told as something more than an event.
var messages = map[Verb]string{
	Requested: MessageAskOpened, Assigned: MessageAskOpened, Warned: MessageAskWarned, Flagged: MessageAskFlagged,
	Met: MessageAskAnswered, Missed: MessageAskAnswered,
	Proposed: MessageDecisionProposed, Decided: MessageDecisionMade, Superseded: MessageDecisionSuperseded,
	Failing: MessageSourceFailing, Recovered: MessageSourceRecovered,
}

// MessageTypes lists every type there is.
func MessageTypes() []string {
	return []string{
		MessageCreated, MessageUpdated, MessageRemoved, MessageAskOpened, MessageAskWarned, MessageAskFlagged, MessageAskAnswered,
		MessageDecisionProposed, MessageDecisionMade, MessageDecisionSuperseded, MessageSourceFailing, MessageSourceRecovered,
	}
}

// MessageType is the type of a message about the entry as it is now. What was edited or removed is that, whatever it was before.
func (e Entry) MessageType() string {
	switch {
	case e.Gone:
		return MessageRemoved
	case e.Revision():
		return MessageUpdated
	}
	if special, ok := messages[e.Verb]; ok {
		return special
	}
	return cmp.Or(e.Means, MessageCreated)
}

// Meaning is what was derived from an entry, as the type of a message about it. It is empty where it neither opened an ask nor did
// anything to one of the decisions of its item. Of several it is what matters most: what it decided, superseded or proposed, and then
// that it asked.
func Meaning(e Entry, opened bool, decisions []Matter) string {
	meant := map[string]bool{MessageAskOpened: opened}
	for _, d := range decisions {
		meant[d.meaning(e)] = true
	}
	for _, means := range []string{MessageDecisionMade, MessageDecisionSuperseded, MessageDecisionProposed, MessageAskOpened} {
		if meant[means] {
			return means
		}
	}
	return ""
}
