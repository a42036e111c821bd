package config

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed/access"
)

// Access says who may read and who may do what. Written without anything in it, only tokens open what is served; left
// out, whoever reaches it may do everything, and so it is served on this machine only.
type Access struct {
	// Open lets everybody in who reaches it: where the network is guarded otherwise.
	Open bool `yaml:"open"`
	// OIDC has readers log in at an OpenID provider.
	OIDC OIDC `yaml:"oidc"`
	// Header believes what a proxy says of who logged in at it.
	Header Header `yaml:"header"`
	// Roles are what groups may do: viewer, lead, operator or admin. Of several the highest counts.
	Roles map[string]access.Role `yaml:"roles"`
	// Everyone is the role of whoever logs in and is in none of these groups. Without it they may see nothing.
	Everyone access.Role `yaml:"everyone"`
}

// OIDC is an OpenID provider.
type OIDC struct {
	// Issuer is its address: https://login.example.com.
	Issuer string `yaml:"issuer"`
	// ClientID and ClientSecret are what it knows Dateline by. Its address to come back to is public_url and /login/callback,
	// and after logging out public_url and /logout.
	ClientID     string            `yaml:"client_id"`
	ClientSecret connectors.Secret `yaml:"client_secret"`
	// GroupsClaim is the claim that lists the groups of who logged in. Without one it is groups.
	GroupsClaim string `yaml:"groups_claim"`
	// Scopes are what is asked for besides openid, email and profile: groups, at some providers.
	Scopes []string `yaml:"scopes"`
}

// Header names the headers of a proxy that asks who comes.
type Header struct {
	// User holds the name or e-mail address: X-Forwarded-User. Groups holds the names of groups, separated by commas.
	User   string `yaml:"user"`
	Groups string `yaml:"groups"`
	// From are the networks that the proxy is in: 10.0.0.0/8. From others the headers count for nothing.
	From []netip.Prefix `yaml:"from"`
}

// Role is what somebody of these groups may do.
func (a Access) Role(groups []string) access.Role {
	role := a.Everyone
	for _, g := range groups {
		role = max(role, a.Roles[g])
	}
	return role
}

// access checks who is let in, and that somebody is asked who they are where others can reach what is served.
func (r *reader) access(root *yaml.Node, c *Config) {
	if c.Access == nil {
		if err := Reachable(c.Listen); err != nil && !r.unset {
			r.mistake(find(root, "listen"), "listen: %v", err)
		}
		return
	}
	a, at := *c.Access, func(path string) *yaml.Node { return find(root, "access."+path) }
	if r.unset {
		return
	}
	if a.Open && (a.OIDC.Issuer != "" || a.Header.User != "") {
		r.mistake(at("open"), "access.open: whoever is let in anyway need not log in; write open, or oidc or header, and not both")
	}
	if o := a.OIDC; o.Issuer != "" || o.ClientID != "" || o.ClientSecret != "" {
		u, err := url.Parse(o.Issuer)
		switch {
		case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
			r.mistake(at("oidc"), "access.oidc: the issuer %q is not an address such as https://login.example.com", o.Issuer)
		case u.Scheme == "http" && !loopback(u.Hostname()):
			r.mistake(at("oidc.issuer"), "access.oidc: the issuer must be https: over http everybody on the way could log in as anybody")
		case o.ClientID == "" || o.ClientSecret == "":
			r.mistake(at("oidc"), "access.oidc: it needs the client_id and client_secret that the provider gave out")
		case c.PublicURL == "":
			r.mistake(at("oidc"), "access.oidc: readers come back from logging in: write the address they reach Dateline at as public_url")
		}
	}
	if h := a.Header; h.User != "" || h.Groups != "" || len(h.From) > 0 {
		if h.User == "" || len(h.From) == 0 {
			r.mistake(at("header"), "access.header: it needs user, the name of the header, and from, the networks of the proxy: from: [10.0.0.0/8]")
		}
	}
	named := a.OIDC.Issuer != "" || a.Header.User != ""
	if named && len(a.Roles) == 0 && a.Everyone == access.Anybody {
		r.mistake(at(""), "access: nobody who logs in may see anything; give groups roles, as roles: {staff: viewer}, or write everyone: viewer")
	}
	if !a.Open && !named && (len(a.Roles) > 0 || a.Everyone != access.Anybody) {
		r.mistake(at(""), "access: there are roles, but no way to find out who comes; add oidc: or header:")
	}
}

// Reachable says why an address cannot be served at if nobody is asked who they are: others than this machine reach it.
func Reachable(listen string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil || loopback(host) {
		return nil
	}
	return fmt.Errorf("others reach %s, and nobody is asked who they are: add access: with oidc: or header:, "+
		"or access: {open: true} where the network is guarded otherwise", listen)
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.Unmap().IsLoopback()
}
