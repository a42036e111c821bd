package webhook

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"
)

// Digested is the type of a message with a digest.
const Digested = "digest.created"

// A Digest is what somebody is told of a period. Its fields are a contract.
type Digest struct {
	Subscriber string `json:"subscriber"`
	// Person is whom it is for; Period is unique for the subscriber: 2026-03-02, or 2026-W10.
	Person string    `json:"person"`
	Period string    `json:"period"`
	From   time.Time `json:"from"`
	Until  time.Time `json:"until"`
	// Subject is the whole of it in a line, Text all of it, HTML the same as a document.
	Subject string `json:"subject"`
	Text    string `json:"text"`
	HTML    string `json:"html"`
}

// ID is the webhook-id of the digest: the same at every attempt.
func (d Digest) ID() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %s", len(d.Subscriber), d.Subscriber, d.Period))
	return fmt.Sprintf("dig_%x", sum[:16])
}

// SendDigest is Send of a digest.
func (s *Sender) SendDigest(ctx context.Context, to Subscriber, d Digest, now time.Time) error {
	d.From, d.Until = d.From.UTC(), d.Until.UTC()
	body, err := json.Marshal(struct {
		Type      string    `json:"type"`
		Timestamp time.Time `json:"timestamp"`
		Data      Digest    `json:"data"`
	}{Digested, now.UTC(), d})
	if err != nil {
		return fmt.Errorf("writing the digest of %s as JSON: %w", d.Subscriber, err)
	}
	_, err = s.send(ctx, to, message{id: d.ID(), body: body, mediaType: "application/json"}, now)
	return err
}
