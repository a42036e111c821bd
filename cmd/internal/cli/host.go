package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/spf13/cobra"
	"go.temporal.io/sdk/client"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/webhook"
	"github.com/datelinehq/dateline/workflows"
)

// A host is what a configuration becomes: everything a command works with.
type host struct {
	program  Program
	config   *config.Config
	file     string // the configuration
	data     string
	db       *store.DB
	log      *slog.Logger
	secrets  *connectors.Secrets
	metrics  *prometheus.Registry
	clients  *connectors.Clients
	agreed   *agreement
	register *register
	counts   *workflows.Metrics
	answers  *answers
	sdk      client.MetricsHandler
	way      wayToTemporal
	now      func() time.Time
	// curtains are those that were drawn, by what they hide.
	curtains sync.Map
	ledger   ledger
	// reads says that the sources are to be read, reading by way of which Temporal they are.
	reads   bool
	reading atomic.Pointer[connection]
	// announce is told where the pages are served. It may be nil.
	announce func(address string)
}

// open reads the configuration and opens the store, whose schema it brings up to date. The caller closes the host.
func (p Program) open(cmd *cobra.Command, o *options) (*host, error) {
	secrets := &connectors.Secrets{}
	conf, err := p.read(o, secrets)
	if err != nil {
		return nil, err
	}
	return p.host(cmd.Context(), conf, o, secrets, cmd.ErrOrStderr())
}

// read reads the configuration. Without one, and without one having been asked for, there is an empty one, so that the
// pages can say how to begin.
func (p Program) read(o *options, secrets *connectors.Secrets) (*config.Config, error) {
	conf, err := config.Read(o.config, tools, secrets)
	if errors.Is(err, fs.ErrNotExist) && !o.given {
		return config.Parse(o.config, nil, tools, secrets, os.LookupEnv)
	}
	return conf, err
}

func (p Program) host(ctx context.Context, conf *config.Config, o *options, secrets *connectors.Secrets, stderr io.Writer) (*host, error) {
	h := &host{
		program: p,
		config:  conf,
		file:    o.config,
		data:    o.data,
		log:     logger(stderr, o.verbose, secrets),
		secrets: secrets,
		metrics: prometheus.NewRegistry(),
		now:     time.Now,
	}
	h.metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	h.measureZones()
	h.clients = connectors.NewClients(h.metrics, "dateline/"+version(), secrets)
	h.counts = workflows.NewMetrics(h.metrics)
	h.answers, h.sdk = newAnswers(h.metrics), workflows.NewSDKMetrics(h.metrics)
	dsn := string(conf.Database)
	if dsn == "" {
		if err := os.MkdirAll(o.data, 0o700); err != nil {
			return nil, fmt.Errorf("making the data folder: %w", err)
		}
		dsn = filepath.Join(o.data, "dateline.db")
	}
	db, err := store.Open(ctx, dsn)
	if err != nil {
		return nil, errors.New(secrets.Redact(err.Error()))
	}
	h.db = db
	h.clients.Share(db)
	h.agreed, h.register = newAgreement(h, o.config), &register{db: db, now: func() time.Time { return h.now() }}
	if err := db.Migrate(ctx); err != nil {
		return nil, errors.Join(errors.New(secrets.Redact(err.Error())), db.Close())
	}
	if err := h.guard(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return h, nil
}

func (h *host) close() {
	h.way.close()
	if err := h.db.Close(); err != nil {
		h.log.Warn("the store did not close cleanly", "reason", err.Error())
	}
}

// declare tells the store which sources the configuration has.
func (h *host) declare(ctx context.Context) error {
	var declared []store.Declaration
	for _, s := range h.config.Sources {
		declared = append(declared, store.Declaration{Name: s.Name, Tool: s.Tool, Every: s.Every, Fingerprint: s.Fingerprint, VisibleTo: s.VisibleTo})
	}
	if err := h.db.Declare(ctx, declared, h.now()); err != nil {
		return fmt.Errorf("declaring the sources: %w", err)
	}
	return nil
}

// declared is what the configuration says of a source, or of the one it is a part of.
func (h *host) declared(src feed.Source) (config.Source, error) {
	name := cmp.Or(src.Parent, src.Name)
	i := slices.IndexFunc(h.config.Sources, func(s config.Source) bool { return s.Name == name })
	if i < 0 {
		return config.Source{}, fmt.Errorf("the source %q is not in the configuration of this process", name)
	}
	return h.config.Sources[i], nil
}

// connector opens the connector of a source, or of a part of one.
func (h *host) connector(src feed.Source) (connectors.Connector, error) {
	s, err := h.declared(src)
	if err != nil {
		return nil, err
	}
	credential := ""
	if c, ok := s.Settings.(connectors.Credentialed); ok {
		credential = c.Credential()
	}
	connector, err := s.Settings.Open(connectors.Env{
		Source: src.Name,
		Since:  s.Since.Time(h.now()),
		Hook:   h.hook(src.Name),
		HTTP:   h.clients.For(s.Tool, credential),
		Log:    h.log.With("source", src.Name),
		Known: func(ctx context.Context, ids []string) (map[string]feed.Item, error) {
			return h.db.Known(ctx, src.Name, ids)
		},
	})
	if err != nil || src.Parent == "" {
		return connector, err
	}
	whole, ok := connector.(connectors.Whole)
	if !ok {
		return nil, fmt.Errorf("the source %q no longer consists of parts", src.Parent)
	}
	return whole.Part(src.Part)
}

// toolsInUse are the tools that the configuration has sources of, sorted.
func (h *host) toolsInUse() []string {
	used := map[string]bool{}
	for _, s := range h.config.Sources {
		used[s.Tool] = true
	}
	return slices.Sorted(maps.Keys(used))
}

// activities are what the workflows do, done by this process.
func (h *host) activities(t *connection) *workflows.Activities {
	receivers := map[string]webhook.Subscriber{}
	for _, s := range h.config.Subscribers {
		if s.Digest != "" {
			continue
		}
		receivers[string(s.Name)] = s.Receiver()
	}
	return &workflows.Activities{
		Store:       h.db,
		Open:        h.connector,
		Map:         h.meanings,
		SweepEvery:  h.sweepEvery,
		Agreed:      h.agreed.now,
		Subscribers: receivers,
		Chooses:     h.chosenFor,
		Sender:      webhook.NewSender("dateline/" + version()),
		Digests:     h.digests(),
		Temporal:    t.client,
		Secrets:     h.secrets,
		Now:         h.now,
		Log:         h.log,
		Metrics:     h.counts,
	}
}

// meanings are what the team means by the lists and labels of a source.
func (h *host) meanings(src feed.Source) feed.Map {
	s, err := h.declared(src)
	if err != nil {
		return feed.Map{}
	}
	return s.Map
}

// sweepEvery is how often a source is swept.
func (h *host) sweepEvery(src feed.Source) time.Duration {
	s, err := h.declared(src)
	if err != nil {
		return 0
	}
	return s.Sweep
}
