package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/identity"
)

// meCookie holds the name of the person the reader says to be, escaped as in an address. It opens no door: it only chooses
// what is shown first.
const meCookie = "me"

// me is the name of the person the reader is: who logged in, or who they say to be. It is empty where they did neither, or where
// nobody has that name any more.
func (s *server) me(r *http.Request) string {
	if name := s.who.Login(access.Of(r.Context()).Name); name != "" {
		return name
	}
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

// speaker is who the reader is to those who read what they say; nobody where nobody logs in.
func (s *server) speaker(r *http.Request) feed.Account {
	reader := access.Of(r.Context())
	if who, err := s.People(r.Context()); err == nil {
		if name := who.Login(reader.Name); name != "" {
			return feed.Account{Name: name}
		}
	}
	return feed.Account{Name: cmp.Or(reader.Person, reader.Name)}
}
