package push

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// ErrSignature says that what was sent is not signed with the source's secret, or was signed more than five minutes ago.
var ErrSignature = errors.New("it is not signed with the secret of this source, or not now")

// A Config says who may send.
type Config struct {
	// Secret is what is sent is signed with: whsec_ and at least 24 random bytes in base64.
	Secret connectors.Secret `yaml:"secret"`
}

// Required are the keys that the block cannot do without.
func (*Config) Required() []string { return []string{"secret"} }

// Open checks the secret.
func (c *Config) Open(connectors.Env) (connectors.Connector, error) {
	if c.Secret == "" {
		return nil, errors.New("secret: set it to whsec_ and 24 random bytes in base64, as openssl rand -base64 24 makes them")
	}
	hook, err := standardwebhooks.NewWebhook(string(c.Secret))
	if err != nil {
		return nil, errors.New("secret: it must be whsec_ and base64")
	}
	return &Door{hook: hook}, nil
}

// A Door is where a source is told.
type Door struct{ hook *standardwebhooks.Webhook }

// Fetch brings nothing: what there is was told.
func (*Door) Fetch(_ context.Context, after feed.Cursor) (feed.Page, error) {
	return feed.Page{Next: after}, nil
}

// Probe tells what the source is ready for.
func (*Door) Probe(context.Context) (connectors.Findings, error) {
	return connectors.Findings{Reads: []string{"whatever is sent to it, signed"}}, nil
}

// Take makes a page of what was sent, with its headers. The error is ErrSignature, or says what the body should have been.
func (d *Door) Take(header http.Header, body []byte) (feed.Page, error) {
	if err := d.hook.Verify(body, header); err != nil {
		return feed.Page{}, ErrSignature
	}
	page, err := read(body)
	if err != nil {
		return feed.Page{}, fmt.Errorf("reading what was sent: %w", err)
	}
	return page, nil
}
