package example

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// List returns the topics that exist. Leave it out where the tool tells what is deleted.
func (b *book) List(ctx context.Context, after feed.Cursor) (connectors.Roll, error) {
	var list struct {
		Topics []topic `json:"topics"`
		Next   string  `json:"next"`
	}
	_, err := b.get(ctx, "topics", url.Values{"from": {string(after)}}, "", &list)
	if err == nil && list.Topics == nil {
		err = errors.New("the answer has no topics")
	}
	roll := connectors.Roll{Next: feed.Cursor(list.Next), More: list.Next != ""}
	for _, t := range list.Topics {
		if t.ID == "" {
			return connectors.Roll{}, errors.New("a topic has no id")
		}
		roll.IDs = append(roll.IDs, t.ID)
	}
	return roll, err
}

// Ring checks the signature of a webhook's call. Leave it out where the tool has no webhooks.
func (b *book) Ring(r *http.Request, body []byte, _ string) (connectors.Chime, error) {
	if b.config.HookSecret == "" {
		return connectors.Chime{}, errors.New("set hook_secret to the secret of the webhook")
	}
	mac := hmac.New(sha256.New, []byte(b.config.HookSecret))
	_, _ = mac.Write(body)
	signature, err := hex.DecodeString(r.Header.Get("X-Minutes-Signature"))
	if err != nil || !hmac.Equal(signature, mac.Sum(nil)) {
		return connectors.Chime{}, errors.New("the call is signed with another secret than hook_secret")
	}
	return connectors.Chime{Poll: true}, nil
}

// Probe asks who we are and what may be read.
func (b *book) Probe(ctx context.Context) (connectors.Findings, error) {
	var about struct {
		Me      member `json:"me"`
		Entries int    `json:"entries"`
		Topics  bool   `json:"may_list_topics"`
	}
	if _, err := b.get(ctx, "about", nil, "", &about); err != nil {
		return connectors.Findings{}, err
	}
	found := connectors.Findings{As: about.Me.account(), Reads: []string{fmt.Sprintf("the book %s, %d entries", b.config.Book, about.Entries)}}
	if !about.Topics {
		found.Lacks = []string{"the list of topics, by which deletions are noticed: give the token the right List topics"}
	}
	return found, nil
}
