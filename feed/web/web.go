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
	"github.com/datelinehq/dateline/feed/decisions/madr"
	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/web/texts"
)

// Options are what the pages are made of. Log, Items, Sources, Asks, People, Editions, PublicURL, Now and Logger must be
// set.
type Options struct {
	Log     Log
	Items   Items
	Sources Sources
	Asks    Asks
	Owed    Owed
	People  People
	// Rule keeps what is said on the page of people. Nil: nothing can be said there.
	Rule Rule
	// Receipt explains an ask. Nil: none is explained.
	Receipt Receipt
	// Decisions are what was decided. Nil: there is no page of them.
	Decisions Decisions
	// Reports counts asks, Backtest tries another window and Try another agreement. Nil: there are no such pages.
	Reports  Reports
	Backtest Backtest
	Try      Try
	// Readers keeps what readers have seen. Nil: nothing is new to anybody.
	Readers Readers
	// Editions dates what is subscribed to. Archive reads the log by its numbers. Nil: there are no archives.
	Editions Editions
	Archive  Archive
	// Views keeps saved filters. Nil: there are none.
	Views Views
	// Subscribers are told by webhooks. Nil: nobody is.
	Subscribers Subscribers
	// Mailings are the digests. Nil: nobody gets one.
	Mailings Mailings
	// Say takes what is said of suggested decisions, Respond what is said of asks. Nil: nothing can be said.
	Say     Say
	Respond Respond
	// Agreed says when people work. Nil: nobody knows.
	Agreed Agreed
	// Direct has something done with a source. Nil: nothing can be.
	Direct Direct
	// Previews tells what is known of videos. Nil: links to them stay links.
	Previews Previews
	// Subscriptions finds who gets digests by e-mail. Nil: nobody does.
	Subscriptions Subscriptions
	// Versions are the agreements that were in force. Nil: nobody knows of earlier ones.
	Versions Versions
	// Meanings is what the team means by the lists and labels of a source. Nil: nothing.
	Meanings func(feed.Source) feed.Map
	// Warnings are what whoever runs Dateline should look at, beside the sources. Nil: nothing.
	Warnings func(context.Context) ([]string, error)
	// Texts are what the pages say. Nil: what is embedded.
	Texts *texts.Languages
	// Deeds tells who did what. Nil: there is no such page.
	Deeds Deeds
	// Teams are the names of teams that the filters offer.
	Teams []string

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
	// Measure is told of each request, as a [respond.Observer] tells. It may be nil.
	Measure func(route string, status int, took time.Duration)
}

// server is the handler behind the routes.
type server struct {
	Options
	public    *url.URL
	assets    *assets
	templates templates
	prose     *prose
	// who says who is who, as it is known while one request is answered.
	who *identity.Directory
	// saved are the saved filters, as they are then.
	saved []feed.View
	// videos are those of the page that is being made, in one goroutine.
	videos videos
}

// New returns the pages. It reads nothing yet, but parses and tries every template; an error means that the program or
// its options are wrong.
func New(o Options) (*Pages, error) {
	public, err := o.check()
	if err != nil {
		return nil, err
	}
	if o.Refresh == 0 {
		o.Refresh = 30 * time.Second
	}
	if o.Texts == nil {
		if o.Texts, err = texts.Embedded(); err != nil {
			return nil, err
		}
	}
	s := &server{Options: o, public: public, prose: newProse()}
	if s.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if s.templates, err = parseTemplates(s.assets, s.Texts); err != nil {
		return nil, err
	}
	return &Pages{s.handler(), s}, nil
}

func (o Options) check() (*url.URL, error) {
	if o.Log == nil || o.Items == nil || o.Sources == nil || o.Asks == nil || o.Owed == nil || o.People == nil || o.Editions == nil ||
		o.Now == nil || o.Logger == nil {
		return nil, errors.New("the pages need Log, Items, Sources, Asks, Owed, People, Editions, Now and Logger")
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
	mux.Handle("GET /{$}", s.among((*server).feed))
	mux.Handle("GET /feed.atom", s.among(subscription(formats[0])))
	mux.Handle("GET /feed.rss", s.among(subscription(formats[1])))
	mux.Handle("GET /feed.json", s.among(subscription(formats[2])))
	mux.Handle("GET /subscriptions.opml", s.among((*server).subscriptions))
	mux.Handle("GET /news", s.among((*server).news))
	mux.Handle("GET /items/{source}/{id}", s.among((*server).item))
	mux.Handle("GET /asks", s.among((*server).asks))
	mux.Handle("GET /asks.ics", s.among((*server).deadlines))
	mux.Handle("GET /asks/{id}", s.page(s.receipt))
	mux.Handle("POST /asks/{id}", s.page(s.say))
	mux.Handle("GET /decisions", s.among((*server).decisions))
	mux.Handle("GET /decisions.csv", s.among(decisionFile("text/csv; charset=utf-8", madr.Table)))
	mux.Handle("GET /decisions.md", s.among(decisionFile("text/markdown; charset=utf-8", madr.Document)))
	mux.Handle("GET /decisions/{id}", s.among((*server).decision))
	mux.Handle("POST /decisions/{id}", s.among((*server).ruleDecision))
	mux.Handle("GET /people", s.among((*server).people))
	mux.Handle("POST /people", s.among((*server).rule))
	mux.Handle("POST /marks/{source}/{id}", s.page(s.mark))
	mux.Handle("POST /read", s.page(s.haveRead))
	mux.Handle("GET /views", s.among((*server).views))
	mux.Handle("POST /views", s.among((*server).saveView))
	mux.Handle("GET /subscribers", s.page(s.subscribers))
	mux.Handle("POST /subscribers", s.page(s.deliver))
	mux.Handle("GET /reports", s.among((*server).reports))
	mux.Handle("GET /reports.csv", s.among((*server).reportFile))
	mux.Handle("GET /backtest", s.page(s.backtest))
	mux.Handle("POST /backtest", s.page(s.try))
	mux.Handle("GET /protocol", s.among((*server).protocol))
	mux.Handle("GET /sources", s.page(s.sources))
	mux.Handle("GET /audit", s.page(s.audit))
	mux.Handle("GET /keys", s.page(s.keys))
	mux.Handle("POST /sources", s.page(s.direct))
	mux.Handle("GET /previews/{name}", s.page(s.picture))
	mux.Handle("GET /zone", s.among((*server).zone))
	mux.Handle("POST /zone", s.among((*server).setZone))
	mux.Handle("GET /unsubscribe", s.page(s.unsubscribe))
	mux.Handle("POST /unsubscribe", s.page(s.refuseDigests))
	mux.Handle("GET /healthz/live", s.page(s.live))
	mux.Handle("GET /healthz/ready", s.page(s.ready))
	mux.Handle("GET /static/{sum}/{name}", s.page(s.assets.serve))
	mux.Handle("GET /favicon.svg", s.page(s.assets.favicon))
	mux.Handle("/", s.page(s.missing))
	return s.observed(secured(s.sameOrigin(mux)))
}
