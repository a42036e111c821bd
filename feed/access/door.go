package access

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// ErrWrong is why somebody is refused who came with something that does not hold: a token that was revoked, for instance.
var ErrWrong = errors.New("what was given does not hold")

// A Way finds out who makes a request. It reports false if the request says nothing of the sort the way knows; the
// error wraps [ErrWrong] if it does and that does not hold.
type Way func(r *http.Request) (who Reader, known bool, err error)

// A Refusal is why a request is not served, in words for whoever made it.
type Refusal struct {
	Status      int
	Title, Text string
	// Login says that logging in may help.
	Login bool
	// Next is an address elsewhere at which what was begun here goes on. Empty: there is none.
	Next string
	// Err is what went wrong on our side, if anything did.
	Err error
}

// A Door stands before a handler and lets those through who may. Ways, Refuse and Now must be set.
type Door struct {
	// Ways are tried in turn.
	Ways []Way
	// Refuse answers instead of the handler.
	Refuse func(http.ResponseWriter, *http.Request, Refusal)
	// Note keeps what was done. Nil: nothing is kept.
	Note func(context.Context, feed.Deed)
	Now  func() time.Time
}

// Guard is the handler behind the door.
func (d Door) Guard(next http.Handler) http.Handler {
	addresses, foreign := find(), http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found, _ := addresses.Handler(r)
		route, listed := found.(Route)
		r, key, misplaced := withoutToken(r, listed && route.Subscription)
		switch {
		case !listed:
			d.missing(w, r)
			return
		case route.Foreign:
			next.ServeHTTP(w, r)
			return
		}
		var who Reader
		var refusal *Refusal
		if route.Least > Anybody {
			who, refusal = d.who(r, misplaced)
			who.Key = key
		}
		if refusal == nil && !who.Token && foreign.Check(r) != nil {
			refusal = &Refusal{Status: http.StatusForbidden, Title: "That came from another site",
				Text: "Forms are only taken from Dateline's own pages."}
		}
		if refusal == nil {
			refusal = may(who, route)
		}
		if refusal != nil {
			d.refuse(w, r, who, route, *refusal)
			return
		}
		noted := &note{}
		w.Header().Add("Vary", "Cookie, Authorization")
		ended := &status{ResponseWriter: w}
		r = r.WithContext(context.WithValue(With(r.Context(), who), noteKey{}, noted))
		next.ServeHTTP(ended, r)
		if noted.text != "" || route.writes() && route.Least > Viewer {
			d.note(r, who, *noted, ended.code)
		}
	})
}

// who finds out who makes a request.
func (d Door) who(r *http.Request, misplaced bool) (Reader, *Refusal) {
	if misplaced && r.Header.Get("Authorization") == "" {
		return Reader{}, &Refusal{Status: http.StatusUnauthorized, Title: "A token does not belong into this address",
			Text: "Only subscriptions are opened by a token in their address. Programs send it as a header: Authorization: Bearer."}
	}
	for _, way := range d.Ways {
		who, known, err := way(r)
		switch {
		case errors.Is(err, ErrWrong):
			return Reader{}, &Refusal{Status: http.StatusUnauthorized, Title: "That does not open anything",
				Text: "The token does not exist, has expired or was revoked. Ask whoever runs Dateline for another."}
		case err != nil:
			return Reader{}, &Refusal{Status: http.StatusInternalServerError, Title: "This page could not be made",
				Text: "It could not be found out who you are. That has been written down.", Err: err}
		case known:
			return who, nil
		}
	}
	return Reader{}, &Refusal{Status: http.StatusUnauthorized, Title: "Who are you?",
		Text: "This is shown only to those who are known. Log in, or come with a token.", Login: true}
}

// may says why a reader may not use a route, nil if they may.
func may(who Reader, route Route) *Refusal {
	switch {
	case route.Program && !who.Token:
		return &Refusal{Status: http.StatusUnauthorized, Title: "This is for programs with a token",
			Text: "Send one as Authorization: Bearer. dateline tokens create --scope read makes it, for whoever runs Dateline."}
	case who.Token && !route.allows(who.Scopes):
		return &Refusal{Status: http.StatusForbidden, Title: "This token is not for that",
			Text: "Its scopes do not open this address. Ask whoever runs Dateline for a token with another scope."}
	case who.Role == Anybody && who.Role < route.Least:
		return &Refusal{Status: http.StatusForbidden, Title: "You may not see this",
			Text: fmt.Sprintf("You are known as %s, but none of your groups may read Dateline. "+
				"Ask whoever runs it to give one of them a role.", who.Name)}
	case who.Role < route.Least:
		return &Refusal{Status: http.StatusForbidden, Title: "You may not do this",
			Text: fmt.Sprintf("It takes the role of %s, and yours is %s. Ask whoever runs Dateline, or somebody who has that role.",
				route.Least, who.Role)}
	}
	return nil
}

// missing answers for addresses that the table does not have, and tells strangers nothing of which there are.
func (d Door) missing(w http.ResponseWriter, r *http.Request) {
	if _, refusal := d.who(r, false); refusal != nil {
		d.refuse(w, r, Reader{}, Route{Pattern: "GET "}, *refusal)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		d.Refuse(w, r, Refusal{Status: http.StatusMethodNotAllowed, Title: "That cannot be done here",
			Text: "Pages can be read; this address takes nothing else."})
		return
	}
	d.Refuse(w, r, Refusal{Status: http.StatusNotFound, Title: "There is nothing here",
		Text: "No page has this address. It may have been mistyped, or cut short where it was copied."})
}

func (d Door) refuse(w http.ResponseWriter, r *http.Request, who Reader, route Route, refusal Refusal) {
	if refusal.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="Dateline"`)
	}
	d.Refuse(w, r.WithContext(With(r.Context(), who)), refusal)
	if route.writes() && route.Least > Viewer {
		d.note(r, who, note{}, refusal.Status)
	}
}

func (d Door) note(r *http.Request, who Reader, done note, code int) {
	if d.Note == nil {
		return
	}
	if done.text == "" {
		done.text = r.Method + " " + r.URL.Path
	}
	deed := feed.Deed{At: d.Now(), By: who.Name, What: done.text, Source: done.source, Status: code}
	d.Note(context.WithoutCancel(r.Context()), deed)
}

// withoutToken takes a token out of the address. Where one may stand there it becomes the header it would otherwise be, and is
// returned as the key; else it reports that it was misplaced.
func withoutToken(r *http.Request, allowed bool) (_ *http.Request, key string, misplaced bool) {
	if r.URL.RawQuery == "" {
		return r, "", false
	}
	given, err := url.ParseQuery(r.URL.RawQuery)
	token, has := given["token"]
	if !has && err == nil {
		return r, "", false
	}
	given.Del("token")
	clean := r.Clone(r.Context())
	clean.URL.RawQuery = given.Encode()
	clean.RequestURI = clean.URL.RequestURI()
	if has && allowed && clean.Header.Get("Authorization") == "" {
		clean.Header.Set("Authorization", "Bearer "+token[0])
		return clean, token[0], false
	}
	return clean, "", has && !allowed
}

// note is what is done while a request is served, in words, and to which source.
type note struct{ text, source string }

type noteKey struct{}

// Note says in words what was done for a request, for whoever reads it later: "paused the source api". It reports false if
// what was done was not asked for by a request that came through a door.
func Note(ctx context.Context, what, source string) bool {
	n, ok := ctx.Value(noteKey{}).(*note)
	if ok {
		n.text, n.source = what, source
	}
	return ok
}

// status remembers how a request was answered.
type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int) {
	if s.code == 0 {
		s.code = code
	}
	s.ResponseWriter.WriteHeader(code)
}

func (s *status) Write(b []byte) (int, error) {
	if s.code == 0 {
		s.code = http.StatusOK
	}
	return s.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what is below.
func (s *status) Unwrap() http.ResponseWriter { return s.ResponseWriter }
