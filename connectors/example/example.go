package example

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

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// version is the version of the translation. A cursor of another version is refused, so that everything is read anew.
const version = 1

// A Config is the block of a Minutes source in the configuration.
type Config struct {
	// Book is the book of minutes that is read.
	Book string `yaml:"book"`
	// Token is made in the settings of Minutes.
	Token connectors.Secret `yaml:"token"`
	// URL is the address of the server. Every connector has one, if only for its tests.
	URL string `yaml:"url"`
	// HookSecret is what Minutes signs the calls of its webhooks with.
	HookSecret connectors.Secret `yaml:"hook_secret"`
}

// Credential is what the requests are made with, for those who share limits.
func (c *Config) Credential() string { return string(c.Token) }

// Required are the keys that the block cannot do without.
func (*Config) Required() []string { return []string{"book", "url"} }

// Open validates the settings. It makes no request.
func (c *Config) Open(env connectors.Env) (connectors.Connector, error) {
	base, err := url.Parse(c.URL)
	switch {
	case c.Book == "":
		return nil, errors.New("book: which one is to be read?")
	case err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" || base.User != nil:
		return nil, fmt.Errorf("url: %q is not an address such as https://minutes.example.com", c.URL)
	}
	return &book{config: c, env: env, base: base}, nil
}

// A book reads one book of minutes. It remembers nothing between two calls.
type book struct {
	config *Config
	env    connectors.Env
	base   *url.URL
}

// A cursor says how far the entries were read.
type cursor struct {
	Version int `json:"v"`
	// After is the number of the last entry that was read.
	After int `json:"n,omitempty"`
	// ETag belongs to the request that asks for the entries behind it.
	ETag string `json:"e,omitempty"`
}

// Fetch reads the next page of entries.
func (b *book) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	c := cursor{Version: version}
	if after != "" {
		c = cursor{}
		if err := json.Unmarshal([]byte(after), &c); err != nil || c.Version != version || c.After < 0 {
			return feed.Page{}, fmt.Errorf("reading the cursor: %w", connectors.ErrCursor)
		}
	}
	query := url.Values{"after": {strconv.Itoa(c.After)}}
	if !b.env.Since.IsZero() {
		query.Set("since", b.env.Since.UTC().Format(time.RFC3339))
	}
	var list struct {
		Entries []json.RawMessage `json:"entries"`
		More    bool              `json:"more"`
	}
	etag, err := b.get(ctx, "entries", query, c.ETag, &list)
	if errors.Is(err, errSame) {
		return feed.Page{Next: after}, nil
	}
	if err == nil && list.Entries == nil {
		err = errors.New("the answer has no entries")
	}
	if err != nil {
		return feed.Page{}, err
	}
	page := feed.Page{More: list.More}
	last := c.After
	for _, raw := range list.Entries {
		last = max(last, translate(&page, raw))
	}
	if list.More && last == c.After {
		return feed.Page{}, errors.New("no entry of a whole page has a number: there is no way behind it")
	}
	if c.ETag = etag; list.More || last > c.After {
		c.After, c.ETag = last, "" // the ETag was that of another question
		page.More = true
	}
	next, err := json.Marshal(c)
	page.Next = feed.Cursor(next)
	return page, err
}

// errSame is the answer 304.
var errSame = errors.New("nothing changed")

// get makes one request and decodes its answer into v. Its errors are those of the contract.
func (b *book) get(ctx context.Context, what string, query url.Values, etag string, v any) (newETag string, err error) {
	address := b.base.JoinPath("books", b.config.Book, what)
	address.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return "", fmt.Errorf("asking for the %s: %w", what, err)
	}
	req.Header.Set("Authorization", "Bearer "+string(b.config.Token))
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	resp, err := b.env.HTTP.Do(req)
	if err != nil {
		return "", fmt.Errorf("asking for the %s: %w", what, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode == http.StatusNotModified {
		return etag, errSame
	}
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("asking for the %s: %w", what, refusal(resp))
	}
	text, err := io.ReadAll(resp.Body)
	if err == nil {
		err = json.Unmarshal(text, v)
	}
	if err != nil {
		return "", fmt.Errorf("reading the %s: %w", what, err)
	}
	return resp.Header.Get("ETag"), nil
}

// refusal is what an answer that is not one means to the host.
func refusal(resp *http.Response) error {
	said := errors.New(strings.ToLower(resp.Status))
	switch resp.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return fmt.Errorf("%w: %w; make a token that may read the book", connectors.ErrAuth, said)
	case http.StatusTooManyRequests:
		wait := time.Minute
		if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
			wait = time.Duration(min(max(seconds, 1), 3600)) * time.Second
		}
		return &connectors.Wait{For: wait, Err: said}
	}
	return said
}
