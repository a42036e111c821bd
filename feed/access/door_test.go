package access_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
)

var now = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

// request asks for a route: what is in braces has a name.
func request(t *testing.T, pattern string) *http.Request {
	t.Helper()
	method, path, found := strings.Cut(pattern, " ")
	if !found {
		method, path = http.MethodPost, pattern
	}
	path = strings.NewReplacer("{$}", "", "{", "", "}", "").Replace(path)
	return httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody)
}

// house is a handler behind a door. It tells what went through and who was refused.
type house struct {
	access.Door
	through int
	seen    *http.Request
	refused access.Refusal
	noted   []feed.Deed
}

func (h *house) open(ways ...access.Way) http.Handler {
	h.Door = access.Door{
		Ways: ways, Now: func() time.Time { return now },
		Note: func(_ context.Context, d feed.Deed) { h.noted = append(h.noted, d) },
		Refuse: func(w http.ResponseWriter, _ *http.Request, why access.Refusal) {
			h.refused = why
			w.WriteHeader(why.Status)
		},
	}
	return h.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.through, h.seen = h.through+1, r
		w.WriteHeader(http.StatusNoContent)
	}))
}

func serve(h http.Handler, r *http.Request) int {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}

// Every route lets through whoever has its role or a higher one, and nobody else.
func TestRoles(t *testing.T) {
	for _, route := range access.Routes() {
		for role := access.Anybody; role <= access.Admin; role++ {
			h := &house{}
			got := serve(h.open(access.ByNothing(access.Reader{Name: "ana@example.com", Role: role})), request(t, route.Pattern))
			want := http.StatusNoContent
			switch {
			case route.Program:
				want = http.StatusUnauthorized
			case role < route.Least:
				want = http.StatusForbidden
			}
			if got != want {
				t.Errorf("%s as %s: answered %d, want %d", route.Pattern, role, got, want)
			}
		}
		h := &house{}
		if got := serve(h.open(), request(t, route.Pattern)); (got == http.StatusUnauthorized) != (route.Least > access.Anybody) {
			t.Errorf("%s by a stranger: answered %d", route.Pattern, got)
		}
	}
}

// A token opens what its scopes are for, however high its role.
func TestScopes(t *testing.T) {
	for _, route := range access.Routes() {
		if route.Least == access.Anybody {
			continue
		}
		for _, scope := range access.Scopes() {
			var want bool
			switch reads := route.Reads || strings.HasPrefix(route.Pattern, "GET "); scope {
			case access.ScopeFeed:
				want = route.Subscription
			case access.ScopeRead:
				want = reads
			case access.ScopeWrite:
				want = !reads
			}
			h := &house{}
			got := serve(h.open(access.ByNothing(access.Reader{Role: access.Admin, Token: true, Scopes: []access.Scope{scope}})), request(t, route.Pattern))
			if (got == http.StatusNoContent) != want {
				t.Errorf("%s with the scope %s: answered %d", route.Pattern, scope, got)
			}
		}
	}
}

// What the table does not have is refused to everybody; strangers do not learn that it is missing.
func TestUnlisted(t *testing.T) {
	for _, c := range []struct {
		method, path string
		known        bool
		want         int
	}{
		{http.MethodGet, "/secrets", true, http.StatusNotFound},
		{http.MethodGet, "/secrets", false, http.StatusUnauthorized},
		{http.MethodPost, "/reports", true, http.StatusMethodNotAllowed},
		{http.MethodGet, "//asks", true, http.StatusNotFound},
		{http.MethodGet, "/api/v2/events", true, http.StatusNotFound},
	} {
		h := &house{}
		var ways []access.Way
		if c.known {
			ways = append(ways, access.ByNothing(access.Local()))
		}
		got := serve(h.open(ways...), httptest.NewRequestWithContext(t.Context(), c.method, "http://dateline.example"+c.path, http.NoBody))
		if got != c.want || h.through > 0 {
			t.Errorf("%s %s: answered %d, want %d; %d let through", c.method, c.path, got, c.want, h.through)
		}
	}
}

func TestTokens(t *testing.T) {
	text, id, hash := access.NewToken()
	kept := feed.Token{ID: id, Hash: hash, Name: "reader", Role: "viewer", Scopes: []string{"feed"}}
	expired, revoked := kept, kept
	expired.Expires, revoked.Revoked = now, now.Add(-time.Hour)
	const feedAddress = "/feed.atom?kind=decision"
	for _, c := range []struct {
		name, address, header string
		kept                  feed.Token
		want                  int
	}{
		{"in the header", feedAddress, "Bearer " + text, kept, http.StatusNoContent},
		{"in the address of a subscription", feedAddress + "&token=" + text, "", kept, http.StatusNoContent},
		{"in another address", "/asks?token=" + text, "", kept, http.StatusUnauthorized},
		{"in an address that hides it", "/asks?%74oken=" + text, "", kept, http.StatusUnauthorized},
		{"a wrong one", feedAddress, "Bearer dl_" + strings.Repeat("a", 52), kept, http.StatusUnauthorized},
		{"another scheme", feedAddress, "Basic " + text, kept, http.StatusUnauthorized},
		{"for something else", "/api/v1/events", "Bearer " + text, kept, http.StatusForbidden},
		{"expired", feedAddress, "Bearer " + text, expired, http.StatusUnauthorized},
		{"revoked", feedAddress, "Bearer " + text, revoked, http.StatusUnauthorized},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := &house{}
			door := h.open(access.ByToken(func(_ context.Context, h string) (feed.Token, bool, error) {
				return c.kept, h == c.kept.Hash, nil
			}, func() time.Time { return now }))
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, c.address, http.NoBody)
			if c.header != "" {
				r.Header.Set("Authorization", c.header)
			}
			if got := serve(door, r); got != c.want {
				t.Errorf("answered %d, want %d: %s", got, c.want, h.refused.Title)
			}
			if h.seen != nil {
				if said := h.seen.URL.String() + h.seen.RequestURI; strings.Contains(said, text) || !strings.Contains(said, "kind=decision") {
					t.Errorf("behind the door the address is %s", said)
				}
				if key := access.Of(h.seen.Context()).Key; (key == text) != (c.header == "") {
					t.Errorf("what leads on has the key %q", key)
				}
			}
			if strings.Contains(fmt.Sprint(h.refused, h.noted), text) {
				t.Errorf("the refusal tells the token: %+v", h.refused)
			}
		})
	}
}

// What a proxy says counts only if it comes from there, and only once.
func TestHeader(t *testing.T) {
	way := access.ByHeader(access.Header{
		User: "X-Forwarded-User", Groups: "X-Forwarded-Groups", From: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
		Role: func(groups []string) access.Role { return access.Role(len(groups)) },
	})
	for _, c := range []struct {
		name, from string
		headers    []string
		want       string
	}{
		{"the proxy", "10.1.2.3:4000", []string{"X-Forwarded-User", "ana", "X-Forwarded-Groups", "core, ops,"}, "ana lead [core ops]"},
		{"the proxy in IPv6's form", "[::ffff:10.1.2.3]:4000", []string{"X-Forwarded-User", "ana"}, "ana anybody []"},
		{"somebody else", "192.0.2.1:4000", []string{"X-Forwarded-User", "ana"}, "unknown"},
		{"nobody logged in", "10.1.2.3:4000", nil, "unknown"},
		{"two users", "10.1.2.3:4000", []string{"X-Forwarded-User", "ana", "X-Forwarded-User", "root"}, "what was given does not hold"},
		{"groups twice", "10.1.2.3:4000", []string{
			"X-Forwarded-User", "ana", "X-Forwarded-Groups", "core", "X-Forwarded-Groups", "admins",
		}, "what was given does not hold"},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
		r.RemoteAddr = c.from
		for i := 0; i < len(c.headers); i += 2 {
			r.Header.Add(c.headers[i], c.headers[i+1])
		}
		who, known, err := way(r)
		got := fmt.Sprint(who.Name, " ", who.Role, " ", who.Groups)
		if err != nil {
			got = err.Error()
		} else if !known {
			got = "unknown"
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Forms of other sites are refused, whoever's browser sends them; what was done and what was refused is noted.
func TestWrites(t *testing.T) {
	h := &house{}
	door := h.open(access.ByNothing(access.Reader{Name: "ana@example.com", Role: access.Lead}))
	for _, c := range []struct {
		path, site string
		want       int
	}{
		{"/asks/a1", "same-origin", http.StatusNoContent},
		{"/asks/a2", "cross-site", http.StatusForbidden},
		{"/sources", "same-origin", http.StatusForbidden},
		{"/zone", "same-origin", http.StatusNoContent},
		{"/logout", "cross-site", http.StatusForbidden},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, c.path, http.NoBody)
		r.Header.Set("Sec-Fetch-Site", c.site)
		if got := serve(door, r); got != c.want {
			t.Errorf("%s from %s: answered %d, want %d", c.path, c.site, got, c.want)
		}
	}
	const want = "POST /asks/a1 204, POST /asks/a2 403, POST /sources 403"
	var got []string
	for _, d := range h.noted {
		if d.By != "ana@example.com" || !d.At.Equal(now) {
			t.Errorf("noted %+v", d)
		}
		got = append(got, fmt.Sprint(d.What, " ", d.Status))
	}
	if strings.Join(got, ", ") != want {
		t.Errorf("noted %s, want %s", strings.Join(got, ", "), want)
	}
}

func TestSees(t *testing.T) {
	open, kept := feed.Source{Name: "api"}, feed.Source{Name: "hr/board", Parent: "hr", VisibleTo: []string{"hr", "leads"}}
	for _, c := range []struct {
		name       string
		who        access.Reader
		open, kept bool
	}{
		{"nobody", access.Reader{}, true, false},
		{"an admin", access.Reader{Role: access.Admin, Groups: []string{"admins"}}, true, false},
		{"one of the group", access.Reader{Groups: []string{"core", "leads"}}, true, true},
		{"whoever runs it", access.Local(), true, true},
		{"a token for one source", access.Reader{Everything: true, Sources: []string{"hr"}}, false, true},
		{"a token for a source that is kept from it", access.Reader{Sources: []string{"hr"}}, false, false},
	} {
		if got := [2]bool{c.who.Sees(open), c.who.Sees(kept)}; got != [2]bool{c.open, c.kept} {
			t.Errorf("%s sees %v", c.name, got)
		}
	}
}
