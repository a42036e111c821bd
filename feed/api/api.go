package api

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/respond"
)

// root is where the addresses begin.
const root = "/api/v1/"

// Options are what the API is made of. All but Teams and Version must be set.
type Options struct {
	Log         Log
	Items       Items
	Item        Item
	Asks        Asks
	Ask         Ask
	Decisions   Decisions
	Sources     Sources
	Views       Views
	Subscribers Subscribers
	Deliveries  Deliveries
	People      People
	Reports     Reports
	Backtest    Backtest
	// Push takes what is sent to sources. Nil: nothing is taken.
	Push Push
	// Ordering has something done with subscribers, and Once does once what comes with a key.
	Ordering Ordering
	Once     Once
	// Calls is how many calls of each caller are answered in a minute; 0 answers all.
	Calls int
	// Teams are the names of teams that can be chosen.
	Teams []string

	// Stopping is closed when the process is to end: what goes on ends then. Nil: nothing does.
	Stopping <-chan struct{}
	// Every is how often streams look for news; 0 means every second.
	Every time.Duration

	// PublicURL is where the world reaches it: http or https, a host, no path.
	PublicURL string
	Version   string
	// Now is the clock.
	Now    func() time.Time
	Logger *slog.Logger
	// Measure is told of each request, as a [respond.Observer] tells. It may be nil.
	Measure func(route string, status int, took time.Duration)
}

func (o Options) check() error {
	if o.Log == nil || o.Items == nil || o.Item == nil || o.Asks == nil || o.Ask == nil || o.Decisions == nil ||
		o.Sources == nil || o.Views == nil || o.Subscribers == nil || o.Deliveries == nil || o.People == nil || o.Reports == nil || o.Backtest == nil ||
		o.Ordering == nil || o.Once == nil || o.Now == nil || o.Logger == nil {
		return errors.New("the API needs everything it tells of, a clock and a log")
	}
	if u, err := url.Parse(o.PublicURL); err != nil || u.Host == "" {
		return errors.New("the API needs the address where it is reached")
	}
	return nil
}

// server is the handler behind the routes.
type server struct {
	Options
	document document
	// streams has a place for each stream that may go on.
	streams chan struct{}
	limits  *limiter
}

// endpoints is the table of all that is answered.
var endpoints = []endpoint{
	events, stream, items, item, asks, ask, decisions, decision, people, sources, views, subscribers, deliveries, report, backtest,
}

// New returns the API, for the addresses below /api/. It reads nothing yet; an error means that the options are wrong.
func New(o Options) (*Programs, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o.PublicURL = strings.TrimSuffix(o.PublicURL, "/")
	if o.Every == 0 {
		o.Every = time.Second
	}
	s := &server{Options: o, streams: make(chan struct{}, maxStreams), document: describe(o, endpoints), limits: newLimiter(o.Calls)}
	mux := http.NewServeMux()
	for _, e := range endpoints {
		do := s.do(e)
		if e.stream {
			do = s.streaming(e)
		}
		mux.Handle("GET "+root+e.path, s.handler(do))
	}
	for _, w := range writes {
		mux.Handle("POST "+root+w.path, s.handler(s.writing(w)))
	}
	openAPI, err := s.openAPI()
	if err != nil {
		return nil, fmt.Errorf("writing the OpenAPI document: %w", err)
	}
	mux.Handle("GET "+root+"openapi.json", s.handler(openAPI))
	page, err := s.page()
	if err != nil {
		return nil, fmt.Errorf("writing the API's page: %w", err)
	}
	mux.Handle("GET "+root+"{$}", s.handler(page))
	mux.Handle("GET "+strings.TrimSuffix(root, "/"), http.RedirectHandler(root, http.StatusMovedPermanently))
	mux.Handle("/", s.handler(missing))
	return &Programs{s.observed(secured(s.limited(mux))), s}, nil
}

// observed has what is answered written down and measured.
func (s *server) observed(next http.Handler) http.Handler {
	return respond.Observer{Now: s.Now, Logger: s.Logger, Measure: s.Measure, Fail: s.fail}.Observed(next)
}

// handler leaves errors to be told in one way.
func (s *server) handler(do func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := do(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// secured sets the headers that keep the answers from being taken for anything else.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}
