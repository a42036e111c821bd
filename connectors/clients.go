package connectors

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"
)

// MaxBody is how many bytes of an answer are read, after decompression. A page of a hundred of GitHub's largest issues
// is about 7 MB.
const MaxBody = 32 << 20

// requestTimeout bounds one request from dialling to the last byte of its body.
const requestTimeout = time.Minute

// ErrTooLarge is what reading an answer longer than MaxBody ends in.
var ErrTooLarge = fmt.Errorf("the answer is longer than %d MiB", MaxBody>>20)

// A pace is how fast one credential may be used.
type pace struct {
	perSecond  rate.Limit
	burst      int
	concurrent int
}

// paces keeps a little below what the tools document. GitHub: 900 points a minute and 100 requests at a time; Trello:
// 100 requests in 10 s per token; Notion: 3 a second; Asana: 1,500 a minute and 50 at a time; Jira Cloud publishes no
// number. How many are made at a time is counted by each process for itself: three of them stay below all that is documented.
var paces = map[string]pace{
	"github": {12, 120, 32},
	"trello": {9, 60, 8},
	"notion": {3, 10, 3},
	"asana":  {20, 60, 16},
	"jira":   {10, 60, 8},
}

var defaultPace = pace{10, 60, 8}

// Clients makes the HTTP clients that connectors are lent. Sources that use the same credential of the same tool share
// one client, and with it the tool's limits.
type Clients struct {
	base      http.RoundTripper
	agent     string
	secrets   *Secrets
	requests  *prometheus.CounterVec
	durations *prometheus.HistogramVec
	received  *prometheus.CounterVec

	mu      sync.Mutex
	hurried bool
	budget  Budget // nil where no other process uses the credentials
	clients map[[sha256.Size]byte]*http.Client
}

// NewClients returns Clients that introduce themselves as agent, count into reg, and take secrets out of refusals.
func NewClients(reg prometheus.Registerer, agent string, secrets *Secrets) *Clients {
	base := http.DefaultTransport.(*http.Transport).Clone()
	base.MaxIdleConnsPerHost = 16
	base.ResponseHeaderTimeout = requestTimeout / 2
	c := &Clients{
		base:    base,
		agent:   agent,
		secrets: secrets,
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dateline_connector_requests_total",
			Help: "Requests made to the tools, by tool and HTTP status; status error is a request that was not answered.",
		}, []string{"tool", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:                        "dateline_connector_request_duration_seconds",
			Help:                        "Time from sending a request to a tool until its headers were answered.",
			Buckets:                     []float64{.01, .03, .1, .3, 1, 3, 10, 30},
			NativeHistogramBucketFactor: 1.1,
		}, []string{"tool"}),
		received: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dateline_connector_received_bytes_total",
			Help: "Bytes of answers read from the tools, after decompression.",
		}, []string{"tool"}),
		clients: map[[sha256.Size]byte]*http.Client{},
	}
	reg.MustRegister(c.requests, c.durations, c.received)
	return c
}

// Hurry makes clients that do not wait to be slow enough, for tools that are simulated. It comes before any For.
func (c *Clients) Hurry() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hurried = true
}

// Share makes clients that keep to a budget which all processes share. It comes before any For.
func (c *Clients) Share(b Budget) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.budget = b
}

// For returns the client for a credential of a tool. The credential itself is not kept.
func (c *Clients) For(tool, credential string) *http.Client {
	key := sha256.Sum256([]byte(tool + "\x00" + credential))
	c.mu.Lock()
	defer c.mu.Unlock()
	if client := c.clients[key]; client != nil {
		return client
	}
	p, ok := paces[tool]
	if !ok {
		p = defaultPace
	}
	if c.hurried {
		p.perSecond = rate.Inf
	}
	way := &transport{
		clients: c,
		tool:    tool,
		limit:   rate.NewLimiter(p.perSecond, p.burst),
		slots:   make(chan struct{}, p.concurrent),
	}
	if c.budget != nil && !c.hurried {
		way.purse = &purse{budget: c.budget, name: nameOf(key), pace: p}
	}
	client := &http.Client{Timeout: requestTimeout, CheckRedirect: stayOnHost, Transport: way}
	c.clients[key] = client
	return client
}

// stayOnHost follows redirects, as renamed repositories need, but never to another host: the credentials would follow.
func stayOnHost(req *http.Request, via []*http.Request) error {
	if len(via) >= 10 {
		return errors.New("stopped after 10 redirects")
	}
	if first := via[0].URL; req.URL.Host != first.Host || req.URL.Scheme != first.Scheme {
		return fmt.Errorf("refused to be redirected from %s to %s", first.Host, req.URL.Host)
	}
	return nil
}

// A transport is the way of one credential's requests.
type transport struct {
	clients *Clients
	tool    string
	limit   *rate.Limiter
	purse   *purse // nil where no budget is shared
	slots   chan struct{}
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	if err := t.limit.Wait(ctx); err != nil {
		return nil, fmt.Errorf("waiting for the turn of a request: %w", err)
	}
	if t.purse != nil {
		if err := t.purse.wait(ctx); err != nil {
			return nil, fmt.Errorf("waiting for the turn of a request: %w", err)
		}
	}
	select {
	case t.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	release := sync.OnceFunc(func() { <-t.slots })

	req = req.Clone(ctx)
	req.Header.Set("User-Agent", t.clients.agent)
	meter := meterOf(ctx)
	meter.asked()
	start := time.Now()
	resp, err := t.clients.base.RoundTrip(req)
	t.clients.durations.WithLabelValues(t.tool).Observe(time.Since(start).Seconds())
	if err != nil {
		release()
		t.clients.requests.WithLabelValues(t.tool, "error").Inc()
		return nil, err
	}
	t.clients.requests.WithLabelValues(t.tool, strconv.Itoa(resp.StatusCode)).Inc()
	meter.answered(resp.Header)
	resp.Body = &body{ReadCloser: resp.Body, left: MaxBody, received: t.clients.received.WithLabelValues(t.tool), release: release}
	if resp.StatusCode >= http.StatusMultipleChoices {
		t.clients.secrets.hush(resp)
	}
	return resp, nil
}

// A body is an answer's body that counts and ends in ErrTooLarge where it is too long. It gives its request's slot back
// when it is closed.
type body struct {
	io.ReadCloser
	left     int64
	received prometheus.Counter
	release  func()
}

func (b *body) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, ErrTooLarge
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.ReadCloser.Read(p)
	b.left -= int64(n)
	b.received.Add(float64(n))
	return n, err
}

func (b *body) Close() error {
	defer b.release()
	return b.ReadCloser.Close()
}
