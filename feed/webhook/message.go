package webhook

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A message is what one attempt after the other sends.
type message struct {
	id, mediaType string
	body          []byte
}

// payload is the body of a message. Its fields are a contract.
type payload struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      any       `json:"data"`
}

func newMessage(to Subscriber, id string, e feed.Entry, person feed.Namer) (message, error) {
	m := message{id: id, mediaType: "application/json"}
	told, data := TypeOf(e), e.Record(person)
	var body any
	switch to.Format {
	case Thin:
		body = payload{Type: told, Timestamp: e.At.UTC(), Data: thinOf(data)}
	case Slack:
		body = slackOf(e, person)
	case CloudEvents:
		m.mediaType = "application/cloudevents+json"
		body = cloudOf(m.id, told, data)
	default:
		body = payload{Type: told, Timestamp: e.At.UTC(), Data: data}
	}
	var err error
	if m.body, err = json.Marshal(body); err != nil {
		return message{}, fmt.Errorf("writing %s/%s as JSON: %w", e.Source, e.Key, err)
	}
	return m, nil
}

// ID is the webhook-id under which the entry is sent: the same at every attempt and for every subscriber, and another
// one as soon as the entry was changed. It consists of letters, digits and an underscore.
func ID(e feed.Entry) string {
	// The lengths keep apart what would read the same when run together.
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %d %s %d", len(e.Source), e.Source, len(e.Key), e.Key, e.Changed))
	return fmt.Sprintf("evt_%x", sum[:16])
}
