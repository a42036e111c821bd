package web

import (
	"net/http"

	"github.com/datelinehq/dateline/feed/access"
)

// Pages serve the pages. They also show why somebody is refused, who does not get as far as a page.
type Pages struct {
	http.Handler
	server *server
}

// Refuse shows why a request is not served. Where logging in may help, login is the address for that.
func (p *Pages) Refuse(w http.ResponseWriter, r *http.Request, why access.Refusal, login string) {
	refused := &problem{Status: why.Status, Title: why.Title, Text: why.Text}
	if why.Login {
		refused.Login = login
	}
	err := error(refused)
	if why.Err != nil {
		err = why.Err
	}
	s := p.server
	s.observed(secured(s.page(func(http.ResponseWriter, *http.Request) error { return err }))).ServeHTTP(w, r)
}
