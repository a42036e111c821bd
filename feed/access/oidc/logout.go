package oidc

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/datelinehq/dateline/feed/access"
)

// loggedOutPath is where browsers come to when they are logged out, here and at the provider.
const loggedOutPath = "/logout"

// logout ends the session here, whatever becomes of it at the provider, and has the browser go on there if the provider
// offers that. It goes by itself: a form of ours leads to no other site, also not by being redirected.
func (l *Login) logout(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Path: "/", MaxAge: -1, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	_, who, found, err := l.session(r)
	if err == nil {
		err = l.end(r)
	}
	if err != nil {
		l.fail(w, r, err)
		return
	}
	if !found {
		http.Redirect(w, r, loggedOutPath, http.StatusSeeOther)
		return
	}
	l.Note(r.Context(), who.Name, "logged out")
	next := l.leaving(r.Context(), who)
	if next == "" {
		http.Redirect(w, r, loggedOutPath, http.StatusSeeOther)
		return
	}
	w.Header().Set("Refresh", "0; url="+next)
	l.Show(w, r, access.Refusal{Status: http.StatusOK, Title: "You have logged out here",
		Text: "This browser is not known here any more. Where you logged in you are asked next.", Next: next})
}

func (l *Login) loggedOut(w http.ResponseWriter, r *http.Request) {
	text := "This browser is not known here any more."
	if l.endSession() == "" {
		text += " Where you logged in you may still be."
	}
	l.Show(w, r, access.Refusal{Status: http.StatusOK, Title: "You have logged out", Text: text, Login: true})
}

// leaving is the address at which somebody logs out at the provider, as OpenID Connect RP-Initiated Logout 1.0 has it. It is
// empty where the provider offers none, or is away.
func (l *Login) leaving(ctx context.Context, who loggedIn) string {
	if _, _, err := l.config(ctx); err != nil {
		return ""
	}
	at, err := url.Parse(l.endSession())
	if err != nil || at.Host == "" {
		return ""
	}
	query := at.Query()
	query.Set("client_id", l.ClientID)
	query.Set("post_logout_redirect_uri", strings.TrimSuffix(l.PublicURL, "/")+loggedOutPath)
	if who.Hint != "" {
		query.Set("id_token_hint", who.Hint)
	}
	at.RawQuery = query.Encode()
	return at.String()
}

// endSession is the address at which the provider logs people out, as far as it has told one that browsers may be sent to.
func (l *Login) endSession() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var told struct {
		At string `json:"end_session_endpoint"`
	}
	if l.provider == nil || l.provider.Claims(&told) != nil {
		return ""
	}
	if !strings.HasPrefix(told.At, "https://") && !strings.HasPrefix(l.Issuer, "http://") {
		return ""
	}
	return told.At
}
