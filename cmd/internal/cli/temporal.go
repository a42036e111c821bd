package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/contrib/envconfig"
	"go.temporal.io/sdk/log"
)

// A connection is the way to Temporal.
type connection struct {
	client client.Client
	engine Engine
	lock   *flock.Flock
	log    *slog.Logger
}

// temporal connects with the Temporal that the configuration or the TEMPORAL_* variables name, or else starts the one
// this program brings. An external one need not be there yet.
func (h *host) temporal(ctx context.Context) (*connection, error) {
	options, named, err := h.temporalOptions()
	if err != nil {
		return nil, err
	}
	t := &connection{log: h.log}
	switch {
	case named:
	case h.program.Engine == nil:
		return nil, errors.New("no Temporal is named: set temporal.address in the configuration or TEMPORAL_ADDRESS, or use dateline-solo, which brings one")
	default:
		if err := t.start(ctx, h); err != nil {
			return nil, err
		}
		options.HostPort, options.Namespace = t.engine.Address(), "dateline"
	}
	t.client, err = client.NewLazyClient(options)
	if err != nil {
		t.close()
		return nil, fmt.Errorf("connecting with Temporal: %w", err)
	}
	return t, nil
}

// temporalOptions are how Temporal is reached, and whether it is named at all.
func (h *host) temporalOptions() (options client.Options, named bool, err error) {
	options, err = envconfig.LoadDefaultClientOptions()
	if err != nil {
		return options, false, fmt.Errorf("reading the TEMPORAL_* variables: %w", err)
	}
	h.secrets.Add(os.Getenv("TEMPORAL_API_KEY"))
	if h.config.Temporal.Address != "" {
		options.HostPort = h.config.Temporal.Address
	}
	if h.config.Temporal.Namespace != "" {
		options.Namespace = h.config.Temporal.Namespace
	}
	options.ConnectionOptions.GrpcCompression = &client.GrpcCompressionNone{} // what is sent are names and counts
	options.MetricsHandler = h.sdk
	options.Logger = log.NewStructuredLogger(slog.New(subdued{h.log.Handler()}))
	return options, h.config.Temporal.Address != "" || os.Getenv("TEMPORAL_ADDRESS") != "", nil
}

// start starts the engine. One data folder has room for one at a time.
func (t *connection) start(ctx context.Context, h *host) error {
	if err := os.MkdirAll(h.data, 0o700); err != nil {
		return fmt.Errorf("making the data folder: %w", err)
	}
	t.lock = flock.New(filepath.Join(h.data, "engine.lock"))
	switch free, err := t.lock.TryLock(); {
	case err != nil:
		return fmt.Errorf("locking the data folder: %w", err)
	case !free:
		return fmt.Errorf("another %s is at work in the data folder %s; stop it first, or use another folder with --data", h.program.Name, h.data)
	}
	engine, err := h.program.Engine(ctx, h.data, h.log)
	if err != nil {
		return errors.Join(err, t.lock.Unlock())
	}
	t.engine = engine
	return nil
}

// ready waits until Temporal answers, saying so in the log when it takes long.
func (t *connection) ready(ctx context.Context) error {
	pause := firstPause
	for {
		_, err := t.client.CheckHealth(ctx, &client.CheckHealthRequest{})
		if err == nil {
			return nil
		}
		if pause > time.Second {
			t.log.WarnContext(ctx, "waiting for Temporal", "reason", err.Error())
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		pause = min(2*pause, lastPause)
	}
}

// answersWithin is how long Temporal may take to say that it is there.
const answersWithin = 2 * time.Second

// answers reports whether Temporal answers now.
func (t *connection) answers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answersWithin)
	defer cancel()
	if _, err := t.client.CheckHealth(ctx, &client.CheckHealthRequest{}); err != nil {
		return fmt.Errorf("reaching Temporal: %w", err)
	}
	return nil
}

func (t *connection) close() {
	if t.client != nil {
		t.client.Close()
	}
	if t.engine != nil {
		if err := t.engine.Stop(); err != nil {
			t.log.Warn("the workflow engine did not stop cleanly", "reason", err.Error())
		}
		if err := t.lock.Unlock(); err != nil {
			t.log.Warn("the data folder could not be unlocked", "reason", err.Error())
		}
	}
}

// subdued is the SDK's log. What it calls an error is mostly an activity that failed and will be tried again, which the
// state of the source says better; so everything it says goes to the debug level but for warnings, which are about
// Temporal itself.
type subdued struct{ slog.Handler }

func (s subdued) Enabled(ctx context.Context, level slog.Level) bool {
	return s.Handler.Enabled(ctx, softened(level))
}

func (s subdued) Handle(ctx context.Context, r slog.Record) error {
	r.Level = softened(r.Level)
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "Error" && a.Value.String() == context.Canceled.Error() {
			r.Level = slog.LevelDebug // we are stopping
		}
		return r.Level != slog.LevelDebug
	})
	if !s.Handler.Enabled(ctx, r.Level) {
		return nil
	}
	return s.Handler.Handle(ctx, r)
}

func (s subdued) WithAttrs(attrs []slog.Attr) slog.Handler {
	return subdued{s.Handler.WithAttrs(attrs)}
}

func (s subdued) WithGroup(name string) slog.Handler { return subdued{s.Handler.WithGroup(name)} }

func softened(level slog.Level) slog.Level {
	if level == slog.LevelWarn {
		return level
	}
	return slog.LevelDebug
}
