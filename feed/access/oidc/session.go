package oidc

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/datelinehq/dateline/feed/access"
)

const (
	// cookieName is the cookie of a session; its beginning has browsers refuse it from elsewhere.
	cookieName = "__Host-dateline"
	// idle is how long a session lasts unused, lifetime how long at all.
	idle, lifetime = 8 * time.Hour, 7 * 24 * time.Hour
	// fresh is for how long it is not written down again that a session was used.
	fresh = 5 * time.Minute
	// whoKey is what is kept in a session.
	whoKey = "who"
)

// A Store keeps sessions.
type Store interface {
	// Session returns what is kept under a name, if that has not ended by now.
	Session(ctx context.Context, name string, now time.Time) (data []byte, found bool, err error)
	// PutSession keeps a session until it ends.
	PutSession(ctx context.Context, name string, data []byte, ends, now time.Time) error
	// DropSession forgets a session.
	DropSession(ctx context.Context, name string) error
}

// loggedIn is what is remembered of somebody who logged in.
type loggedIn struct {
	Name, Person string
	Groups       []string
	// Hint is the ID token, by which the provider knows whom it is to log out.
	Hint string `json:",omitempty"`
	// Used is when the session was last written down as used.
	Used time.Time
}

// sessions are those of a store.
func sessions(keep Store, now func() time.Time) *scs.SessionManager {
	m := scs.New()
	m.Store = keeper{keep, now}
	m.Lifetime, m.IdleTimeout, m.HashTokenInStore = lifetime, idle, true
	m.Cookie.Name, m.Cookie.Secure, m.Cookie.Persist = cookieName, true, false
	m.Cookie.SameSite, m.Cookie.HttpOnly, m.Cookie.Path = http.SameSiteLaxMode, true, "/"
	return m
}

// Way knows readers by their sessions.
func (l *Login) Way(r *http.Request) (access.Reader, bool, error) {
	ctx, who, found, err := l.session(r)
	if err != nil || !found {
		return access.Reader{}, false, err
	}
	if now := l.Now(); now.Sub(who.Used) >= fresh {
		if who.Used = now; l.put(ctx, who) == nil {
			_, _, err = l.sessions.Commit(ctx)
		}
	}
	return access.Reader{
		Name: who.Name, Person: who.Person, Groups: who.Groups, Role: l.Role(who.Groups), Leaves: true,
	}, err == nil, err
}

// session is that of a request, if there is one.
func (l *Login) session(r *http.Request) (ctx context.Context, who loggedIn, found bool, err error) {
	c, err := r.Cookie(cookieName)
	if err != nil || c.Value == "" {
		return r.Context(), who, false, nil
	}
	if ctx, err = l.sessions.Load(r.Context(), c.Value); err != nil {
		return r.Context(), who, false, fmt.Errorf("reading a session: %w", err)
	}
	kept := l.sessions.GetBytes(ctx, whoKey)
	if kept == nil {
		return ctx, who, false, nil
	}
	err = json.Unmarshal(kept, &who)
	return ctx, who, err == nil && who.Name != "", err
}

// put keeps who a session is of.
func (l *Login) put(ctx context.Context, who loggedIn) error {
	kept, err := json.Marshal(who)
	if err == nil {
		l.sessions.Put(ctx, whoKey, kept)
	}
	return err
}

// begin begins a session.
func (l *Login) begin(w http.ResponseWriter, r *http.Request, who loggedIn) error {
	if err := l.end(r); err != nil {
		return err
	}
	ctx, err := l.sessions.Load(r.Context(), "")
	if err != nil {
		return fmt.Errorf("beginning a session: %w", err)
	}
	who.Used = l.Now()
	l.sessions.SetDeadline(ctx, who.Used.Add(lifetime))
	if err := l.put(ctx, who); err != nil {
		return fmt.Errorf("beginning a session: %w", err)
	}
	name, ends, err := l.sessions.Commit(ctx)
	if err != nil {
		return fmt.Errorf("beginning a session: %w", err)
	}
	l.sessions.WriteSessionCookie(ctx, w, name, ends)
	return nil
}

// end ends the session of a request, if there is one.
func (l *Login) end(r *http.Request) error {
	c, err := r.Cookie(cookieName)
	if err != nil || c.Value == "" {
		return nil
	}
	ctx, err := l.sessions.Load(r.Context(), c.Value)
	if err == nil {
		err = l.sessions.Destroy(ctx)
	}
	if err != nil {
		return fmt.Errorf("ending a session: %w", err)
	}
	return nil
}

// keeper is a Store as the sessions know it. It is only called with a context.
type keeper struct {
	Store
	now func() time.Time
}

func (k keeper) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return k.Session(ctx, token, k.now())
}

func (k keeper) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	return k.PutSession(ctx, token, b, expiry, k.now())
}

func (k keeper) DeleteCtx(ctx context.Context, token string) error { return k.DropSession(ctx, token) }

func (k keeper) Find(token string) ([]byte, bool, error) {
	return k.FindCtx(context.Background(), token)
}

func (k keeper) Commit(token string, b []byte, expiry time.Time) error {
	return k.CommitCtx(context.Background(), token, b, expiry)
}

func (k keeper) Delete(token string) error { return k.DeleteCtx(context.Background(), token) }
