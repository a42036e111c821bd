package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/go-github/v62/github"

	"github.com/datelinehq/dateline/connectors"
)

// The shortest and the longest wait that is asked of the host, and the one where GitHub names none.
const (
	minWait     = time.Second
	maxWait     = 65 * time.Minute
	defaultWait = time.Minute
)

// errMissing says that what was asked for is not there, or not to be seen.
var errMissing = errors.New("not found")

// An answer is what one request for a list brought.
type answer struct {
	rows []json.RawMessage
	etag string
	// same says that nothing changed since the ETag that was sent.
	same bool
	// more says that there is a next page, pages how many there are, if GitHub tells.
	more  bool
	pages int
	// now is the server's clock, wait how long it wants to be left alone.
	now  time.Time
	wait time.Duration
}

// list asks for one page of a list.
func (r *repository) list(ctx context.Context, path string, query url.Values, etag string) (answer, error) {
	a := answer{}
	resp, err := get(ctx, r.api, path, query, etag, &a.rows)
	if resp != nil {
		a.etag = resp.Header.Get("ETag")
		a.more = resp.NextPage > 0 || resp.After != "" || resp.NextPageToken != ""
		a.pages = resp.LastPage
		a.now = clock(resp.Response)
		if seconds, err := strconv.Atoi(resp.Header.Get("X-Poll-Interval")); err == nil && seconds > 0 {
			a.wait = min(time.Duration(seconds)*time.Second, maxWait)
		}
		if resp.StatusCode == http.StatusNotModified {
			a.same = true
			return a, nil
		}
	}
	if err == nil && a.rows == nil {
		err = fmt.Errorf("GET %s: the answer is empty", path)
	}
	return a, err
}

// get makes one conditional request and decodes what comes into v. Its errors are those of the contract.
func get(ctx context.Context, api *github.Client, path string, query url.Values, etag string, v any) (*github.Response, error) {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	req, err := api.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return nil, fmt.Errorf("GET %s: %w", path, err)
	}
	req.Header.Set("X-Github-Api-Version", apiVersion)
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	resp, err := api.Do(ctx, req, v)
	if resp != nil && resp.Response != nil && resp.StatusCode == http.StatusNotModified {
		return resp, nil
	}
	if err != nil {
		return resp, fmt.Errorf("GET %s: %w", path, classify(resp, err))
	}
	return resp, nil
}

// classify turns an error of go-github into one the host acts on.
func classify(resp *github.Response, err error) error {
	if resp == nil || resp.Response == nil {
		return err
	}
	var limited *github.RateLimitError
	var answered *github.ErrorResponse
	said := err
	if errors.As(err, &answered) && answered.Message != "" {
		said = fmt.Errorf("%s: %s", resp.Status, answered.Message)
	}
	switch {
	case errors.As(err, &limited), resp.StatusCode == http.StatusTooManyRequests, secondary(resp, answered, err):
		return &connectors.Wait{For: pause(resp.Response), Err: said}
	case resp.StatusCode == http.StatusUnauthorized:
		return fmt.Errorf("%w: %w", connectors.ErrAuth, said)
	case resp.StatusCode == http.StatusForbidden:
		return fmt.Errorf("%w: %w%s", connectors.ErrAuth, said, needs(resp.Header))
	case resp.StatusCode == http.StatusNotFound, resp.StatusCode == http.StatusGone, resp.StatusCode == http.StatusUnavailableForLegalReasons:
		return fmt.Errorf("%w: %w", errMissing, said)
	case resp.StatusCode >= 300:
		return said
	}
	return err
}

// secondary reports whether the answer is one of GitHub's secondary limits, which come as 403 too.
func secondary(resp *github.Response, answered *github.ErrorResponse, err error) bool {
	var abuse *github.AbuseRateLimitError
	if errors.As(err, &abuse) {
		return true
	}
	if resp.StatusCode != http.StatusForbidden {
		return false
	}
	return resp.Header.Get("Retry-After") != "" || answered != nil && strings.Contains(strings.ToLower(answered.Message), "rate limit")
}

// pause is how long the answer asks to wait: by Retry-After, or until the limit is reset by the server's own clock.
func pause(resp *http.Response) time.Duration {
	wait := defaultWait
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
		wait = time.Duration(seconds) * time.Second
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
