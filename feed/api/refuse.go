package api

import (
	"net/http"

	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/respond"
)

// Programs answers programs. It also tells those who are refused why.
type Programs struct {
	http.Handler
	server *server
}

// Fail tells that a request could not be answered. It is for what is served beside the API.
func (p *Programs) Fail(w http.ResponseWriter, r *http.Request, err error) { p.server.fail(w, r, err) }

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
	respond.Observer{Now: s.Now, Logger: s.Logger, Measure: s.Measure, Fail: s.fail}.Observed(secured(refused)).ServeHTTP(w, r)
}
