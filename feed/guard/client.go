package guard

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// Options say how far a client may go.
type Options struct {
	// Agent is how it introduces itself: "dateline/1.2".
	Agent string
	// Through are networks that are let through beside the open internet.
	Through []netip.Prefix
	// Timeout bounds a request from looking up the name to the last byte of the answer. Zero is 10 seconds.
	Timeout time.Duration
	// MaxBody is how many bytes of an answer are read, after decompression. Zero is 1 MiB.
	MaxBody int64
	// Redirects is how many of them are followed, each to where a first request might go too. Zero follows none: the
	// redirect is the answer.
	Redirects int
	// Resolver looks names up. Nil is the system's.
	Resolver *net.Resolver
}

// ErrTooLarge is what reading an answer longer than MaxBody ends in.
var ErrTooLarge = errors.New("the answer is longer than is read of one")

// maxHeader is how many bytes of an answer's header are read.
const maxHeader = 64 << 10

// NewClient returns a client that reaches the open internet only.
func NewClient(o Options) *http.Client {
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	if o.MaxBody == 0 {
		o.MaxBody = 1 << 20
	}
	dialer := NewDialer(o.Through...)
	dialer.Timeout, dialer.Resolver = o.Timeout/2, o.Resolver
	return &http.Client{
		Timeout:       o.Timeout,
		CheckRedirect: o.follow,
		Transport: &transport{agent: o.Agent, most: o.MaxBody, by: &http.Transport{
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			TLSHandshakeTimeout:    o.Timeout / 2,
			MaxResponseHeaderBytes: maxHeader,
			MaxIdleConns:           10,
			IdleConnTimeout:        30 * time.Second,
		}},
	}
}

// follow never leaves https for http, on which anybody may have answered.
func (o Options) follow(to *http.Request, via []*http.Request) error {
	from := via[len(via)-1].URL
	switch {
	case o.Redirects == 0:
		return http.ErrUseLastResponse
	case len(via) > o.Redirects:
		return fmt.Errorf("stopped after %d redirects", o.Redirects)
	case to.URL.Scheme != "https" && to.URL.Scheme != from.Scheme:
		return fmt.Errorf("refused to be redirected from %s to %s", from.Scheme, to.URL.Scheme)
	case to.URL.User != nil:
		return errors.New("refused to be redirected to an address with a user name")
	}
	to.Header.Del("Referer")
	return nil
}

// A transport makes the requests of a client.
type transport struct {
	agent string
	most  int64
	by    http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("User-Agent", t.agent)
	resp, err := t.by.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	resp.Body = &body{ReadCloser: resp.Body, left: t.most}
	return resp, nil
}

// A body ends in ErrTooLarge where it is too long.
type body struct {
	io.ReadCloser
	left int64
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if int64(n) > b.left {
		n, err = int(b.left), ErrTooLarge
	}
	b.left -= int64(n)
	return n, err
}
