package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	// remotePatience is how long a Dateline elsewhere is waited for.
	remotePatience = 30 * time.Second
	// remoteWait is how long it is waited where too many calls were made.
	remoteWait = time.Minute
	// remoteAtOnce is how many records are asked for at a time, remoteAtMost how many bytes they may be.
	remoteAtOnce, remoteAtMost = 1000, 64 << 20
)

// A remote is a Dateline elsewhere, which is read by its API.
type remote struct{ server *url.URL }

// elsewhere reads the address of a Dateline.
func elsewhere(address string) (remote, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return remote{}, usage(fmt.Errorf("--server is where the pages are, such as https://dateline.example.com, not %q",
			address))
	}
	return remote{u}, nil
}

// remoteList reads at most limit records of a list.
func remoteList[T any](ctx context.Context, r remote, list string, query url.Values, limit int) (all []T, err error) {
	for len(all) < limit {
		query.Set("limit", strconv.Itoa(min(limit-len(all), remoteAtOnce)))
		var page struct {
			Data []T     `json:"data"`
			Next *string `json:"next"`
		}
		if err := r.get(ctx, list, query, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Data...)
		if page.Next == nil {
			break
		}
		query.Set("after", *page.Next)
	}
	return all, nil
}

// A later is that so many calls were made that the next is to wait.
type later struct {
	error
	wait time.Duration
}

// get reads one answer into told, when there may be one.
func (r remote) get(ctx context.Context, path string, query url.Values, told any) error {
	for {
		err := r.ask(ctx, path, query, told)
		busy, ok := errors.AsType[later](err)
		if !ok || busy.wait > remoteWait {
			return err
		}
		select {
		case <-time.After(busy.wait):
		case <-ctx.Done():
			return err
		}
	}
}

// ask reads one answer into told.
func (r remote) ask(ctx context.Context, path string, query url.Values, told any) error {
	ctx, cancel := context.WithTimeout(ctx, remotePatience)
	defer cancel()
	at := r.server.JoinPath("api/v1", path)
	at.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return fmt.Errorf("asking %s: %w", r.server.Redacted(), err)
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "dateline/"+version())
	if token := env("TOKEN", ""); token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		if failed, ok := errors.AsType[*url.Error](err); ok {
			err = failed.Err // without the address, which is told already
		}
		return fmt.Errorf("nobody answers at %s: %w; is dateline serve running there?", r.server.Redacted(), err)
	}
	defer func() { _ = answer.Body.Close() }()
	mediaType, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	body := json.NewDecoder(io.LimitReader(answer.Body, remoteAtMost))
	switch {
	case answer.StatusCode == http.StatusOK && mediaType == "application/json":
		if err := body.Decode(told); err != nil {
			return fmt.Errorf("what %s answers is no list of Dateline's: %w", r.server.Redacted(), err)
		}
		return nil
	case mediaType == "application/problem+json":
		var problem struct{ Detail, Request string }
		if err := body.Decode(&problem); err == nil && problem.Detail != "" {
			if problem.Request != "" {
				problem.Detail += " It is " + problem.Request + "."
			}
			err := fmt.Errorf("%s answers %d: %s", r.server.Redacted(), answer.StatusCode, problem.Detail)
			seconds, written := strconv.Atoi(answer.Header.Get("Retry-After"))
			if answer.StatusCode == http.StatusTooManyRequests && written == nil && seconds >= 0 {
				return later{err, time.Duration(seconds) * time.Second}
			}
			return err
		}
	}
	return fmt.Errorf("%s is not Dateline, or it is behind something that asks who you are: it answers %s with %q",
		r.server.Redacted(), answer.Status, answer.Header.Get("Content-Type"))
}
