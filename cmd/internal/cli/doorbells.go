package cli

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"time"

	"go.temporal.io/sdk/client"

	"github.com/datelinehq/dateline/cmd/internal/doorbell"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/workflows"
)

// signalWithin is how long Temporal is waited for when a doorbell rings. What it does not hear, it finds in the store.
const signalWithin = 5 * time.Second

// hook is the public address of a source's doorbell, empty where there is none.
func (h *host) hook(source string) string {
	if h.config.PublicURL == "" {
		return ""
	}
	segments := strings.Split(source, "/")
	for i, s := range segments {
		segments[i] = url.PathEscape(s)
	}
	return h.config.PublicURL + "/hooks/" + strings.Join(segments, "/")
}

// door is the handler of the doorbells.
func (h *host) door(rings *doorbell.Gatherer) *doorbell.Door {
	return doorbell.New(doorbell.Options{
		Source: func(ctx context.Context, name string) (feed.Source, error) {
			src, _, err := h.db.Source(ctx, name)
			if errors.Is(err, store.ErrNotFound) {
				return src, doorbell.ErrUnknown
			}
			return src, err
		},
		Open:    h.connector,
		Memory:  memory{h},
		Rung:    rings.Add,
		Log:     h.log,
		Now:     h.now,
		Metrics: h.metrics,
	})
}

// memory keeps the secrets that tools agree on with doorbells, and notes that they did.
type memory struct{ h *host }

// Kept implements doorbell.Memory, as does Keep.
func (m memory) Kept(ctx context.Context, source string) (string, error) {
	return m.h.db.Kept(ctx, source)
}

func (m memory) Keep(ctx context.Context, source, secret string) (ours bool, err error) {
	if ours, err = m.h.db.Keep(ctx, source, secret); ours {
		what := "agreed on a secret with the doorbell of the source " + source
		m.h.note(ctx, feed.Deed{At: m.h.now(), What: what, Source: source})
	}
	return ours, err
}

// rung makes what a doorbell rang for due now: one part, or a source with all of its parts. Whoever reads looks every few
// seconds what is due; where Temporal can be told, it happens at once.
func (h *host) rung(ctx context.Context, r doorbell.Ring) {
	all, err := h.db.Sources(ctx)
	if err != nil {
		h.log.WarnContext(ctx, "a doorbell rang in vain", "source", r.Source, "reason", err.Error())
		return
	}
	tool := ""
	for _, src := range meant(all, r) {
		if err := h.db.Postpone(ctx, src.Name, h.now()); err != nil {
			h.log.WarnContext(ctx, "a doorbell rang in vain", "source", src.Name, "reason", err.Error())
			continue
		}
		tool = src.Tool
	}
	if tool == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, signalWithin)
	defer cancel()
	if t := h.way.get(h); t != nil {
		if err := workflows.WakeDispatch(ctx, t, tool); err != nil {
			h.log.DebugContext(ctx, "Temporal did not hear a doorbell", "source", r.Source, "reason", err.Error())
		}
	}
}

// meant are the sources that a ring is for.
func meant(all []feed.Source, r doorbell.Ring) []feed.Source {
	var whole, parts []feed.Source
	for _, s := range all {
		switch {
		case s.Retired || s.Paused:
		case s.Name == r.Source:
			whole = append(whole, s)
		case s.Parent == r.Source && r.Part == "":
			parts = append(parts, s)
		case s.Parent == r.Source && s.Part.ID == r.Part:
			return []feed.Source{s}
		}
	}
	if r.Part != "" {
		return whole // a part nobody knows yet
	}
	return append(whole, parts...)
}

// A wayToTemporal is how doorbells reach Temporal: by the connection of the role that works in this process, or else by
// one of their own where Temporal is named.
type wayToTemporal struct {
	mu    sync.Mutex
	works workflows.Temporal
	own   client.Client
	tried bool
}

// set is told the connection of the role that works, nil when it ends.
func (w *wayToTemporal) set(t workflows.Temporal) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.works = t
}

// get returns a way, or nil.
func (w *wayToTemporal) get(h *host) workflows.Temporal {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.works != nil {
		return w.works
	}
	if !w.tried {
		w.tried = true
		if options, named, err := h.temporalOptions(); err == nil && named {
			w.own, _ = client.NewLazyClient(options) // without it Watch sees what is due
		}
	}
	if w.own == nil {
		return nil
	}
	return w.own
}

func (w *wayToTemporal) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.own != nil {
		w.own.Close()
	}
}
