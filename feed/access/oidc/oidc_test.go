package oidc_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/access/oidc"
	"github.com/datelinehq/dateline/feed/access/oidc/oidctest"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// A site is a page behind a door at which readers log in, at a provider that runs here.
type site struct {
	t      *testing.T
	server *httptest.Server
	client *http.Client
	// who logs in where the provider asks.
	who string
	// ahead is how far the site's clock is ahead.
	ahead time.Duration
	noted []string
}

func open(t *testing.T, db *store.DB, at oidctest.Provider, change ...func(*oidc.Options)) *site {
	t.Helper()
	s := &site{t: t}
	mux := http.NewServeMux()
	s.server = httptest.NewTLSServer(nil)
	t.Cleanup(s.server.Close)
	known := at.Register(t, s.server.URL+"/login/callback", s.server.URL+"/logout")
	now := func() time.Time { return time.Now().Add(s.ahead) }
	show := func(w http.ResponseWriter, _ *http.Request, why access.Refusal) {
		w.WriteHeader(why.Status)
		fmt.Fprint(w, why.Title, why.Err, why.Next)
	}
	options := oidc.Options{
		Issuer: known.Issuer, ClientID: known.ID, ClientSecret: known.Secret, Scopes: []string{"groups"}, Sealed: true,
		PublicURL: s.server.URL, Sessions: db, Client: http.DefaultClient, Now: now, Show: show,
		Note: func(_ context.Context, by, what string) { s.noted = append(s.noted, by+" "+what) },
		Role: func(groups []string) access.Role { return access.Role(len(groups)) },
	}
	for _, c := range change {
		c(&options)
	}
	login := oidc.New(options)
	login.Register(mux)
	mux.HandleFunc("GET /asks", func(w http.ResponseWriter, r *http.Request) {
		who := access.Of(r.Context())
		fmt.Fprint(w, who.Name, " as ", who.Person, ", ", who.Role, " of ", who.Groups, r.URL.RawQuery)
	})
	s.server.Config.Handler = access.Door{Ways: []access.Way{login.Way}, Refuse: show, Now: now}.Guard(mux)
	s.as("")
	return s
}

// as has somebody sit down at a browser of their own.
func (s *site) as(who string) {
	s.t.Helper()
	s.who, s.client = who, s.browser()
}

// browser is one without cookies.
func (s *site) browser() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &http.Client{Transport: s.server.Client().Transport, Jar: jar}
}

// send makes a request as a browser does: it is redirected, refreshed, and fills the forms of the provider.
func (s *site) send(method, address string) (int, string) {
	s.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = s.server.URL + address
	}
	return s.follow(s.client, method, address, url.Values{})
}

func (s *site) follow(browser *http.Client, method, address string, form url.Values) (int, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := browser.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	at := resp.Request.URL
	if _, next, refreshed := strings.Cut(resp.Header.Get("Refresh"), "0; url="); refreshed {
		return s.follow(browser, http.MethodGet, next, nil)
	}
	switch {
	case strings.HasPrefix(at.Path, "/interaction/") && method == http.MethodGet:
		return s.follow(browser, http.MethodPost, at.String(), url.Values{"who": {s.who}})
	case at.Path == "/session/end":
		found := confirmation.FindSubmatch(text)
		if found == nil {
			s.t.Fatalf("the provider does not ask whether to log out: %s", text)
		}
		return s.follow(browser, http.MethodPost, string(found[1]), url.Values{"xsrf": {string(found[2])}, "logout": {"yes"}})
	}
	return resp.StatusCode, string(text)
}

// confirmation is the form in which the provider asks whether somebody wants to log out.
var confirmation = regexp.MustCompile(`action="([^"]+)".*name="xsrf" value="([^"]+)"`)

func (s *site) want(what string, method, address string, status int, text string) {
	s.t.Helper()
	if got, said := s.send(method, address); got != status || !strings.Contains(said, text) {
		s.t.Errorf("%s: %d %s, want %d %s", what, got, said, status, text)
	}
}

// Somebody logs in, comes back to where they were, is known until they log out, or are away for too long.
func TestLogin(t *testing.T) {
	for _, at := range []oidctest.Provider{{}, {Terse: true}} {
		storetest.Each(t, func(t *testing.T, db *store.DB) {
			s := open(t, db, at)
			s.want("a stranger", http.MethodGet, "/asks", http.StatusUnauthorized, "Who are you?")
			s.as("ana")
			const known = "ana@example.com as ana, lead of [core leads]"
			s.want("logging in", http.MethodGet, "/login?back="+url.QueryEscape("/asks?kind=review"), http.StatusOK, known+"kind=review")
			s.want("from now on", http.MethodGet, "/asks", http.StatusOK, known)
			s.ahead = 7*time.Hour + 50*time.Minute
			s.want("before eight hours", http.MethodGet, "/asks", http.StatusOK, known)
			s.want("logging out", http.MethodPost, "/logout", http.StatusOK, "You have logged out")
			s.want("afterwards", http.MethodGet, "/asks", http.StatusUnauthorized, "Who are you?")
			s.ahead = 0
			s.want("logging in again", http.MethodGet, "/login", http.StatusNotFound, "not found")
			s.want("again", http.MethodGet, "/asks", http.StatusOK, known)
			s.ahead = 8*time.Hour + time.Minute
			s.want("after eight idle hours", http.MethodGet, "/asks", http.StatusUnauthorized, "Who are you?")
			const noted = "ana@example.com logged in, ana@example.com logged out, ana@example.com logged in"
			if got := strings.Join(s.noted, ", "); got != noted {
				t.Errorf("noted %s, want %s", got, noted)
			}
		})
	}
}

// Whoever logs out is logged out at the provider too: it asks again who somebody is, where it did not before.
func TestLogoutAtTheProvider(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db, oidctest.Provider{})
		s.as("ana")
		s.want("logging in", http.MethodGet, "/login?back=/asks", http.StatusOK, "ana@example.com")
		s.who = "eve"
		s.want("logging in again", http.MethodGet, "/login?back=/asks", http.StatusOK, "ana@example.com")
		s.want("logging out", http.MethodPost, "/logout", http.StatusOK, "You have logged out")
		s.want("logging in as somebody else", http.MethodGet, "/login?back=/asks", http.StatusOK, "eve@example.com")
		s.want("logging out", http.MethodPost, "/logout", http.StatusOK, "You have logged out")
		s.want("logging out once more", http.MethodPost, "/logout", http.StatusOK, "You have logged out")
		s.who = "nobody"
		s.want("refused", http.MethodGet, "/login?back=/asks", http.StatusForbidden, "The login was refused")
	})
}

// less is what a provider answers, without something that it would say of itself.
type less string

func (l less) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil || !strings.HasSuffix(r.URL.Path, "/openid-configuration") {
		return resp, err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(strings.NewReader(strings.ReplaceAll(string(text), string(l), "x_"+string(l))))
	resp.ContentLength = -1
	return resp, err
}

// The session here ends whatever the provider offers, and without an ID token it is told who asks.
func TestLogoutAnyway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for name, c := range map[string]struct {
			change func(*oidc.Options)
			then   string // who is known when somebody else logs in at the same browser
		}{
			"no such place":      {func(o *oidc.Options) { o.Client = &http.Client{Transport: less("end_session_endpoint")} }, "ana@example.com"},
			"no ID token kept":   {func(o *oidc.Options) { o.Sealed = false }, "eve@example.com"},
			"a slash at the end": {func(o *oidc.Options) { o.PublicURL += "/" }, "eve@example.com"},
		} {
			s := open(t, db, oidctest.Provider{}, c.change)
			s.as("ana")
			s.want(name, http.MethodGet, "/login?back=/asks", http.StatusOK, "ana@example.com")
			s.want(name+", logging out", http.MethodPost, "/logout", http.StatusOK, "You have logged out")
			s.want(name+", afterwards", http.MethodGet, "/asks", http.StatusUnauthorized, "Who are you?")
			s.who = "eve"
			s.want(name+", somebody else", http.MethodGet, "/login?back=/asks", http.StatusOK, c.then)
		}
	})
}

// However often it is used, a session ends seven days after it began.
func TestSevenDays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db, oidctest.Provider{})
		s.ahead = time.Hour - 7*24*time.Hour
		s.as("ana")
		s.want("logging in almost seven days ago", http.MethodGet, "/login?back=/asks", http.StatusOK, "ana@example.com")
		for _, s.ahead = range []time.Duration{-165 * time.Hour, -159 * time.Hour} {
			s.want("on the first day", http.MethodGet, "/asks", http.StatusOK, "ana@example.com")
		}
		for s.ahead = -152 * time.Hour; s.ahead < 0; s.ahead += 7 * time.Hour {
			s.want("on the days between", http.MethodGet, "/asks", http.StatusOK, "ana@example.com")
		}
		s.ahead = 50 * time.Minute
		s.want("shortly before", http.MethodGet, "/asks", http.StatusOK, "ana@example.com")
		s.ahead = 70 * time.Minute
		s.want("after seven days", http.MethodGet, "/asks", http.StatusUnauthorized, "Who are you?")
	})
}

// An address that nobody verified is nobody's name, and of somebody without groups nothing follows.
func TestUnverified(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db, oidctest.Provider{Terse: true})
		s.as("jon")
		s.want("logging in", http.MethodGet, "/login?back=/asks", http.StatusForbidden, "You may not see this")
		s.as("june")
		s.want("in a group", http.MethodGet, "/login?back=/asks", http.StatusOK, "sub:june as june, viewer")
	})
}

// The cookie is one that browsers keep to themselves, and each login has another.
func TestCookie(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db, oidctest.Provider{})
		seen := map[string]bool{}
		for range 2 {
			s.as("ana")
			var set []*http.Cookie
			s.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
				if from := r.Response.Request.URL; from.Scheme == "https" {
					set = append(set, r.Response.Cookies()...)
				}
				return nil
			}
			s.want("logging in", http.MethodGet, "/login?back=/asks", http.StatusOK, "ana@example.com")
			for _, c := range set {
				if !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode ||
					!strings.HasPrefix(c.Name, "__Host-dateline") {
					t.Errorf("a cookie is set as %s", c)
				}
				if c.Name == "__Host-dateline" {
					if _, found, err := db.Session(t.Context(), c.Value, time.Now()); found || err != nil || seen[c.Value] {
						t.Errorf("the store has the name of the session itself, or it is an old one: %v", err)
					}
					seen[c.Value] = true
				}
			}
		}
		if len(seen) != 2 {
			t.Errorf("%d sessions for two logins", len(seen))
		}
	})
}

// What comes back from the provider counts only in the browser that was sent there, once, and if nobody has changed it.
func TestHostileCallbacks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for _, c := range []struct {
			name   string
			change func(s *site, at url.Values)
			status int
			text   string
		}{
			{"another state", func(_ *site, at url.Values) { at.Set("state", "other") }, http.StatusBadRequest, "That login was not begun here"},
			{"another browser", func(s *site, _ url.Values) { s.client.Jar = s.browser().Jar }, http.StatusBadRequest, "That login was not begun here"},
			{"no code", func(_ *site, at url.Values) { at.Del("code") }, http.StatusForbidden, "The login was refused"},
			{"an error", func(_ *site, at url.Values) { at.Set("error", "access_denied") }, http.StatusForbidden, "The login was refused"},
			{"a made-up code", func(_ *site, at url.Values) { at.Set("code", "made-up") }, http.StatusInternalServerError, "trading a code: the provider answers 4"},
			{"of somebody else's login", func(s *site, at url.Values) {
				other := s.begin(s.browser())
				at.Set("code", other.Get("code"))
			}, http.StatusInternalServerError, "trading a code: the provider answers 4"}, // PKCE
		} {
			s := open(t, db, oidctest.Provider{})
			at := s.begin(s.client)
			c.change(s, at)
			s.want(c.name, http.MethodGet, "/login/callback?"+at.Encode(), c.status, c.text)
			s.want(c.name+", afterwards", http.MethodGet, "/asks", http.StatusUnauthorized, "Who are you?")
		}
		s := open(t, db, oidctest.Provider{})
		s.as("ana")
		s.want("to somebody else's page", http.MethodGet, "/login?back=//evil.example/", http.StatusNotFound, "not found")
	})
}

// begin goes as far as the provider has said who somebody is, and returns what it sends the browser back with.
func (s *site) begin(browser *http.Client) url.Values {
	s.t.Helper()
	s.who = "ana"
	var at url.Values
	stopped := *browser
	stopped.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == "/login/callback" {
			at = r.URL.Query()
			return http.ErrUseLastResponse
		}
		return nil
	}
	s.follow(&stopped, http.MethodGet, s.server.URL+"/login", nil)
	if at.Get("code") == "" {
		s.t.Fatalf("the provider sent back %v", at)
	}
	return at
}
