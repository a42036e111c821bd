package github

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/google/go-github/v75/github"
)

// An api makes requests of GitHub's API as one user or app.
type api struct {
	http  *http.Client
	base  *url.URL // with a slash at its end, as go-github wants it
	token string   // empty for apps, whose transport authenticates them, and for what is public
	app   string   // what to call the app, if it is one
	// timeout bounds one request, body and all. It is not left to http, whose timer waits for a body to be closed.
	timeout time.Duration
}

// client makes a client of go-github for one request. A client that lives longer remembers limits, and refuses requests
// by the clock of this machine.
func (a *api) client() *github.Client {
	client := github.NewClient(a.http)
	if a.token != "" {
		client = client.WithAuthToken(a.token)
	}
	client.BaseURL = a.base
	return client
}

// An answer is what one request for a list brought.
type answer struct {
	body []byte
	// rows is how many rows came, once they were decoded, size how many were asked for.
	rows, size int
	etag       string
	// same says that nothing changed since the ETag that was sent.
	same bool
	// more says that there is a next page, after what is to be told with its number; pages is how many there are. Both
	// only if GitHub tells.
	more  bool
	after string
	pages int
	// now is the server's clock, wait how long it wants to be left alone.
	now  time.Time
	wait time.Duration
}

// list asks for one page of a list.
func (a *api) list(ctx context.Context, path string, query url.Values, etag string) (answer, error) {
	var got answer
	var body bytes.Buffer
	resp, err := a.get(ctx, path, query, etag, &body)
	if err != nil {
		return answer{}, err
	}
	got.body = body.Bytes()
	got.size, _ = strconv.Atoi(query.Get("per_page"))
	got.etag = resp.Header.Get("ETag")
	got.more = resp.NextPage > 0 || resp.After != "" || resp.NextPageToken != ""
	got.after = resp.After
	got.pages = resp.LastPage
	got.now = clock(resp.Response)
	if seconds, err := strconv.Atoi(resp.Header.Get("X-Poll-Interval")); err == nil && seconds > 0 {
		got.wait = time.Duration(min(seconds, int(maxWait/time.Second))) * time.Second
	}
	got.same = resp.StatusCode == http.StatusNotModified
	return got, nil
}

// get makes one request, conditional if there is an ETag, and decodes what comes into v, or copies it if v is a writer. Its errors are those of the
// contract, or *missing. An answer 304 is none.
func (a *api) get(ctx context.Context, path string, query url.Values, etag string, v any) (*github.Response, error) {
	if a.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, a.timeout)
		defer cancel()
	}
	address := path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	client := a.client()
	req, err := client.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("GET %s: %w", path, err)
	}
	req.Header.Set("X-Github-Api-Version", apiVersion)
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	resp, err := client.Do(ctx, req, v)
	if resp != nil && resp.Response != nil && resp.StatusCode == http.StatusNotModified {
		return resp, nil
	}
	if err != nil {
		return nil, fmt.Errorf("GET %s: %w", path, classify(resp, err))
	}
	return resp, nil
}

// refusalAtMost is how many bytes are read of an answer that is not one.
const refusalAtMost = 1 << 20

// closing is a transport that reads and closes the bodies of answers that are no success, 304 among them: go-github
// reads these and leaves them open, and with them whatever the host's transport counts as under way.
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
