package web

import (
	"cmp"
	"net/http"

	"github.com/sourcegraph/conc"

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

// beside begins to make a part of the page that will be shown. All its texts have been read by then.
func (s *server) beside(r *http.Request, name string, of any) part {
	s.preview(r)
	return s.templates.beside(s.language(r), name, of)
}

// both does two things at the same time: the one beside, the other here, where it costs no wait for a processor. A panic in either
// is one of this request.
func both(one, other func() error) error {
	var (
		beside conc.WaitGroup
		wrong  error
	)
	beside.Go(func() { wrong = one() })
	err := other()
	beside.Wait()
	return cmp.Or(err, wrong)
}
