package api

import (
	"net/http"

	"github.com/datelinehq/dateline/feed/access"
)

// Programs answers programs. It also tells those who are refused why.
type Programs struct {
	http.Handler
	server *server
}

// Beside is what answers beside the API, whose calls are counted, written down and measured as those of the API are.
func (p *Programs) Beside(next http.Handler) http.Handler {
	return p.server.observed(p.server.limited(next))
}

// Refuse tells why a call is not answered.
func (p *Programs) Refuse(w http.ResponseWriter, r *http.Request, why access.Refusal) {
	s, err := p.server, why.Err
	switch {
	case err != nil:
	case why.Status == http.StatusNotFound:
		err = errMissing
	case why.Status == http.StatusMethodNotAllowed:
		err = errMethod
	default:
		err = &problem{Type: root + "#refused", Title: why.Title, Status: why.Status, Detail: why.Text}
	}
	refused := s.handler(func(http.ResponseWriter, *http.Request) error { return err })
	s.observed(secured(refused)).ServeHTTP(w, r)
}
