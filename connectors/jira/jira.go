package jira

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/datelinehq/dateline/connectors"
)

// A Config is the block of a Jira source in the configuration. At least one of Project and JQL says what is read.
type Config struct {
	// URL is the address of the site, with the path it has on a server: https://acme.atlassian.net. With an OAuth token it
	// is https://api.atlassian.com/ex/jira/<cloud id>.
	URL string `yaml:"url"`
	// Project is the key of a project: PROJ.
	Project string `yaml:"project"`
	// JQL is a search; with a project it searches there. What it says of order is ignored.
	JQL string `yaml:"jql"`
	// Email and Token are an account of Jira Cloud and its API token. A token alone is a personal access token of a server,
	// or an OAuth token. Without either, what is public is read.
	Email string            `yaml:"email"`
	Token connectors.Secret `yaml:"token"`
	// HookSecret is the secret that webhooks of the site are signed with.
	HookSecret connectors.Secret `yaml:"hook_secret"`
}

// projectKey is how Jira lets projects be named; servers may be told to allow more.
var projectKey = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

// Credential is what the requests are made with, for those who share limits. Jira limits each site by itself.
func (c *Config) Credential() string { return c.URL + "\x00" + c.Email + "\x00" + string(c.Token) }

// Required are the keys that the block cannot do without, and of those joined by a comma at least one.
func (*Config) Required() []string { return []string{"url", "project,jql"} }

// Open validates the settings. A source that is a whole project can also list what exists; of a search it could not be
// said whether an issue it no longer finds is gone or merely looks different now.
func (c *Config) Open(env connectors.Env) (connectors.Connector, error) {
	base, err := c.check()
	if err != nil {
		return nil, err
	}
	shared := http.Client{}
	if env.HTTP != nil {
		shared = *env.HTTP
	}
	if shared.Transport == nil {
		shared.Transport = http.DefaultTransport
	}
	shared.Transport = closing{shared.Transport}
	s := &search{
		api:     &api{http: &shared, base: base, email: c.Email, token: string(c.Token)},
		env:     env,
		project: c.Project,
		scope:   scope(c.Project, c.JQL),
		secret:  string(c.HookSecret),
	}
	s.of = fingerprint(base, s.scope)
	if c.JQL != "" {
		return s, nil
	}
	return &wholeProject{s}, nil
}

func (c *Config) check() (base string, err error) {
	u, err := url.Parse(strings.TrimRight(c.URL, "/"))
	switch {
	case c.URL == "":
		return "", errors.New("url: set the address of the site, such as https://acme.atlassian.net")
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "", errors.New("url: it is not an address such as https://acme.atlassian.net")
	case strings.TrimSpace(c.Project+c.JQL) == "":
		return "", errors.New("set project, jql or both")
	case c.Project != "" && !projectKey.MatchString(c.Project):
		return "", fmt.Errorf("project: %q is not the key of a project, such as PROJ", c.Project)
	case c.JQL != "" && unordered(c.JQL) == "":
		return "", errors.New("jql: it says nothing but an order; it must say which issues")
	case !balanced(c.JQL):
		return "", errors.New("jql: its quotes or brackets do not match")
	case c.Email != "" && c.Token == "":
		return "", errors.New("token: an email needs the API token of its account")
	}
	return u.String(), nil
}
