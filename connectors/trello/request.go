package trello

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/adlio/trello"
)

// An api makes requests of Trello's API as one member.
type api struct {
	http *http.Client
	base string
}

func newAPI(shared *http.Client, base *url.URL, key, token string) *api {
	own := *shared
	if own.Transport == nil {
		own.Transport = http.DefaultTransport
	}
	own.Transport = signed{
		next: own.Transport, host: base.Host,
		by: fmt.Sprintf(`OAuth oauth_consumer_key="%s", oauth_token="%s"`, key, token),
	}
	return &api{http: &own, base: base.String()}
}

// get makes one request and decodes what comes into v. Its errors are those of the contract, or *refusal.
//
// The client of adlio/trello is made anew for each: it has a limiter of its own that lets the first request pass at once
// and makes others wait. It is not told the credentials, which it would write into the address.
func (a *api) get(ctx context.Context, path string, args trello.Arguments, v any) error {
	client := trello.NewClient("", "")
	client.Client, client.BaseURL = a.http, a.base
	if err := client.WithContext(ctx).Get(path, args, v); err != nil {
		return bare(err)
	}
	return nil
}

// list asks for a list, whose elements are left as they are.
func (a *api) list(ctx context.Context, path string, args trello.Arguments) ([]json.RawMessage, error) {
	var rows []json.RawMessage
	if err := a.get(ctx, path, args, &rows); err != nil {
		return nil, err
	}
	if rows == nil {
		return nil, errors.New("the answer is null where a list was expected")
	}
	return rows, nil
}

// bare takes off what the library wraps around an error: addresses, and whole answers that could not be decoded.
func bare(err error) error {
	if refused := (*refusal)(nil); errors.As(err, &refused) {
		return refused.meaning()
	}
	if lost := (*url.Error)(nil); errors.As(err, &lost) {
		return lost.Err
	}
	if broken := (*json.SyntaxError)(nil); errors.As(err, &broken) {
		return fmt.Errorf("the answer is not JSON: %w", broken)
	}
	for {
		wrapped, ok := err.(interface{ Cause() error })
		if !ok || wrapped.Cause() == nil {
			return err
		}
		err = wrapped.Cause()
	}
}

// signed is a transport that adds the credentials, where nobody logs them, and turns refusals into errors that still know
// their headers.
type signed struct {
	next     http.RoundTripper
	host, by string
}

// RoundTrip makes one request.
func (s signed) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host == s.host {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", s.by)
		r.Header.Set("Accept", "application/json")
	}
	resp, err := s.next.RoundTrip(r)
	if err != nil || resp.StatusCode < http.StatusBadRequest {
		return resp, err
	}
	said, err := io.ReadAll(io.LimitReader(resp.Body, saidAtMost))
	_ = resp.Body.Close()
	if err != nil {
		return nil, fmt.Errorf("read why the answer is %s: %w", resp.Status, err)
	}
	return nil, &refusal{status: resp.StatusCode, header: resp.Header, said: words(said)}
}
