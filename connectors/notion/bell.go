package notion

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/datelinehq/dateline/connectors"
)

// signature is the header with the signature of a call.
const signature = "X-Notion-Signature"

// Ring checks a call of a webhook subscription. The first one brings the secret that all others are signed with; whoever made
// the subscription has to give that back to Notion, where it asks for it.
func (r *reader) Ring(req *http.Request, body []byte, kept string) (connectors.Chime, error) {
	if kept == "" {
		var first struct {
			Token string `json:"verification_token"`
		}
		if json.Unmarshal(body, &first) != nil || first.Token == "" {
			return connectors.Chime{}, errors.New("there is no verification token yet: make the webhook subscription in Notion anew, for its first call brings one")
		}
		return connectors.Chime{Keep: first.Token}, nil
	}
	sum, signed := strings.CutPrefix(req.Header.Get(signature), "sha256=")
	if !signed {
		return connectors.Chime{}, errors.New("the call has no " + signature)
	}
	given, err := hex.DecodeString(sum)
	mac := hmac.New(sha256.New, []byte(kept))
	_, _ = mac.Write(body) // it never fails
	if err != nil || !hmac.Equal(given, mac.Sum(nil)) {
		return connectors.Chime{}, errors.New("the " + signature + " is not that of the body with the verification token")
	}
	return connectors.Chime{Poll: true}, nil
}
