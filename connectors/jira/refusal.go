package jira

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	jira "github.com/andygrunwald/go-jira"

	"github.com/datelinehq/dateline/connectors"
)

// The shortest and the longest wait that is asked of the host, and the one where Jira names none.
const (
	minWait     = time.Second
	maxWait     = 65 * time.Minute
	defaultWait = time.Minute
)

// saidAtMost is how many bytes of Jira's own words an error repeats.
const saidAtMost = 300

// A refusal is an answer that says no in a way whose meaning depends on what was asked.
type refusal struct {
	status int
	// said is what Jira said in its own form; empty where the answer did not come from Jira.
	said string
}

// Error is the answer's status and what it said.
func (r *refusal) Error() string {
	return strings.TrimSuffix(fmt.Sprintf("%d %s: %s", r.status, http.StatusText(r.status), r.said), ": ")
}

// classify turns an error of go-jira into one the host acts on.
func classify(resp *jira.Response, err error) error {
	if resp == nil || resp.Response == nil {
		return err
	}
	if resp.StatusCode/100 == 2 {
		if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
			return errors.New("a web page was answered; is url the address of Jira?")
		}
		return fmt.Errorf("the answer cannot be read: %w", err)
	}
	body, _ := io.ReadAll(resp.Body) // closing has read it already
	_ = resp.Body.Close()            // go-jira leaves it open, and with it the timer of the client
	return refused(resp.Response, words(body))
}

// refused is what an answer that is not one means to the host.
func refused(resp *http.Response, said string) error {
	no := &refusal{status: resp.StatusCode, said: said}
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return &connectors.Wait{For: pause(resp), Err: no}
	case http.StatusUnauthorized:
		return fmt.Errorf("%w: %w", connectors.ErrAuth, no)
	case http.StatusForbidden:
		if strings.Contains(resp.Header.Get("X-Seraph-Loginreason"), "AUTHENTICATION_DENIED") {
			return fmt.Errorf("%w: %w; Jira wants the account to log in on a page and solve its captcha", connectors.ErrAuth, no)
		}
		return fmt.Errorf("%w: %w; grant the account the permission Browse Projects, and an OAuth token the scope read:jira-work", connectors.ErrAuth, no)
	}
	return no
}

// anonymous is the error for an answer to nobody: Jira takes credentials it does not know for none, and shows what is
// public.
func anonymous(resp *http.Response) error {
	if reason := resp.Header.Get("X-Seraph-Loginreason"); strings.Contains(reason, "AUTHENTICATED_FAILED") || strings.Contains(reason, "AUTHENTICATION_DENIED") {
		return fmt.Errorf("%w: Jira does not know them and answers as to nobody (%s)", connectors.ErrAuth, reason)
	}
	return nil
}

// words are what Jira says about a refusal in its own form.
func words(body []byte) string {
	var said struct {
		Messages []string          `json:"errorMessages"`
		Errors   map[string]string `json:"errors"`
		Message  string            `json:"message"`
	}
	if json.Unmarshal(body, &said) != nil {
		return ""
	}
	all := said.Messages
	for _, field := range slices.Sorted(maps.Keys(said.Errors)) {
		all = append(all, field+": "+said.Errors[field])
	}
	if len(all) == 0 && said.Message != "" {
		all = []string{said.Message}
	}
	text := strings.Join(all, "; ")
	return text[:min(len(text), saidAtMost)]
}

// pause is how long the answer asks to wait: by Retry-After, or until the limit is reset by the server's own clock.
func pause(resp *http.Response) time.Duration {
	wait := defaultWait
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
		wait = time.Duration(min(seconds, int(maxWait/time.Second))) * time.Second
	} else if reset, ok := instant(resp.Header.Get("X-Ratelimit-Reset")); ok {
		if now := clock(resp); !now.IsZero() {
			wait = reset.Sub(now) + time.Second
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
