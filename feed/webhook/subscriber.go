package webhook

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

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
	// Older are secrets that receivers may still have: what is sent is signed with these too, until they are taken away.
	Older []string `json:"-"`
	// Format is how much is said. Empty is [Full].
	Format Format
	// Private says that it may be on loopback or a private network.
	Private bool
}

// The length of a secret, in bytes.
const (
	minSecret = 24
	maxSecret = 64
)

// maxOlder is with how many secrets beside the newest a message is signed.
const maxOlder = 4

const secretPrefix = "whsec_"

// String is the name, so that a subscriber can be printed.
func (s Subscriber) String() string { return s.Name }

// Check returns what is wrong with the settings, in a sentence that shows neither the secret nor the URL. It makes no
// request, and therefore does not know where the URL leads.
func (s Subscriber) Check() error {
	_, _, err := s.parse()
	return err
}

func (s Subscriber) parse() (*url.URL, signers, error) {
	u, err := parseURL(s.URL)
	if err != nil {
		return nil, nil, err
	}
	if s.Format != "" && !slices.Contains(Formats(), s.Format) {
		return nil, nil, fmt.Errorf("the format is none of %v", Formats())
	}
	if len(s.Older) > maxOlder {
		return nil, nil, fmt.Errorf("there are more than %d secrets: leave out the oldest", maxOlder+1)
	}
	var all signers
	for _, secret := range append([]string{s.Secret}, s.Older...) {
		key, err := parseSecret(secret)
		if err != nil {
			return nil, nil, err
		}
		signer, err := standardwebhooks.NewWebhookRaw(key)
		if err != nil {
			return nil, nil, fmt.Errorf("the secret cannot be used: %w", err)
		}
		all = append(all, signer)
	}
	return u, all, nil
}

// signers sign with one secret each, the newest first.
type signers []*standardwebhooks.Webhook

// sign returns all signatures, with spaces between them: a receiver takes a message that has one it knows.
func (all signers) sign(id string, at time.Time, body []byte) (string, error) {
	made := make([]string, len(all))
	for i, signer := range all {
		var err error
		if made[i], err = signer.Sign(id, at, body); err != nil {
			return "", err
		}
	}
	return strings.Join(made, " "), nil
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
