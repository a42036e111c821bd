package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
)

// page is a handler that leaves its errors to be shown in one way.
func (s *server) page(show func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := show(w, r); err != nil {
			s.problem(w, r, err)
		}
	})
}

// among is a page that shows people: who they are is looked up once for each request.
func (s *server) among(show func(*server, http.ResponseWriter, *http.Request) error) http.Handler {
	return s.page(func(w http.ResponseWriter, r *http.Request) error {
		who, err := s.People(r.Context())
		if err != nil {
			return err
		}
		knowing := *s
		knowing.who, knowing.videos = who, videos{}
		return show(&knowing, w, r)
	})
}

// policy is the Content-Security-Policy of everything that is served.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secured sets the headers that keep the pages to themselves.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		next.ServeHTTP(w, r)
	})
}

// sameOrigin refuses forms that were sent from somebody else's page.
func (s *server) sameOrigin(next http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	p.SetDenyHandler(s.page(func(http.ResponseWriter, *http.Request) error { return errForeign }))
	return p.Handler(next)
}

// observed gives each request an id, survives its panics and writes a line about it. The line names the route and never
// the query: what people look for is their own affair.
func (s *server) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.Now()
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, rand.Text()[:12]))
		rec := &recorder{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				s.problem(rec, r, fmt.Errorf("a page panicked: %v", p))
			}
			level := slog.LevelInfo
			if strings.HasPrefix(r.URL.Path, "/healthz/") || strings.HasPrefix(r.URL.Path, "/static/") ||
				strings.HasPrefix(r.URL.Path, "/previews/") {
				level = slog.LevelDebug
			}
			s.Logger.Log(r.Context(), level, "request", "method", r.Method, "route", r.Pattern, "status", rec.code(),
				"duration", s.Now().Sub(start), "bytes", rec.bytes, "request", requestID(r))
		}()
		next.ServeHTTP(rec, r)
	})
}

type requestKey struct{}

func requestID(r *http.Request) string {
	id, _ := r.Context().Value(requestKey{}).(string)
	return id
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status, bytes int
}

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

// gone reports whether err is only that the reader went away.
func gone(r *http.Request, err error) bool {
	return errors.Is(err, context.Canceled) && r.Context().Err() != nil
}
