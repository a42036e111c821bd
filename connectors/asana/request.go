package asana

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// pageSize is how many objects Asana puts in one answer at most.
const pageSize = 100

// An api makes requests of Asana as one account.
type api struct {
	http  *http.Client
	web   string // the address of Asana, without the way to its API
	token string
}

// An answer is what Asana answers in. Lists go on behind their Next, streams of events behind their Sync.
type answer struct {
	Data json.RawMessage `json:"data"`
	Next struct {
		Offset string `json:"offset"`
	} `json:"next_page"`
	Sync    string `json:"sync"`
	HasMore bool   `json:"has_more"`
	// at is the time by the server's clock, zero if it does not tell.
	at time.Time
}

// get makes one request. Its errors are those of the contract, or *refusal.
func (a *api) get(ctx context.Context, path string, query url.Values) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.web+apiPath+path+"?"+query.Encode(), nil)
	if err != nil {
		return answer{}, fmt.Errorf("make a request: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+a.token)
	req.Header.Set("Accept", "application/json")
	resp, err := a.http.Do(req)
	if err != nil {
		if lost := (*url.Error)(nil); errors.As(err, &lost) {
			return answer{}, lost.Err
		}
		return answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, fmt.Errorf("read the answer: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return answer{}, refused(resp, body)
	}
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		return answer{}, errors.New("a web page was answered; is url the address of Asana?")
	}
	var got answer
	if err := json.Unmarshal(body, &got); err != nil {
		return answer{}, fmt.Errorf("the answer is not JSON as Asana writes it: %w", err)
	}
	if at, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		got.at = at
	}
	return got, nil
}

// object asks for one object, which is left as it is.
func (a *api) object(ctx context.Context, path, fields string) (json.RawMessage, error) {
	got, err := a.get(ctx, path, url.Values{"opt_fields": {fields}})
	if err != nil {
		return nil, err
	}
	if raw := string(got.Data); !strings.HasPrefix(strings.TrimSpace(raw), "{") {
		return nil, errors.New("the answer is nothing where an object was expected")
	}
	return got.Data, nil
}

// A list is one page of a list, whose elements are left as they are.
type list struct {
	rows []json.RawMessage
	next string
	at   time.Time
}

// page asks for a page of a list, the one behind offset.
func (a *api) page(ctx context.Context, path string, query url.Values, fields, offset string, size int) (list, error) {
	query.Set("opt_fields", fields)
	query.Set("limit", strconv.Itoa(size))
	if offset != "" {
		query.Set("offset", offset)
	}
	got, err := a.get(ctx, path, query)
	if err != nil {
		return list{}, err
	}
	rows, err := got.rows()
	if err != nil {
		return list{}, err
	}
	if got.Next.Offset != "" && got.Next.Offset == offset {
		return list{}, errors.New("the list goes in circles: its next page is the one that was asked for")
	}
	return list{rows, got.Next.Offset, got.at}, nil
}

// rows are the elements of a list.
func (a answer) rows() (rows []json.RawMessage, err error) {
	if err := json.Unmarshal(a.Data, &rows); err != nil || rows == nil {
		return nil, errors.New("the answer is not a list where one was expected")
	}
	return rows, nil
}
