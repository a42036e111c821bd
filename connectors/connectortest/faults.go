package connectortest

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// retryAfter is how long the tool asks to wait in these tests.
const retryAfter = 7 * time.Second

// A fault is an answer that the tool should not have given, and what the connector's error must be.
type fault struct {
	name   string
	answer func(w http.ResponseWriter, r *http.Request, tool http.Handler)
	wrong  func(error) string
}

func (s *stage) refusals(t *testing.T) {
	s.strike(t,
		fault{"401", status(http.StatusUnauthorized), func(err error) string {
			if !errors.Is(err, connectors.ErrAuth) {
				return "it is not ErrAuth"
			}
			return ""
		}},
		fault{"429", status(http.StatusTooManyRequests), func(err error) string {
			if wait := (*connectors.Wait)(nil); !errors.As(err, &wait) || wait.For < retryAfter || wait.For > 2*retryAfter {
				return "it is not a Wait of the 7 s that Retry-After says"
			}
			return ""
		}},
	)
}

func (s *stage) faults(t *testing.T) {
	s.strike(t,
		fault{"500", status(http.StatusInternalServerError), passing},
		fault{"503", status(http.StatusServiceUnavailable), passing},
		fault{"cut off", cutOff, passing},
		fault{"empty", text("application/json", ""), passing},
		fault{"a web page", text("text/html", "<!DOCTYPE html><title>We'll be right back</title>"), passing},
		fault{"null", text("application/json", "null"), passing},
		fault{"too large", tooLarge, passing},
		fault{"hung up", hangUp, passing},
	)
}

// passing accepts any error that the host answers with another try.
func passing(err error) string {
	wait := (*connectors.Wait)(nil)
	switch {
	case errors.Is(err, connectors.ErrAuth):
		return "it is ErrAuth, and nobody would try again"
	case errors.Is(err, connectors.ErrCursor):
		return "it is ErrCursor, and everything would be read again"
	case errors.As(err, &wait):
		return "it is a Wait that nobody asked for"
	}
	return ""
}

// some are the requests of a reading at which something is tried: all of them, or a third with -short.
func some(requests int) iter.Seq[int] {
	step := 1
	if testing.Short() {
		step = 3
	}
	return func(yield func(int) bool) {
		for at := 0; at < requests; at += step {
			if !yield(at) {
				return
			}
		}
	}
}

// strike reads the tool once for each of its requests and each fault. From that request on the fault is all it answers,
// until the connector says so; then it is itself again. All that it has must arrive.
func (s *stage) strike(t *testing.T, faults ...fault) {
	want := s.calm(t)
	total := len(s.asked())
	for _, f := range faults {
		for at := range some(total) {
			s.forget(func(n int, w http.ResponseWriter, r *http.Request) bool {
				if n < at {
					return false
				}
				f.answer(w, r, s.Tool)
				return true
			})
			got := s.struck(t, f, at)
			if diff := want.differs(got); diff != "" {
				t.Errorf("%s at request %d: what was read is not what there is (-there +read):\n%s", f.name, at+1, diff)
			}
			if t.Failed() {
				break
			}
		}
	}
}

// struck reads until the fault shows, and then to the end.
func (s *stage) struck(t *testing.T, f fault, at int) *harvest {
	t.Helper()
	h := newHarvest()
	for {
		p, err := s.open(t, h).Fetch(t.Context(), h.next)
		if err != nil {
			s.keepsSecrets(t, err.Error())
			if wrong := f.wrong(err); wrong != "" {
				t.Errorf("%s at request %d: %s: %v", f.name, at+1, wrong, err)
			}
			if p.Next != "" {
				t.Errorf("%s at request %d: the cursor moved with an error", f.name, at+1)
			}
			break
		}
		clean(t, &p)
		h.take(p)
		if !p.More {
			t.Errorf("%s at request %d was taken for an answer", f.name, at+1)
			break
		}
	}
	s.forget(nil)
	s.walk(t, h, func() connectors.Connector { return s.open(t, h) })
	return h
}

func status(code int) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, `{"message": "not now", "error": "not now"}`)
	}
}

func text(kind, body string) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", kind)
		_, _ = io.WriteString(w, body)
	}
}

// cutOff announces more than comes.
func cutOff(w http.ResponseWriter, r *http.Request, tool http.Handler) {
	whole := record(tool, unconditional(r))
	body := whole.Body.Bytes()
	header(w, whole.Header(), len(body))
	w.WriteHeader(whole.Code)
	_, _ = w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush() // or nothing of a short answer would come
	panic(http.ErrAbortHandler)
}

func hangUp(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }

// tooLarge is an answer that the host's client, which caps what it reads, cuts off with an error.
func tooLarge(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `[{"padding": "`)
	_, _ = io.Copy(w, io.LimitReader(blanks{}, bodyAtMost+1))
	_, _ = io.WriteString(w, `"}]`)
}

type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	return copy(p, strings.Repeat(" ", len(p))), nil
}

func (s *stage) cancellation(t *testing.T) {
	s.calm(t)
	for at := range some(len(s.asked())) {
		ctx, cancel := context.WithCancel(t.Context())
		s.forget(func(n int, _ http.ResponseWriter, r *http.Request) bool {
			if n < at {
				return false
			}
			cancel()
			return hungUp(r)
		})
		for cursor, done := feed.Cursor(""), false; !done; {
			p, err := s.open(t, newHarvest()).Fetch(ctx, cursor)
			switch {
			case err != nil && !errors.Is(err, context.Canceled):
				t.Errorf("cancelled at request %d: %v", at+1, err)
			case err == nil && ctx.Err() != nil:
				t.Errorf("cancelled at request %d, it returned a page", at+1)
			}
			cursor, done = p.Next, err != nil || !p.More || t.Failed()
		}
		cancel()
		if t.Failed() {
			return
		}
	}
}

// patience is how long a connector may take to hang up.
const patience = 3 * time.Second

// hungUp waits until the connector has hung up, and reports whether it did.
func hungUp(r *http.Request) bool {
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case <-r.Context().Done():
		return true
	case <-late.C:
		return false
	}
}

func (s *stage) cursors(t *testing.T) {
	for _, cursor := range []feed.Cursor{"nonsense", "{}", "[]", `{"v":-1}`, `{"v":999999}`, "\x00"} {
		if _, err := s.open(t, newHarvest()).Fetch(t.Context(), cursor); !errors.Is(err, connectors.ErrCursor) {
			t.Errorf("with the cursor %q: %v, want %v", cursor, err, connectors.ErrCursor)
		}
	}
	if n := len(s.asked()); n > 0 {
		t.Errorf("%d requests were made with worthless cursors", n)
	}
}
