package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/access/oidc"
)

// reachable refuses to serve where others can reach what nobody is kept from. The address may have come from the
// command line.
func (h *host) reachable() error {
	if h.config.Access != nil {
		return nil
	}
	if err := config.Reachable(h.config.Listen); err != nil {
		return fmt.Errorf("serving the feed: %w", err)
	}
	return nil
}

// guarded is a house with a door before it.
func (h *host) guarded(ctx context.Context, served *house, public string) (http.Handler, error) {
	ways, login, err := h.ways(ctx, served, public)
	if err != nil {
		return nil, err
	}
	door := access.Door{
		Ways: ways,
		Note: h.note,
		Now:  h.now,
		Refuse: func(w http.ResponseWriter, r *http.Request, why access.Refusal) {
			if r.URL.Path == "/mcp" || r.URL.Path == "/api" || strings.HasPrefix(r.URL.Path, "/api/") {
				served.programs.Refuse(w, r, why)
				return
			}
			at := login
			if at != "" && r.Method == http.MethodGet {
				at += "?" + url.Values{"back": {r.URL.RequestURI()}}.Encode()
			}
			served.pages.Refuse(w, r, why, at)
		},
	}
	return door.Guard(served.mux), nil
}

// ways are how it is found out who comes, and the address where people log in; empty where they cannot.
func (h *host) ways(ctx context.Context, served *house, public string) (ways []access.Way, login string, err error) {
	ways = []access.Way{access.ByToken(h.db.Token, h.now)}
	a := h.config.Access
	switch {
	case a == nil: // on this machine only, whose files are not kept from anybody who comes
		return append(ways, access.ByNothing(access.Local())), "", nil
	case a.Open:
		h.log.WarnContext(ctx, "nobody is asked who they are, for access is open: whoever reaches the address may do everything",
			"listen", h.config.Listen)
		return append(ways, access.ByNothing(access.Reader{Role: access.Admin})), "", nil
	}
	if a.Header.User != "" {
		ways = append(ways, access.ByHeader(access.Header{
			User: a.Header.User, Groups: a.Header.Groups, From: a.Header.From, Role: a.Role,
		}))
	}
	if a.OIDC.Issuer != "" {
		l := h.login(served, public)
		l.Register(served.mux)
		ways, login = append(ways, l.Way), "/login"
	}
	return ways, login, nil
}

// loginWithin is how long the provider is waited for that readers log in at.
const loginWithin = 15 * time.Second

// login is where readers log in.
func (h *host) login(served *house, public string) *oidc.Login {
	a := h.config.Access
	return oidc.New(oidc.Options{
		Issuer: a.OIDC.Issuer, ClientID: a.OIDC.ClientID, ClientSecret: string(a.OIDC.ClientSecret),
		GroupsClaim: a.OIDC.GroupsClaim, Scopes: a.OIDC.Scopes,
		PublicURL: public, Role: a.Role, Sessions: h.db, Sealed: h.db.Guarded(),
		Client: &http.Client{Timeout: loginWithin}, Now: h.now,
		Note: func(ctx context.Context, by, what string) { h.note(ctx, feed.Deed{At: h.now(), By: by, What: what}) },
		Show: func(w http.ResponseWriter, r *http.Request, why access.Refusal) {
			served.pages.Refuse(w, r, why, "/login")
		},
	})
}

// did keeps what was done: for a request its door does that, and knows by whom; for a command it was the operator.
func (h *host) did(ctx context.Context, what, source string) {
	if !access.Note(ctx, what, source) {
		h.note(ctx, feed.Deed{At: h.now(), By: operator(), What: what, Source: source})
	}
}

// note keeps what somebody did. That it cannot be kept undoes nothing.
func (h *host) note(ctx context.Context, d feed.Deed) {
	if err := h.db.Note(ctx, d); err != nil {
		h.log.WarnContext(ctx, "what was done could not be written down", "what", d.What, "by", d.By, "reason", err.Error())
	}
}
