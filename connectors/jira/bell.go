package jira

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"github.com/datelinehq/dateline/connectors"
)

// What is wrong with a call to the doorbell.
var (
	errNoSecret = errors.New("hook_secret: set the secret that the webhook was made with")
	errUnsigned = errors.New("the call is not signed: give the webhook in Jira a secret, and set it as hook_secret")
	errForged   = errors.New("the signature of the call does not fit hook_secret")
)

// Ring takes the call of a webhook whose X-Hub-Signature fits the configured secret.
func (s *search) Ring(r *http.Request, body []byte, _ string) (connectors.Chime, error) {
	if s.secret == "" {
		return connectors.Chime{}, errNoSecret
	}
	signature, ok := strings.CutPrefix(r.Header.Get("X-Hub-Signature"), "sha256=")
	if !ok {
		return connectors.Chime{}, errUnsigned
	}
	mac := hmac.New(sha256.New, []byte(s.secret))
	_, _ = mac.Write(body) // never fails
	if given, err := hex.DecodeString(signature); err != nil || !hmac.Equal(given, mac.Sum(nil)) {
		return connectors.Chime{}, errForged
	}
	return connectors.Chime{Poll: true}, nil
}
