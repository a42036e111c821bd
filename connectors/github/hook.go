package github

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/datelinehq/dateline/connectors"
)

// heard are the webhook events that tell of something this package reads. The others, such as those of stars and checks,
// are answered and nothing is polled.
var heard = []string{
	"issues", "issue_comment", "pull_request", "pull_request_review", "pull_request_review_comment", "push", "release",
	"repository", "installation_repositories", "installation_target", "sub_issues", "issue_dependencies",
}

// Ring looks at a delivery of a webhook of the repository.
func (r *repository) Ring(req *http.Request, body []byte, _ string) (connectors.Chime, error) {
	return r.hook.ring(req, body)
}

// Ring looks at a delivery of a webhook of the organisation, or of the app. It tells which repository it is about.
func (w *wholeAccount) Ring(req *http.Request, body []byte, _ string) (connectors.Chime, error) {
	chime, err := hookSecret(w.config.HookSecret).ring(req, body)
	if err != nil || !chime.Poll || strings.HasPrefix(req.Header.Get("X-Github-Event"), "installation") || req.Header.Get("X-Github-Event") == "repository" {
		return chime, err
	}
	var delivery struct {
		Repository struct {
			ID int64 `json:"id"`
		} `json:"repository"`
	}
	if kind, _, _ := mime.ParseMediaType(req.Header.Get("Content-Type")); kind == "application/x-www-form-urlencoded" {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return chime, nil // genuine, whatever it says
		}
		body = []byte(form.Get("payload"))
	}
	if json.Unmarshal(body, &delivery) == nil && delivery.Repository.ID > 0 {
		chime.Part = strconv.FormatInt(delivery.Repository.ID, 10)
	}
	return chime, nil
}

// A hookSecret is what GitHub signs the deliveries of a webhook with.
type hookSecret string

// ring checks the signature of a delivery.
func (s hookSecret) ring(req *http.Request, body []byte) (connectors.Chime, error) {
	if s == "" {
		return connectors.Chime{}, errors.New("set hook_secret to the secret of the webhook")
	}
	said, signed := strings.CutPrefix(req.Header.Get("X-Hub-Signature-256"), "sha256=")
	if !signed {
		return connectors.Chime{}, errors.New("the delivery is not signed: give the webhook the secret that hook_secret is")
	}
	mac := hmac.New(sha256.New, []byte(s))
	_, _ = mac.Write(body) // a hash never fails
	signature, err := hex.DecodeString(said)
	if err != nil || !hmac.Equal(signature, mac.Sum(nil)) {
		return connectors.Chime{}, errors.New("the delivery is signed with another secret than hook_secret")
	}
	return connectors.Chime{Poll: slices.Contains(heard, req.Header.Get("X-Github-Event"))}, nil
}
