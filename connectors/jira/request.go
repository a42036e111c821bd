package jira

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	jira "github.com/andygrunwald/go-jira"
)

// An api makes requests of one site as one account.
type api struct {
	http         *http.Client
	base         string
	email, token string
}

// An answer is what came with an answer beside its body.
type answer struct {
	// now is the server's clock, zero if it does not tell.
	now time.Time
}

// get asks for a path and decodes what comes into v. Its errors are those of the contract, or *refusal.
func (a *api) get(ctx context.Context, path string, query url.Values, v any) (answer, error) {
	if len(query) > 0 {
		return a.ask(ctx, http.MethodGet, path, path+"?"+query.Encode(), nil, v)
	}
	return a.ask(ctx, http.MethodGet, path, path, nil, v)
}

func (a *api) ask(ctx context.Context, method, path, address string, body, v any) (answer, error) {
	client, err := jira.NewClient(a.http, a.base)
	if err != nil {
		return answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	req, err := client.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	req.Header.Set("Accept", "application/json")
	switch {
	case a.email != "":
		req.SetBasicAuth(a.email, a.token)
	case a.token != "":
		req.Header.Set("Authorization", "Bearer "+a.token)
	}
	var raw json.RawMessage
	resp, err := client.Do(req, &raw)
	if err != nil {
		return answer{}, fmt.Errorf("%s %s: %w", method, path, classify(resp, err))
	}
	if err := anonymous(resp.Response); err != nil && a.token != "" {
		return answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return answer{}, fmt.Errorf("%s %s: the answer is not what was asked for: %w", method, path, err)
	}
	return answer{now: clock(resp.Response)}, nil
}

// refusalAtMost is how many bytes are read of an answer that is not one.
const refusalAtMost = 1 << 20

// closing is a transport that reads and closes the bodies of answers that are no success, so that nothing of them is under
// way while their meaning is found out.
type closing struct{ below http.RoundTripper }

func (c closing) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := c.below.RoundTrip(req)
	if err != nil || resp.StatusCode/100 == 2 {
		return resp, err
	}
	said, _ := io.ReadAll(io.LimitReader(resp.Body, refusalAtMost)) // the status tells more than what is missing
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(said))
	return resp, nil
}
