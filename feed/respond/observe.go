package respond

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// An Observer looks after the requests of a handler.
type Observer struct {
	Now    func() time.Time
	Logger *slog.Logger
	// Quiet tells the requests of which nobody wants to read: probes, styles. Nil: none.
	Quiet func(*http.Request) bool
	// Measure is told the pattern of the route of each request, empty where there was none, how it was answered, and how long that
	// took. It may be nil.
	Measure func(route string, status int, took time.Duration)
	// Fail answers a request whose handler panicked.
	Fail func(http.ResponseWriter, *http.Request, error)
}

// Observed is the handler, looked after.
func (o Observer) Observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := o.Now()
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, rand.Text()[:12]))
		rec := &recorder{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				o.Fail(rec, r, fmt.Errorf("a handler panicked: %v", p))
			}
			level := slog.LevelInfo
			if o.Quiet != nil && o.Quiet(r) {
				level = slog.LevelDebug
			}
			took := o.Now().Sub(start)
			if o.Measure != nil {
				o.Measure(r.Pattern, rec.code(), took)
			}
			o.Logger.Log(r.Context(), level, "request", "method", r.Method, "route", r.Pattern, "status", rec.code(),
				"duration", took, "bytes", rec.bytes, "request", RequestID(r.Context()))
		}()
		next.ServeHTTP(rec, r)
	})
}

type requestKey struct{}

// RequestID is what an operator finds the request by in the log.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status, bytes int
}

// Unwrap lends what is answered to, for what only that can do.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	n, err := r.ResponseWriter.Write(b)
	r.bytes += n
	return n, err
}

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}

// Gone reports whether err is only that the reader went away.
func Gone(r *http.Request, err error) bool {
	return errors.Is(err, context.Canceled) && r.Context().Err() != nil
}
