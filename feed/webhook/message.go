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
	id   string
	body []byte
}

// payload is the body of a message. Its fields are a contract.
type payload struct {
	Type      string           `json:"type"`
	Timestamp time.Time        `json:"timestamp"`
	Data      feed.EventRecord `json:"data"`
}

func newMessage(e feed.Entry, person feed.Namer) (message, error) {
	body, err := json.Marshal(payload{Type: e.MessageType(), Timestamp: e.At.UTC(), Data: e.Record(person)})
	if err != nil {
		return message{}, fmt.Errorf("writing %s/%s as JSON: %w", e.Source, e.Key, err)
	}
	return message{id: ID(e), body: body}, nil
}

// ID is the webhook-id under which the entry is sent: the same at every attempt and for every subscriber, and another
// one as soon as the entry was changed. It consists of letters, digits and an underscore.
func ID(e feed.Entry) string {
	// The lengths keep apart what would read the same when run together.
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %d %s %d", len(e.Source), e.Source, len(e.Key), e.Key, e.Changed))
	return fmt.Sprintf("evt_%x", sum[:16])
}
