package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// errNotReading is why a process that is to read the sources is not ready yet, or no longer.
var errNotReading = errors.New("the sources are not being read yet")

// ready says what keeps the process from doing its work. Nil is nothing.
func (h *host) ready(ctx context.Context) error {
	if err := h.db.Ping(ctx); err != nil {
		return err
	}
	if !h.reads {
		return nil
	}
	t := h.reading.Load()
	if t == nil {
		return errNotReading
	}
	return t.answers(ctx)
}

// answerLive answers as long as the process can answer at all.
func answerLive(w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, "live\n")
}

// answerReady answers 503 while the process cannot do its work. Why is in the log, not in the answer.
func (h *host) answerReady(w http.ResponseWriter, r *http.Request) {
	if err := h.ready(r.Context()); err != nil {
		h.log.WarnContext(r.Context(), "not ready", "reason", err.Error())
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	_, _ = io.WriteString(w, "ready\n")
}

// tryServed asks whether what is served at an address is ready.
func tryServed(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(address, "/")+"/healthz/ready", http.NoBody)
	if err != nil {
		return fmt.Errorf("%w: --served: %w", errUsage, err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("asking whether the pages are ready: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("what is served at %s is not ready: it answered %s", address, resp.Status)
	}
	return nil
}
