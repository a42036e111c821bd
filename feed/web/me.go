package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/datelinehq/dateline/feed/identity"
)

// meCookie holds the name of the person the reader says to be, escaped as in an address. It opens no door: it only chooses
// what is shown first.
const meCookie = "me"

// me is the name of the person the reader says to be; empty where they did not say, or where nobody has that name any more.
func (s *server) me(r *http.Request) string {
	c, err := r.Cookie(meCookie)
	if err != nil {
		return ""
	}
	name, err := url.QueryUnescape(c.Value)
	if err != nil || !s.knows(name) {
		return ""
	}
	return name
}

// knows reports whether one of the people has a name.
func (s *server) knows(name string) bool {
	return slices.ContainsFunc(s.who.People(), func(h identity.Human) bool { return h.Name == name })
}
