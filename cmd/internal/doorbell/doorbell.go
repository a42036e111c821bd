package doorbell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

const (
	// bodyAtMost is how many bytes of a call are read.
	bodyAtMost = 1 << 20
	// callsAtOnce is how many calls are looked at at the same time.
	callsAtOnce = 32
	// quietFor is for how long after a word about a call that is not genuine no other is said of the same source.
	quietFor = time.Minute
)

// ErrUnknown says that there is no source of that name.
var ErrUnknown = errors.New("there is no such source")

// A Memory keeps the secrets that tools agree on by a call.
type Memory interface {
	// Kept returns the secret of a source, or nothing.
	Kept(ctx context.Context, source string) (string, error)
	// Keep keeps a secret unless there is one, and reports whether the given one is kept now.
	Keep(ctx context.Context, source, secret string) (bool, error)
}

// Options are what a Door works with.
type Options struct {
	// Source finds a source by its name; the error is ErrUnknown if there is none.
	Source func(ctx context.Context, name string) (feed.Source, error)
	// Open opens its connector.
	Open   func(feed.Source) (connectors.Connector, error)
	Memory Memory
	// Rung is told of genuine calls, and does not make the caller wait.
	Rung func(Ring)
	Log  *slog.Logger
	Now  func() time.Time
	// Metrics is where calls are counted.
	Metrics prometheus.Registerer
}

// A Ring says which source a genuine call was for, and which of its parts: see [connectors.Chime].
type Ring struct{ Source, Part string }

// A Door is the HTTP handler of the doorbells.
type Door struct {
	Options
	calls *prometheus.CounterVec
	slots chan struct{}

	mu    sync.Mutex
	spoke map[string]time.Time // when the last word was said of a source
}

// New makes the handler.
func New(o Options) *Door {
	d := &Door{Options: o, slots: make(chan struct{}, callsAtOnce), spoke: map[string]time.Time{}}
	d.calls = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "dateline_doorbell_calls_total",
		Help: "Calls of the tools' webhooks, by source and what came of them: rung, quiet (genuine, nothing to poll), agreed (on a secret), " +
			"forged, refused (too long, too many, no such method), failed. Calls for sources that do not exist have no source.",
	}, []string{"source", "result"})
	o.Metrics.MustRegister(d.calls)
	return d
}

// ServeHTTP answers a call.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	source, result, status := d.answer(w, r)
	d.calls.WithLabelValues(source, result).Inc()
	if status != http.StatusOK {
		http.Error(w, http.StatusText(status), status)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "ok\n")
}

// answer says what is to be answered, and how it is counted for which source.
func (d *Door) answer(w http.ResponseWriter, r *http.Request) (source, result string, status int) {
	select {
	case d.slots <- struct{}{}:
		defer func() { <-d.slots }()
	default:
		w.Header().Set("Retry-After", "5")
		return "", "refused", http.StatusTooManyRequests
	}
	name := strings.TrimPrefix(r.URL.Path, "/hooks/")
	src, err := d.Source(r.Context(), name)
	switch {
	case errors.Is(err, ErrUnknown):
		return "", "unknown", http.StatusNotFound
	case err != nil:
		return "", "failed", d.unwell(r.Context(), w, "", err) // whether there is such a name is not known
	case src.Retired:
		return name, "unknown", http.StatusGone
	}
	bell := d.bell(r.Context(), src)
	if bell == nil {
		return name, "unknown", http.StatusNotFound
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		return name, "quiet", http.StatusOK
	case http.MethodPost:
		result, status = d.call(w, r, src, bell)
		return name, result, status
	}
	w.Header().Set("Allow", "GET, HEAD, POST")
	return name, "refused", http.StatusMethodNotAllowed
}

// bell is the doorbell of a source, nil if it has none.
func (d *Door) bell(ctx context.Context, src feed.Source) connectors.Bell {
	connector, err := d.Open(src)
	if err != nil {
		d.say(ctx, src.Name, "a doorbell could not be opened", err)
		return nil
	}
	bell, _ := connector.(connectors.Bell)
	return bell
}

// call looks at a call of a source's tool.
func (d *Door) call(w http.ResponseWriter, r *http.Request, src feed.Source, bell connectors.Bell) (result string, status int) {
	ctx := r.Context()
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyAtMost))
	if err != nil {
		if _, long := errors.AsType[*http.MaxBytesError](err); long {
			return "refused", http.StatusRequestEntityTooLarge
		}
		return "refused", http.StatusBadRequest
	}
	kept, err := d.Memory.Kept(ctx, src.Name)
	if err != nil {
		return "failed", d.unwell(ctx, w, src.Name, err)
	}
	chime, err := ring(bell, r, body, kept)
	if err != nil {
		d.say(ctx, src.Name, "a call to a doorbell was not genuine", err)
		return "forged", http.StatusUnauthorized
	}
	result = "quiet"
	if chime.Keep != "" {
		switch ours, err := d.Memory.Keep(ctx, src.Name, chime.Keep); {
		case err != nil:
			return "failed", d.unwell(ctx, w, src.Name, err)
		case !ours && chime.Keep != kept:
			d.say(ctx, src.Name, "a call to a doorbell was not genuine", errors.New("it brings another secret than the one that is kept; change a setting of the source to forget that"))
			return "forged", http.StatusUnauthorized
		}
		result = "agreed"
	}
	if chime.Poll && !src.Paused {
		d.Rung(Ring{src.Name, chime.Part})
		result = "rung"
	}
	maps.Copy(w.Header(), chime.Header)
	return result, http.StatusOK
}

// ring asks the connector about a call. One that panics takes the call for forged.
func ring(bell connectors.Bell, r *http.Request, body []byte, kept string) (_ connectors.Chime, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the connector panicked: %v", p)
		}
	}()
	return bell.Ring(r, body, kept)
}

// unwell is the answer while the store is not there.
func (d *Door) unwell(ctx context.Context, w http.ResponseWriter, source string, err error) int {
	d.say(ctx, source, "a call to a doorbell could not be looked at", err)
	w.Header().Set("Retry-After", "30")
	return http.StatusServiceUnavailable
}

// say tells the operator, but not as often as callers like.
func (d *Door) say(ctx context.Context, source, what string, err error) {
	now := d.Now()
	d.mu.Lock()
	last, spoke := d.spoke[source]
	quiet := spoke && now.Sub(last) < quietFor
	if !quiet {
		d.spoke[source] = now
	}
	d.mu.Unlock()
	if !quiet {
		d.Log.WarnContext(ctx, "a doorbell was not heard", "source", source, "what", what, "reason", err.Error())
	}
}
