package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Options are what the pages are made of. Log, Sources, Asks, PublicURL, Now and Logger must be set.
type Options struct {
	Log     Log
	Sources Sources
	Asks    OpenAsks

	// Person names the human behind an account. Nil: accounts go by the names their tools give them.
	Person feed.Namer
	// Accounts returns the accounts of a person or a team as "tool/id", and whether there is such a person or team.
	Accounts func(name string) (accounts []string, known bool)
	// People and Teams are the names that the filters offer.
	People, Teams []string
	// Agreement names what Person says: subscriptions are sent anew when it changes. It may be empty.
	Agreement string

	// PublicURL is where the world reaches the pages: http or https, a host, no path.
	PublicURL string
	// Version of Dateline, for the footer and for subscriptions.
	Version string
	// Now is the clock.
	Now func() time.Time
	// Refresh is how often an open page asks for news; 0 means every 30 seconds.
	Refresh time.Duration
	// Ready says why the process cannot do its work, if it cannot. Nil: it always can.
	Ready  func(context.Context) error
	Logger *slog.Logger
}

// server is the handler behind the routes.
type server struct {
	Options
	public    *url.URL
	assets    *assets
	templates templates
	prose     *prose
	changed   *changes
}

// New returns the pages. It reads nothing yet, but parses and tries every template; an error means that the program or
// its options are wrong.
func New(o Options) (http.Handler, error) {
	public, err := o.check()
	if err != nil {
		return nil, err
	}
	if o.Refresh == 0 {
		o.Refresh = 30 * time.Second
	}
	s := &server{Options: o, public: public, prose: newProse(), changed: &changes{}}
	if s.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if s.templates, err = parseTemplates(s.assets); err != nil {
		return nil, err
	}
	return s.handler(), nil
}

func (o Options) check() (*url.URL, error) {
	if o.Log == nil || o.Sources == nil || o.Asks == nil || o.Now == nil || o.Logger == nil {
		return nil, errors.New("the pages need Log, Sources, Asks, Now and Logger")
	}
	public, err := url.Parse(o.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("reading the public address: %w", err)
	}
	if public.Scheme != "http" && public.Scheme != "https" || public.Host == "" || public.User != nil ||
		public.Path != "" && public.Path != "/" || public.RawQuery != "" || public.Fragment != "" {
		return nil, fmt.Errorf("the public address %q must be http or https and a host, without a path", public.Redacted())
	}
	return &url.URL{Scheme: public.Scheme, Host: public.Host}, nil
}

func (s *server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", s.page(s.feed))
	mux.Handle("GET /feed.atom", s.page(s.atom))
	mux.Handle("GET /news", s.page(s.news))
	mux.Handle("GET /zone", s.page(s.zone))
	mux.Handle("POST /zone", s.page(s.setZone))
	mux.Handle("GET /healthz/live", s.page(s.live))
	mux.Handle("GET /healthz/ready", s.page(s.ready))
	mux.Handle("GET /static/{sum}/{name}", s.page(s.assets.serve))
	mux.Handle("GET /favicon.svg", s.page(s.assets.favicon))
	mux.Handle("/", s.page(s.missing))
	return s.observed(secured(s.sameOrigin(mux)))
}
