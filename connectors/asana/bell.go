package asana

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/datelinehq/dateline/connectors"
)

// The headers of Asana's calls: the secret, in the first of them, and the signature in all others.
const (
	hookSecret    = "X-Hook-Secret"
	hookSignature = "X-Hook-Signature"
)

// A bell knows Asana's calls. Asana chooses a secret for each webhook and tells it in the first call, which is answered
// with it; every later call is signed with it, over its body. A call without events says only that Asana is there.
type bell struct{}

// Ring looks at a call.
func (bell) Ring(r *http.Request, body []byte, kept string) (connectors.Chime, error) {
	secret := r.Header.Get(hookSecret)
	signature, err := hex.DecodeString(r.Header.Get(hookSignature))
	switch {
	case r.Method != http.MethodPost:
		return connectors.Chime{}, errors.New("only POST is a call of Asana")
	case secret != "" && len(secret) <= secretAtMost:
		return connectors.Chime{Keep: secret, Header: http.Header{hookSecret: {secret}}}, nil
	case secret != "":
		return connectors.Chime{}, errors.New("the secret in X-Hook-Secret is none that Asana could have chosen")
	case kept == "":
		return connectors.Chime{}, errors.New("no secret was agreed on: Asana tells it when a webhook is made")
	case err != nil || !hmac.Equal(sign(body, kept), signature):
		return connectors.Chime{}, errors.New("the signature in X-Hook-Signature is not that of the call")
	}
	var call struct {
		Events []json.RawMessage `json:"events"`
	}
	heartbeat := len(body) == 0 || json.Unmarshal(body, &call) == nil && len(call.Events) == 0
	return connectors.Chime{Poll: !heartbeat}, nil
}

// secretAtMost is how long a secret may be.
const secretAtMost = 256

func sign(body []byte, secret string) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return mac.Sum(nil)
}
