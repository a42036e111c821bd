package github_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/github"
)

type settings = github.Config

func TestSettings(t *testing.T) {
	key := privateKey(t)
	for _, c := range []struct {
		name string
		settings
		wrong string // a part of the message; empty for settings that are right
	}{
		{"a repository", settings{Repo: "acme/api"}, ""},
		{"an organisation", settings{Org: "acme", Include: []string{"service-*"}, Token: "t"}, ""},
		{"an enterprise", settings{User: "ana", URL: "https://ghe.example.com/api/v3"}, ""},
		{"an app", settings{Repo: "acme/api", App: &github.App{ID: 1, Installation: 2, KeyFile: key}}, ""},
		{"nothing", settings{}, "exactly one of repo, org and user"},
		{"two things", settings{Repo: "acme/api", Org: "acme"}, "exactly one of repo, org and user"},
		{"a name without an owner", settings{Repo: "api"}, "repo: \"api\" is not written as owner/name"},
		{"a way out", settings{Repo: "../api"}, "not written as owner/name"},
		{"an organisation with a path", settings{Org: "acme/x"}, "org: \"acme/x\""},
		{"a choice among one", settings{Repo: "acme/api", Exclude: []string{"x"}}, "repo is one repository"},
		{"a broken pattern", settings{Org: "acme", Include: []string{"[a"}}, `the pattern "[a"`},
		{"two credentials", settings{Repo: "acme/api", Token: "t", App: &github.App{}}, "a token or an app"},
		{"half an app", settings{Repo: "acme/api", App: &github.App{ID: 1}}, "set id, installation and key_file"},
		{"a key that is none", settings{Repo: "acme/api", App: &github.App{ID: 1, Installation: 2, KeyFile: "settings_test.go"}}, "key_file"},
		{"a key that is nowhere", settings{Repo: "acme/api", App: &github.App{ID: 1, Installation: 2, KeyFile: "nowhere.pem"}}, "key_file"},
		{"no address", settings{Repo: "acme/api", URL: "ghe.example.com"}, "url:"},
		{"a password in the address", settings{Repo: "acme/api", URL: "https://a:b@ghe.example.com"}, "url:"},
		{"a folder outside", settings{Repo: "acme/api", Decisions: []string{"../docs"}}, "decisions:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.Open(connectors.Env{})
			if (err != nil) != (c.wrong != "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("got %v, want %q", err, c.wrong)
			}
		})
	}
}

// An app asks for a token once in an hour, not once in a Fetch, though every Fetch is by a new connector.
func TestApp(t *testing.T) {
	w := newWorld()
	w.open(false)
	tokens, status := 0, http.StatusCreated
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v3/app/installations/2/access_tokens" {
			tokens++
			rw.WriteHeader(status)
			_, _ = rw.Write([]byte(`{"token":"ghs_x","expires_at":"2199-01-01T00:00:00Z"}`))
			return
		}
		if got := r.Header.Get("Authorization"); got != "token ghs_x" {
			t.Errorf("asked %s with %q", r.URL, got)
		}
		r.URL.Path = strings.TrimPrefix(r.URL.Path, "/api/v3")
		w.hub.ServeHTTP(rw, r)
	}))
	defer server.Close()
	open := func(c *settings) connectors.Connector {
		t.Helper()
		connector, err := c.Open(connectors.Env{HTTP: server.Client()})
		if err != nil {
			t.Fatal(err)
		}
		return connector
	}
	key := privateKey(t)
	c := &settings{Repo: "acme/api", URL: server.URL + "/api/v3", App: &github.App{ID: 1, Installation: 2, KeyFile: key}}
	if c.Credential() != "app/1/2" {
		t.Errorf("credential %q", c.Credential())
	}
	r := newReader(nil)
	for r.more = true; r.more; {
		r.connector = open(c)
		r.fetch(t)
	}
	if tokens != 1 || len(r.got) != 1 {
		t.Errorf("%d tokens were made, %d events arrived", tokens, len(r.got))
	}
	for status = range map[int]bool{401: true, 404: true} {
		c := &settings{Repo: "acme/api", URL: c.URL, App: &github.App{ID: 1, Installation: 2, KeyFile: key}}
		if _, err := open(c).Fetch(t.Context(), ""); !errors.Is(err, connectors.ErrAuth) {
			t.Errorf("a token refused with %d: %v", status, err)
		}
	}
}

func privateKey(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key.pem")
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
