package web

import (
	"net/http"

	"github.com/datelinehq/dateline/feed/respond"
)

// show answers with a page. Nothing is sent unless the page could be made whole.
func (s *server) show(w http.ResponseWriter, r *http.Request, status int, name string, page any) error {
	s.preview(r)
	language := s.language(r)
	return s.templates.run(language, name, page, func(body []byte) {
		w.Header().Set("Cache-Control", "private, no-cache")
		w.Header().Add("Vary", "Cookie")
		s.spoken(w, language)
		respond.Send(w, r, status, "text/html; charset=utf-8", body)
	})
}
