package asana

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

// The wait that is asked of the host where Asana names none, and the longest. Asana counts requests by the minute.
const (
	defaultWait = time.Minute
	maxWait     = time.Hour
)

// saidAtMost is how many bytes of Asana's own words an error repeats.
const saidAtMost = 300

// A refusal is an answer that says no in a way whose meaning depends on what was asked.
type refusal struct {
	status int
	said   string
	// sync is the token that comes with the refusal of one that is too old.
	sync string
}

// Error is the answer's status and what it said.
func (r *refusal) Error() string {
	return fmt.Sprintf("%d %s: %s", r.status, http.StatusText(r.status), cmp.Or(r.said, "no reason given"))
}

// refused is what an answer that is not one means to the host.
func refused(resp *http.Response, body []byte) error {
	r := &refusal{status: resp.StatusCode}
	r.said, r.sync = words(body)
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return &connectors.Wait{For: pause(resp.Header.Get("Retry-After")), Err: r}
	case http.StatusUnauthorized:
		return fmt.Errorf("%w: %w; set token to a personal access token that is still valid", connectors.ErrAuth, r)
	}
	return r
}

// pause is how long Asana asks to wait.
func pause(after string) time.Duration {
	seconds, err := strconv.Atoi(after)
	if err != nil || seconds <= 0 {
		return defaultWait
	}
	return time.Duration(min(seconds, int(maxWait/time.Second))) * time.Second
}

// words are what Asana says about a refusal in its own form, and the token that may come with it.
func words(body []byte) (said, sync string) {
	var form struct {
		Errors []struct {
			Message string `json:"message"`
			Phrase  string `json:"phrase"`
		} `json:"errors"`
		Sync string `json:"sync"`
	}
	if json.Unmarshal(body, &form) != nil {
		return "", ""
	}
	var all []string
	for _, e := range form.Errors {
		all = append(all, strings.TrimSpace(e.Message+" "+e.Phrase)) // support asks for the phrase of a server error
	}
	said = strings.Join(strings.Fields(strings.ToValidUTF8(strings.Join(all, "; "), "")), " ")
	return said[:min(len(said), saidAtMost)], form.Sync
}

// of returns the refusal that an error is, or nil.
func of(err error) *refusal {
	r := (*refusal)(nil)
	errors.As(err, &r)
	return r
}

// withheld reports whether an error says that something is not there for us: it does not exist, is not shared with us, or
// has to be paid for. The rest is read without it.
func withheld(err error) bool {
	r := of(err)
	if r == nil || errors.Is(err, connectors.ErrAuth) {
		return false
	}
	return r.status == http.StatusPaymentRequired || r.status == http.StatusForbidden || r.absent()
}

// absent reports whether what was asked for does not exist, as far as Asana lets us know. An object that is named in the
// query is refused with 400.
func (r *refusal) absent() bool {
	return r.status == http.StatusNotFound || r.status == http.StatusBadRequest && (strings.Contains(r.said, "Unknown object") || strings.Contains(r.said, "Not a recognized ID") || strings.Contains(r.said, "Not a Long"))
}

// stale reports whether the offset into a list is too old.
func stale(err error) bool {
	r := of(err)
	if r == nil {
		return false
	}
	said := strings.ToLower(r.said)
	return r.status == http.StatusBadRequest && strings.Contains(said, "offset") || strings.Contains(said, "pagination token")
}

// missing says in a sentence what it means that something cannot be read without which there is nothing to read.
func missing(err error, place string) error {
	r := of(err)
	switch {
	case r == nil || errors.Is(err, connectors.ErrAuth):
		return fmt.Errorf("read the %s: %w", place, err)
	case r.absent():
		return fmt.Errorf("%w: there is no %s, or it is not shared with the account the token belongs to (%w)", connectors.ErrAuth, place, r)
	case r.status == http.StatusForbidden:
		return fmt.Errorf("%w: %w; share the %s with the account the token belongs to, and let an OAuth app read tasks, projects and stories", connectors.ErrAuth, r, place)
	case r.status == http.StatusPaymentRequired:
		return fmt.Errorf("%w: %w; the %s can be read in a paid plan of Asana only", connectors.ErrAuth, r, place)
	}
	return fmt.Errorf("read the %s: %w", place, err)
}
