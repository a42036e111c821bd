package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/guard"
)

const (
	// limit bounds one attempt, from looking up the name to the last byte of the answer.
	limit = 20 * time.Second
	// maxHeader and maxAnswer are how many bytes of an answer's header and body are read.
	maxHeader = 64 << 10
	maxAnswer = 64 << 10
	// maxReason is how many characters are told of what went wrong on the way.
	maxReason = 300
)

var errSlow = fmt.Errorf("it did not answer within %s", limit)

// A Sender makes the requests. It may be used by several goroutines at once.
type Sender struct {
	agent string
	// Connections are kept for the next message, so those of private subscribers are kept apart: otherwise the same
	// address would be open to all once a private one was there.
	public, private *http.Transport
}

// NewSender returns a Sender that introduces itself as agent: "dateline/1.2".
func NewSender(agent string) *Sender {
	return &Sender{agent: agent, public: newTransport(false), private: newTransport(true)}
}

func newTransport(private bool) *http.Transport {
	var through []netip.Prefix
	if private {
		through = guard.Private()
	}
	dialer := guard.NewDialer(through...)
	dialer.Timeout = limit / 2
	return &http.Transport{
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    limit / 2,
		MaxResponseHeaderBytes: maxHeader,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        30 * time.Second,
		DisableCompression:     true, // nobody reads the answer
	}
}

// Send sends the entry once, and returns no error when the receiver has taken it. The id is the entry's [ID], or that under which
// an earlier revision of it was sent, if it is sent again. The status is what was answered, 0 if nothing.
// Person names the people in it and may be nil; now is the time of this attempt. The caller acts on [ErrGone] and [Wait]; after
// any other error it sends the same entry again, after [Backoff].
func (s *Sender) Send(
	ctx context.Context, to Subscriber, id string, e feed.Entry, person feed.Namer, now time.Time,
) (status int, err error) {
	m, err := newMessage(to, id, e, person)
	if err != nil {
		return 0, fmt.Errorf("sending to %s: %w", to.Name, err)
	}
	return s.send(ctx, to, m, now)
}

// send signs a message and sends it once.
func (s *Sender) send(ctx context.Context, to Subscriber, m message, now time.Time) (status int, err error) {
	u, keys, err := to.parse()
	if err != nil {
		return 0, fmt.Errorf("sending to %s: %w", to.Name, err)
	}
	signature, err := keys.sign(m.id, now, m.body)
	if err != nil {
		return 0, fmt.Errorf("sending to %s: signing: %w", to.Name, err)
	}
	header := http.Header{}
	header.Set("Content-Type", m.mediaType)
	header.Set("User-Agent", s.agent)
	header.Set(standardwebhooks.HeaderWebhookID, m.id)
	header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	header.Set(standardwebhooks.HeaderWebhookSignature, signature)
	transport := s.public
	if to.Private {
		transport = s.private
	}
	status, answer, err := post(ctx, transport, u, header, m.body)
	if err == nil {
		err = judge(status, answer.Get("Retry-After"), now)
	}
	if err != nil {
		return status, fmt.Errorf("sending to %s at %s: %w", to.Name, u.Host, err)
	}
	return status, nil
}

// post makes one request and throws the answer's body away. A transport, unlike a client, follows no redirects.
func post(ctx context.Context, by http.RoundTripper, u *url.URL, header http.Header, body []byte) (int, http.Header, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errSlow)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return 0, nil, errors.New(reason(err, u))
	}
	req.Header = header
	resp, err := by.RoundTrip(req)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return 0, nil, cause
		}
		return 0, nil, errors.New(reason(err, u))
	}
	defer func() { _ = resp.Body.Close() }()
	// The body of a 1xx is the open connection, on which the context has no hold any more.
	if resp.StatusCode >= http.StatusOK {
		_, _ = io.CopyN(io.Discard, resp.Body, maxAnswer) // so that the connection can be used again
	}
	return resp.StatusCode, resp.Header, nil
}

// reason tells on one line what went wrong. An answer that is not HTTP is quoted in it, so it may hold anything.
func reason(err error, u *url.URL) string {
	text := err.Error()
	for _, hidden := range []string{u.RequestURI(), "?" + u.RawQuery} {
		if len(hidden) > 1 {
			text = strings.ReplaceAll(text, hidden, "…")
		}
	}
	return strings.Join(strings.Fields(feed.Text(text, maxReason)), " ")
}
