package web

import (
	"net/http"

	"github.com/datelinehq/dateline/feed/respond"
)

// live answers as long as the process can answer at all.
func (s *server) live(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	respond.Send(w, r, http.StatusOK, plain, []byte("live\n"))
	return nil
}

// ready answers 503 while the process cannot do its work. Why is in the log, not in the answer.
func (s *server) ready(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	if s.Ready != nil {
		if err := s.Ready(r.Context()); err != nil {
			s.Logger.WarnContext(r.Context(), "not ready", "reason", err.Error())
			respond.Send(w, r, http.StatusServiceUnavailable, plain, []byte("not ready\n"))
			return nil
		}
	}
	respond.Send(w, r, http.StatusOK, plain, []byte("ready\n"))
	return nil
}
