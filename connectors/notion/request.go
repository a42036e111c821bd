package notion

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The versions of the API. Only the current one knows data sources, only the former one lists databases.
const (
	current = "2025-09-03"
	former  = "2022-06-28"
)

// An api makes requests of Notion's API as one integration.
type api struct {
	http        *http.Client
	base, token string
}

// A query is what a list is asked for, in the body or the address of the request.
type query struct {
	path string
	// post says that the list is asked for with a body, and what stands in it besides the place in the list.
	post    map[string]any
	get     url.Values
	version string
	size    int
	start   string
}

// A list is one page of a list.
type list struct {
	rows []json.RawMessage
	// next is where the list goes on, empty at its end.
	next string
	// now is the server's clock, zero if it does not tell.
	now time.Time
}

var errNoList = errors.New("the answer is no list")

// list asks for one page of a list.
func (a *api) list(ctx context.Context, q query) (list, error) {
	var got struct {
		Results *[]json.RawMessage `json:"results"`
		More    bool               `json:"has_more"`
		Next    string             `json:"next_cursor"`
	}
	method, values := http.MethodGet, url.Values{}
	var body map[string]any
	if q.post != nil {
		method, body = http.MethodPost, map[string]any{"page_size": q.size}
		maps.Copy(body, q.post)
		if q.start != "" {
			body["start_cursor"] = q.start
		}
	} else {
		for name := range q.get {
			values.Set(name, q.get.Get(name))
		}
		values.Set("page_size", strconv.Itoa(q.size))
		if q.start != "" {
			values.Set("start_cursor", q.start)
		}
	}
	now, err := a.ask(ctx, method, q.path, values, body, q.version, &got)
	if err != nil {
		return list{}, err
	}
	if got.Results == nil {
		return list{}, fmt.Errorf("%s %s: %w", method, q.path, errNoList)
	}
	l := list{rows: *got.Results, now: now}
	if got.More {
		l.next = got.Next
	}
	return l, nil
}

// one asks for one object.
func (a *api) one(ctx context.Context, path string) (json.RawMessage, error) {
	var raw json.RawMessage
	if _, err := a.ask(ctx, http.MethodGet, path, nil, nil, current, &raw); err != nil {
		return nil, err
	}
	return raw, nil
}

// ask makes one request and decodes what comes into v. Its errors are those of the contract, or a *refusal.
func (a *api) ask(ctx context.Context, method, path string, values url.Values, body map[string]any, version string, v any) (now time.Time, err error) {
	address := a.base + "/v1/" + path
	if len(values) > 0 {
		address += "?" + values.Encode()
	}
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return now, fmt.Errorf("%s %s: %w", method, path, err)
		}
		sent = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, address, sent)
	if err != nil {
		return now, fmt.Errorf("%s %s: %w", method, path, err)
	}
	req.Header.Set("Authorization", "Bearer "+a.token)
	req.Header.Set("Notion-Version", version)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := a.http.Do(req)
	if err != nil {
		return now, err // it says what was asked
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return now, fmt.Errorf("%s %s: %w", method, path, refused(resp))
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return now, fmt.Errorf("%s %s: %w", method, path, err)
	}
	if err := json.Unmarshal(text, v); err != nil {
		return now, fmt.Errorf("%s %s: the answer cannot be read: %w", method, path, err)
	}
	if trimmed := strings.TrimSpace(string(text)); trimmed == "null" {
		return now, fmt.Errorf("%s %s: the answer is null", method, path)
	}
	now, _ = http.ParseTime(resp.Header.Get("Date")) // the zero time without one
	return now, nil
}
