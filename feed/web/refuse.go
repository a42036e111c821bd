package web

import (
	"net/http"

	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/respond"
)

// Pages serve the pages. They also show why somebody is refused, who does not get as far as a page.
type Pages struct {
	http.Handler
	server *server
}

// Refuse shows why a request is not served. Where logging in may help, login is the address for that.
func (p *Pages) Refuse(w http.ResponseWriter, r *http.Request, why access.Refusal, login string) {
	refused := &problem{Status: why.Status, Title: why.Title, Text: why.Text, Next: why.Next, Said: true}
	if why.Login {
		refused.Login = login
	}
	s := p.server
	s.observed(secured(s.page(func(_ http.ResponseWriter, r *http.Request) error {
		if why.Err != nil {
			s.Logger.ErrorContext(r.Context(), "it could not be found out who somebody is", "reason", why.Err.Error(),
				"request", respond.RequestID(r.Context()))
		}
		return refused
	}))).ServeHTTP(w, r)
}
