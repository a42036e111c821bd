package trello

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // Trello signs so
	"encoding/base64"
	"errors"
	"net/http"

	"github.com/datelinehq/dateline/connectors"
)

// A bell knows Trello's calls: each is signed with the app's secret, over its body and the address that the webhook was
// made with.
type bell struct{ secret, address string }

// Ring looks at a call. Before it makes a webhook Trello asks with HEAD whether the address answers, and signs nothing.
func (b bell) Ring(r *http.Request, body []byte, _ string) (connectors.Chime, error) {
	switch {
	case r.Method == http.MethodHead || r.Method == http.MethodGet:
		return connectors.Chime{}, nil
	case r.Method != http.MethodPost:
		return connectors.Chime{}, errors.New("only HEAD and POST are calls of Trello")
	case b.secret == "":
		return connectors.Chime{}, errors.New("secret is not configured: the secret of the app the webhook was made with")
	case b.address == "":
		return connectors.Chime{}, errors.New("the public address of the doorbell is not configured, and Trello signs it")
	}
	signature, err := base64.StdEncoding.DecodeString(r.Header.Get("X-Trello-Webhook"))
	mac := hmac.New(sha1.New, []byte(b.secret))
	mac.Write(body)
	mac.Write([]byte(b.address))
	if err != nil || !hmac.Equal(mac.Sum(nil), signature) {
		return connectors.Chime{}, errors.New("the signature in X-Trello-Webhook is not that of the call")
	}
	return connectors.Chime{Poll: true}, nil
}
