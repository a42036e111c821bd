package trello

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/connectors"
)

// The wait that is asked of the host where Trello names none, and the longest. Trello counts requests in intervals of ten
// seconds, and those about members in intervals of fifteen minutes.
const (
	interval = 10 * time.Second
	maxWait  = 16 * time.Minute
)

// saidAtMost is how many bytes are read of what Trello says to a request it refuses.
const saidAtMost = 4096

// A refusal is an answer that is none.
type refusal struct {
	status int
	header http.Header
	said   string
}

// Error is the answer's status and what it said.
func (r *refusal) Error() string {
	return fmt.Sprintf("%d %s: %s", r.status, http.StatusText(r.status), cmp.Or(r.said, "no reason given"))
}

// meaning turns it into an error the host acts on, where it is one.
func (r *refusal) meaning() error {
	switch {
	case r.status == http.StatusTooManyRequests:
		return &connectors.Wait{For: r.pause(), Err: errors.New(r.Error())}
	case r.status == http.StatusUnauthorized:
		return fmt.Errorf("%w: %w; %s", connectors.ErrAuth, r, r.advice())
	case r.status == http.StatusForbidden && !r.tooMany():
		return fmt.Errorf("%w: %w; %s", connectors.ErrAuth, r, "the member the token belongs to must be allowed to see this")
	}
	return r
}

// advice says what to do about a 401.
func (r *refusal) advice() string {
	switch said := strings.ToLower(r.said); {
	case strings.Contains(said, "key"):
		return "key must be the API key of an app that still exists"
	case strings.Contains(said, "permission"):
		return "the token needs the scope read, of a member of the board"
	}
	return "make a new token with the key; tokens expire and are revoked"
}

// pause is how long to wait: by Retry-After, else by the interval that Trello names, else by the one it is known for.
func (r *refusal) pause() time.Duration {
	if seconds, err := strconv.Atoi(r.header.Get("Retry-After")); err == nil && seconds > 0 {
		return min(time.Duration(min(seconds, int(maxWait/time.Second)))*time.Second, maxWait)
	}
	for _, name := range []string{"Token", "Key"} {
		left := r.header.Get("X-Rate-Limit-Api-" + name + "-Remaining")
		ms, err := strconv.Atoi(r.header.Get("X-Rate-Limit-Api-" + name + "-Interval-Ms"))
		if left == "0" && err == nil && ms > 0 {
			return min(time.Duration(min(ms, int(maxWait/time.Millisecond)))*time.Millisecond, maxWait)
		}
	}
	return interval
}

// tooMany reports whether Trello wants cards to be asked for in pages.
func (r *refusal) tooMany() bool { return strings.Contains(r.said, "API_TOO_MANY_") }

// absent reports whether what was asked for is not there, or not to be seen. An id without the form of one is no
// different.
func (r *refusal) absent() bool {
	return r.status == http.StatusNotFound || r.status == http.StatusBadRequest && strings.Contains(r.said, "invalid id")
}

// missing says in a sentence what it means that a whole place is not there.
func missing(err error, place string) error {
	if r := (*refusal)(nil); errors.As(err, &r) && r.absent() {
		return fmt.Errorf("%w: there is no %s, or it is not shared with the member the token belongs to (%w)", connectors.ErrAuth, place, r)
	}
	return fmt.Errorf("read the %s: %w", place, err)
}

// words is what Trello said, in one line: plain text, or an object with an error and a message.
func words(said []byte) string {
	var object struct {
		Error   string `json:"error"`
		Message string `json:"message"`
	}
	text := string(said)
	if json.Unmarshal(said, &object) == nil && object.Error+object.Message != "" {
		text = object.Error
		if object.Message != "" && object.Message != object.Error {
			text = strings.TrimPrefix(object.Error+": "+object.Message, ": ")
		}
	}
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	if strings.HasPrefix(text, "<") {
		return "a web page"
	}
	return text[:min(len(text), 200)]
}
