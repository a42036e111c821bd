package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed/respond"
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
		if s.Views != nil && viewed(r) {
			if knowing.saved, err = s.Views.Views(r.Context()); err != nil {
				return err
			}
		}
		return show(&knowing, w, r)
	})
}

// viewed reports whether a page lists the saved filters, or may choose one.
func viewed(r *http.Request) bool {
	lists := []string{"/", "/views", "/subscriptions.opml"}
	return slices.Contains(lists, r.URL.Path) || strings.Contains(r.URL.RawQuery, "view")
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

// observed gives each request an id, survives its panics and writes a line about it.
func (s *server) observed(next http.Handler) http.Handler {
	return respond.Observer{Now: s.Now, Logger: s.Logger, Measure: s.Measure, Fail: s.problem, Quiet: func(r *http.Request) bool {
		return strings.HasPrefix(r.URL.Path, "/healthz/") || strings.HasPrefix(r.URL.Path, "/static/") ||
			strings.HasPrefix(r.URL.Path, "/previews/")
	}}.Observed(next)
}
