package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
)

func (p Program) runCommand(o *options) *cobra.Command {
	return p.roleCommand(o, "run", "Serve the pages and read the sources", serving, reading)
}

func (p Program) serveCommand(o *options) *cobra.Command {
	return p.roleCommand(o, "serve", "Serve the pages and feeds only; needs the database", serving)
}

func (p Program) workCommand(o *options) *cobra.Command {
	return p.roleCommand(o, "work", "Read the sources only; needs the database and Temporal", reading)
}

// A role is something a process does until it is told to stop.
type role struct {
	play func(*host, context.Context) error
	// reads says that the process is ready only once it reads the sources.
	reads bool
	// garbage is by how many percent the memory of a process that does nothing else may grow before it is searched for garbage.
	garbage int
}

// Less than Go's usual share of 100, so that both fit into little memory: how long pages take does not show it. Nobody waits for what
// is read.
var (
	serving = role{play: (*host).serve, garbage: 60}
	reading = role{play: (*host).work, reads: true, garbage: 50}
	// measuring belongs to each of them.
	measuring = role{play: (*host).measure}
)

func (p Program) roleCommand(o *options, name, short string, roles ...role) *cobra.Command {
	var listen, metrics string
	cmd := &cobra.Command{
		Use:   name,
		Short: short,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			h.config.Listen = cmp.Or(listen, h.config.Listen)
			h.config.Metrics = cmp.Or(metrics, h.config.Metrics)
			return h.run(cmd.Context(), roles...)
		},
	}
	if name != "work" {
		cmd.Flags().StringVar(&listen, "listen", env("LISTEN", ""),
			"the `address` to serve at (DATELINE_LISTEN); default listen of the configuration")
	}
	metricsFlag(cmd, &metrics, "metrics of the configuration")
	return cmd
}

func metricsFlag(cmd *cobra.Command, address *string, otherwise string) {
	cmd.Flags().StringVar(address, "metrics", env("METRICS", ""),
		"the `address` to serve metrics and health at (DATELINE_METRICS); default "+otherwise)
}

// run plays the roles until the context ends or one of them fails.
func (h *host) run(ctx context.Context, roles ...role) error {
	if err := h.sealed(ctx); err != nil {
		return err
	}
	if err := h.declare(ctx); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, r := range roles {
		h.reads = h.reads || r.reads
	}
	if len(roles) == 1 && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(roles[0].garbage)
	}
	for _, r := range append(roles, measuring) {
		group.Go(func() error { return r.play(h, ctx) })
	}
	if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	h.log.Info("stopped")
	return nil
}

// measure serves the metrics, if they are wanted, and whether the process lives and is ready: a process that only reads
// has no other listener.
func (h *host) measure(ctx context.Context) error {
	if h.config.Metrics == "" {
		return nil
	}
	listener, err := bind(ctx, "the metrics", h.config.Metrics)
	if err != nil {
		return err
	}
	h.metrics.MustRegister(h.measures())
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz/live", answerLive)
	mux.HandleFunc("GET /healthz/ready", h.answerReady)
	mux.Handle("GET /metrics", promhttp.HandlerFor(h.metrics, promhttp.HandlerOpts{EnableOpenMetrics: true}))
	return h.answer(ctx, "the metrics", listener, mux)
}

// stopWithin is how long requests in flight are waited for when the process is told to stop.
const stopWithin = 5 * time.Second

// bind takes an address to listen at.
func bind(ctx context.Context, what, address string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("serving %s: %w", what, err)
	}
	return listener, nil
}

// answer serves a handler at a listener until the context ends.
func (h *host) answer(ctx context.Context, what string, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	h.log.InfoContext(ctx, "serving", "what", what, "address", "http://"+reachable(listener.Addr().String()))
	select {
	case err := <-ended:
		return fmt.Errorf("serving %s: %w", what, err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if err := server.Shutdown(end); err != nil {
		return errors.Join(err, server.Close())
	}
	return ctx.Err()
}
