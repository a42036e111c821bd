package webhook

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// A Subscriber is somebody who wants to be told.
type Subscriber struct {
	// Name is what the configuration calls it.
	Name string
	// URL is where it receives: https, or http where the way there is trusted. Its path and query may be secret.
	URL string
	// Secret signs what is sent: whsec_ and 24 to 64 random bytes in base64. No two subscribers should share one.
	Secret string `json:"-"`
	// Private says that it may be on loopback or a private network.
	Private bool
}

// The length of a secret, in bytes.
const (
	minSecret = 24
	maxSecret = 64
)

const secretPrefix = "whsec_"

// String is the name, so that a subscriber can be printed.
func (s Subscriber) String() string { return s.Name }

// Check returns what is wrong with the settings, in a sentence that shows neither the secret nor the URL. It makes no
// request, and therefore does not know where the URL leads.
func (s Subscriber) Check() error {
	_, _, err := s.parse()
	return err
}

func (s Subscriber) parse() (*url.URL, *standardwebhooks.Webhook, error) {
	u, err := parseURL(s.URL)
	if err != nil {
		return nil, nil, err
	}
	key, err := parseSecret(s.Secret)
	if err != nil {
		return nil, nil, err
	}
	signer, err := standardwebhooks.NewWebhookRaw(key)
	if err != nil {
		return nil, nil, fmt.Errorf("the secret cannot be used: %w", err)
	}
	return u, signer, nil
}

// parseURL leaves out what url.Parse says, which quotes pieces of the address.
func parseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case text == "":
		return nil, errors.New("the URL is missing: give the https address of the receiver")
	case err != nil:
		return nil, errors.New("the URL is not an address: it should look like https://receiver.example.com/path")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("the URL must begin with https:// or http://")
	case u.Hostname() == "":
		return nil, errors.New("the URL names no host")
	case u.User != nil:
		return nil, errors.New("the URL holds a user name or password: leave it out, messages are signed with the secret")
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return nil, errors.New("the URL's port is not between 1 and 65535")
		}
	}
	return u, nil
}

func parseSecret(text string) ([]byte, error) {
	encoded, ok := strings.CutPrefix(text, secretPrefix)
	switch {
	case text == "":
		return nil, fmt.Errorf("the secret is missing: give %s and %d to %d random bytes in base64", secretPrefix, minSecret, maxSecret)
	case !ok:
		return nil, fmt.Errorf("the secret does not begin with %s", secretPrefix)
	case strings.ContainsAny(encoded, "\r\n"): // which the decoder would pass over, and other languages' do not
		return nil, errors.New("the secret goes on after the end of its line")
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, fmt.Errorf("the secret is not base64 behind %s", secretPrefix)
	}
	if len(key) < minSecret || len(key) > maxSecret {
		return nil, fmt.Errorf("the secret is %d bytes long: it must be %d to %d", len(key), minSecret, maxSecret)
	}
	return key, nil
}
