package github

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/google/go-github/v75/github"

	"github.com/datelinehq/dateline/connectors"
)

// The shortest and the longest wait that is asked of the host, and the one where GitHub names none.
const (
	minWait     = time.Second
	maxWait     = 65 * time.Minute
	defaultWait = time.Minute
)

// missing says that what was asked for is not there, or not to be seen.
type missing struct {
	status int
	said   string
}

// Error is the answer's status and what it said.
func (m *missing) Error() string {
	return fmt.Sprintf("%d %s: %s", m.status, http.StatusText(m.status), cmp.Or(m.said, "no reason given"))
}

// gone reports whether it is not there at all, rather than not to be had this way.
func (m *missing) gone() bool {
	return m.status == http.StatusNotFound || m.status == http.StatusGone || m.status == http.StatusUnavailableForLegalReasons
}

// repository says in a sentence what it means that a whole repository is missing.
func (m *missing) repository(name string) string {
	if m.status == http.StatusUnavailableForLegalReasons {
		return fmt.Sprintf("GitHub has blocked the repository %s for legal reasons (%s)", name, m)
	}
	return fmt.Sprintf("there is no repository %s, or these credentials may not see it (%s)", name, m)
}

// classify turns an error of go-github into one the host acts on.
func classify(resp *github.Response, err error) error {
	if resp == nil || resp.Response == nil {
		return unanswered(err)
	}
	said := ""
	if answered := (*github.ErrorResponse)(nil); errors.As(err, &answered) {
		said = answered.Message
	}
	if limited := (*github.RateLimitError)(nil); errors.As(err, &limited) {
		said = limited.Message
	}
	if limited := (*github.AbuseRateLimitError)(nil); errors.As(err, &limited) {
		said = limited.Message
	}
	if resp.StatusCode < http.StatusMultipleChoices {
		return err // the answer could not be read
	}
	return refused(resp.Response, said)
}

// refused is what an answer that is not one means to the host.
func refused(resp *http.Response, said string) error {
	words := errors.New(strings.TrimSuffix(resp.Status+": "+said, ": "))
	switch status := resp.StatusCode; status {
	case http.StatusTooManyRequests:
		return &connectors.Wait{For: pause(resp), Err: words}
	case http.StatusUnauthorized:
		return fmt.Errorf("%w: %w", connectors.ErrAuth, words)
	case http.StatusForbidden:
		if limited(resp, said) {
			return &connectors.Wait{For: pause(resp), Err: words}
		}
		return fmt.Errorf("%w: %w%s", connectors.ErrAuth, words, needs(resp.Header))
	case http.StatusNotFound, http.StatusGone, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusUnavailableForLegalReasons:
		return &missing{status: status, said: said}
	}
	return words
}

// unanswered is what an error without an answer means. An app's transport hides in it the answer to its request for a
// token.
func unanswered(err error) error {
	var token *ghinstallation.HTTPError
	if !errors.As(err, &token) || token.Response == nil {
		return err
	}
	_ = token.Response.Body.Close() // the transport leaves it open
	why := refused(token.Response, "no token for the installation of the app")
	if gone := (*missing)(nil); errors.As(why, &gone) {
		return fmt.Errorf("%w: GitHub knows no such app, or no such installation of it (%w)", connectors.ErrAuth, gone)
	}
	return why
}

// limited reports whether a 403 is one of GitHub's limits, the hourly one or a secondary one.
func limited(resp *http.Response, said string) bool {
	return resp.Header.Get("X-RateLimit-Remaining") == "0" || resp.Header.Get("Retry-After") != "" ||
		strings.Contains(strings.ToLower(said), "rate limit")
}

// pause is how long the answer asks to wait: by Retry-After, or until the limit is reset by the server's own clock.
func pause(resp *http.Response) time.Duration {
	wait := defaultWait
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
		wait = time.Duration(min(seconds, int(maxWait/time.Second))) * time.Second
	} else if reset, err := strconv.ParseInt(resp.Header.Get("X-RateLimit-Reset"), 10, 64); err == nil && resp.Header.Get("X-RateLimit-Remaining") == "0" {
		if now := clock(resp); !now.IsZero() {
			wait = time.Unix(reset, 0).Sub(now) + time.Second
		}
	}
	return min(max(wait, minWait), maxWait)
}

// clock is the time by the server's clock, zero if it does not tell.
func clock(resp *http.Response) time.Time {
	now, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return now
}

// needs says which permission GitHub says would have been enough.
func needs(h http.Header) string {
	if p := h.Get("X-Accepted-Github-Permissions"); p != "" {
		return "; grant the permission " + p
	}
	if s := h.Get("X-Accepted-Oauth-Scopes"); s != "" {
		return "; grant one of the scopes " + s
	}
	return ""
}
