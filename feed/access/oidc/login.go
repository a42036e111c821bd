package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/datelinehq/dateline/feed/access"
)

const (
	// callback is the path that the provider sends browsers back to.
	callback = "/login/callback"
	// attemptName is the cookie of somebody who is about to log in, attemptFor how long they may take, in seconds.
	attemptName, attemptFor = "__Host-dateline-login", 600
	// maxGroups is how many groups of somebody are remembered.
	maxGroups = 500
	// maxHint is how long an ID token may be that is kept: it is to fit into an address.
	maxHint = 4000
	// maxBack is how long the address may be that is come back to: a cookie holds it.
	maxBack = 1500
)

// Options are what logging in needs. All but GroupsClaim, Scopes, Sealed and Note must be set.
type Options struct {
	Issuer, ClientID, ClientSecret string
	// GroupsClaim is the claim that lists groups; without one it is groups. Scopes are asked for besides openid, email and
	// profile.
	GroupsClaim string
	Scopes      []string
	// PublicURL is where browsers reach us.
	PublicURL string
	// Role says what somebody of these groups may do.
	Role     func(groups []string) access.Role
	Sessions Store
	// Sealed says that nobody reads in the store what it keeps: then ID tokens are kept with sessions, to log out with.
	Sealed bool
	Client *http.Client
	Now    func() time.Time
	// Note is told who logged in and out. Nil: nobody is.
	Note func(ctx context.Context, by, what string)
	// Show shows a page with a title and a sentence; the reader may want to log in again.
	Show func(http.ResponseWriter, *http.Request, access.Refusal)
}

// A Login is where readers log in.
type Login struct {
	Options
	sessions *scs.SessionManager

	mu       sync.Mutex
	provider *oidc.Provider
}

// New asks nobody yet.
func New(o Options) *Login {
	if o.GroupsClaim == "" {
		o.GroupsClaim = "groups"
	}
	if o.Note == nil {
		o.Note = func(context.Context, string, string) {}
	}
	return &Login{Options: o, sessions: sessions(o.Sessions, o.Now)}
}

// Register serves /login, /login/callback and /logout.
func (l *Login) Register(mux *http.ServeMux) {
	for pattern, do := range map[string]http.HandlerFunc{
		"GET /login": l.login, "GET " + callback: l.back, "POST /logout": l.logout, "GET /logout": l.loggedOut,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "no-store")
			w.Header().Set("Referrer-Policy", "no-referrer") // the code stands in the address
			do(w, r)
		})
	}
}

// An attempt is what waits in the browser while somebody logs in.
type attempt struct{ State, Nonce, Verifier, Back string }

func (l *Login) login(w http.ResponseWriter, r *http.Request) {
	config, _, err := l.config(r.Context())
	if err != nil {
		l.fail(w, r, err)
		return
	}
	a := attempt{rand.Text(), rand.Text(), oauth2.GenerateVerifier(), r.URL.Query().Get("back")}
	if len(a.Back) > maxBack {
		a.Back = "/"
	}
	text, err := json.Marshal(a)
	if err != nil {
		l.fail(w, r, err)
		return
	}
	setAttempt(w, base64.RawURLEncoding.EncodeToString(text), attemptFor)
	at := config.AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier))
	http.Redirect(w, r, at, http.StatusSeeOther)
}

func (l *Login) back(w http.ResponseWriter, r *http.Request) {
	a, ok := attemptOf(r)
	setAttempt(w, "", -1)
	given := r.URL.Query()
	if !ok || subtle.ConstantTimeCompare([]byte(given.Get("state")), []byte(a.State)) != 1 {
		l.Show(w, r, access.Refusal{Status: http.StatusBadRequest, Title: "That login was not begun here",
			Text: "It took more than ten minutes, or was begun in another browser. Log in again.", Login: true})
		return
	}
	if given.Get("error") != "" || given.Get("code") == "" {
		l.Show(w, r, access.Refusal{Status: http.StatusForbidden, Title: "The login was refused",
			Text: "Where you log in said no. Log in again, or ask whoever runs it.", Login: true})
		return
	}
	who, err := l.trade(r.Context(), given.Get("code"), a)
	if err == nil {
		err = l.begin(w, r, who)
	}
	if err != nil {
		l.fail(w, r, err)
		return
	}
	l.Note(r.Context(), who.Name, "logged in")
	http.Redirect(w, r, ours(a.Back), http.StatusSeeOther)
}

// trade makes of a code who somebody is.
func (l *Login) trade(ctx context.Context, code string, a attempt) (loggedIn, error) {
	config, provider, err := l.config(ctx)
	if err != nil {
		return loggedIn{}, err
	}
	ctx = oidc.ClientContext(ctx, l.Client)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return loggedIn{}, fmt.Errorf("trading a code: %w", withoutBody(err))
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return loggedIn{}, errors.New("trading a code: the provider sent no ID token")
	}
	id, err := provider.VerifierContext(ctx, &oidc.Config{ClientID: l.ClientID, Now: l.Now}).Verify(ctx, raw)
	if err != nil {
		return loggedIn{}, fmt.Errorf("checking an ID token: %w", err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(a.Nonce)) != 1 {
		return loggedIn{}, errors.New("checking an ID token: it is for another login")
	}
	var claims map[string]any
	if err := id.Claims(&claims); err != nil {
		return loggedIn{}, fmt.Errorf("reading an ID token: %w", err)
	}
	if _, told := claims[l.GroupsClaim]; !told && provider.UserInfoEndpoint() != "" {
		if err := more(ctx, provider, token, id.Subject, claims); err != nil {
			return loggedIn{}, err
		}
	}
	who := l.told(id.Subject, claims)
	if l.Sealed && len(raw) <= maxHint {
		who.Hint = raw
	}
	return who, nil
}

// more adds what the provider tells of somebody besides the ID token.
func more(ctx context.Context, provider *oidc.Provider, token *oauth2.Token, subject string, claims map[string]any) error {
	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return fmt.Errorf("asking who logged in: %w", err)
	}
	if info.Subject != subject {
		return errors.New("asking who logged in: the provider tells of somebody else")
	}
	var also map[string]any
	if err := info.Claims(&also); err != nil {
		return fmt.Errorf("asking who logged in: %w", err)
	}
	for name, value := range also {
		if _, told := claims[name]; !told {
			claims[name] = value
		}
	}
	return nil
}

// told is who claims are of.
func (l *Login) told(subject string, claims map[string]any) loggedIn {
	text := func(name string) string { s, _ := claims[name].(string); return strings.TrimSpace(s) }
	who := loggedIn{Name: "sub:" + subject, Person: text("name")}
	if verified, _ := claims["email_verified"].(bool); verified && text("email") != "" {
		who.Name = strings.ToLower(text("email"))
	}
	if who.Person == "" {
		who.Person = text("preferred_username")
	}
	switch groups := claims[l.GroupsClaim].(type) {
	case string:
		who.Groups = []string{groups}
	case []any:
		for _, g := range groups[:min(len(groups), maxGroups)] {
			if name, ok := g.(string); ok && name != "" {
				who.Groups = append(who.Groups, name)
			}
		}
	}
	return who
}

// fail says that logging in does not work just now.
func (l *Login) fail(w http.ResponseWriter, r *http.Request, err error) {
	l.Show(w, r, access.Refusal{Status: http.StatusInternalServerError, Title: "Nobody can log in now",
		Text: "Try again in a minute. Why it does not work has been written down.", Err: err})
}

// config is how the provider is talked to. It is asked for its addresses until it has told them once.
func (l *Login) config(ctx context.Context) (*oauth2.Config, *oidc.Provider, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.provider == nil {
		// Its keys are fetched with this context too, again and again.
		p, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), l.Client), l.Issuer)
		if err != nil {
			return nil, nil, fmt.Errorf("asking the provider for its addresses: %w", err)
		}
		l.provider = p
	}
	return &oauth2.Config{
		ClientID: l.ClientID, ClientSecret: l.ClientSecret, Endpoint: l.provider.Endpoint(),
		RedirectURL: strings.TrimSuffix(l.PublicURL, "/") + callback,
		Scopes:      append([]string{oidc.ScopeOpenID, "email", "profile"}, l.Scopes...),
	}, l.provider, nil
}

// withoutBody leaves out of an error what the provider answered, which may repeat what it was sent.
func withoutBody(err error) error {
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		return fmt.Errorf("the provider answers %s %s", refused.Response.Status, refused.ErrorCode)
	}
	return err
}

func setAttempt(w http.ResponseWriter, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: attemptName, Value: value, Path: "/", MaxAge: age, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func attemptOf(r *http.Request) (a attempt, ok bool) {
	c, err := r.Cookie(attemptName)
	if err != nil {
		return a, false
	}
	text, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || json.Unmarshal(text, &a) != nil {
		return a, false
	}
	return a, a.State != "" && a.Nonce != "" && a.Verifier != ""
}

// ours is the address of one of our pages, and of the feed where it is anything else.
func ours(address string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	return address
}
