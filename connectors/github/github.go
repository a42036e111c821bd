package github

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/datelinehq/dateline/connectors"
)

// DefaultURL is the API of github.com.
const DefaultURL = "https://api.github.com"

// apiVersion is the version of the REST API that this package speaks.
const apiVersion = "2022-11-28"

// A Config is the block of a GitHub source in the configuration. Exactly one of Repo, Org and User says what is read.
type Config struct {
	// Repo is a repository, as owner/name. Org and User are whole accounts, of which every repository is read that
	// matches one of Include (all do if it is empty) and none of Exclude: patterns of path.Match for their names.
	Repo    string   `yaml:"repo"`
	Org     string   `yaml:"org"`
	User    string   `yaml:"user"`
	Include []string `yaml:"include"`
	Exclude []string `yaml:"exclude"`
	// Token is a personal access token; App is used instead of one.
	Token connectors.Secret `yaml:"token"`
	App   *App              `yaml:"app"`
	// URL is the address of the API, with the path it has on a GitHub Enterprise Server: https://ghe.example.com/api/v3.
	URL string `yaml:"url"`
	// HookSecret is the secret of the repository's, the organisation's or the app's webhook. Without it none is believed.
	HookSecret connectors.Secret `yaml:"hook_secret"`
	// Decisions are folders with decision records. Without any they are docs/decisions and docs/adr.
	Decisions []string `yaml:"decisions"`
}

var (
	fullName = regexp.MustCompile(`^[\w-]+/[\w.-]+$`)
	login    = regexp.MustCompile(`^[\w-]+$`)
)

// Credential is what the requests are made with, for those who share limits.
func (c *Config) Credential() string {
	if c.App != nil {
		return fmt.Sprintf("app/%d/%d", c.App.ID, c.App.Installation)
	}
	return string(c.Token)
}

// Required are the keys that the block cannot do without, and of those joined by | exactly one.
func (*Config) Required() []string { return []string{"repo|org|user"} }

// Open validates the settings.
func (c *Config) Open(env connectors.Env) (connectors.Connector, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	api, err := c.api(env.HTTP)
	if err != nil {
		return nil, err
	}
	if c.Repo != "" {
		return c.repository(api, env, c.Repo), nil
	}
	return &wholeAccount{config: c, api: api, env: env}, nil
}

func (c *Config) check() error {
	given := 0
	for _, s := range []string{c.Repo, c.Org, c.User} {
		if s != "" {
			given++
		}
	}
	switch {
	case given != 1:
		return errors.New("set exactly one of repo, org and user")
	case c.Repo != "" && !fullName.MatchString(c.Repo):
		return fmt.Errorf("repo: %q is not written as owner/name", c.Repo)
	case c.Org != "" && !login.MatchString(c.Org):
		return fmt.Errorf("org: %q is not the name of an organisation", c.Org)
	case c.User != "" && !login.MatchString(c.User):
		return fmt.Errorf("user: %q is not the name of a user", c.User)
	case c.Repo != "" && len(c.Include)+len(c.Exclude) > 0:
		return errors.New("include and exclude choose among the repositories of an org or user; repo is one repository")
	case c.Token != "" && c.App != nil:
		return errors.New("set a token or an app, not both")
	case c.App != nil && (c.App.ID <= 0 || c.App.Installation <= 0 || c.App.KeyFile == ""):
		return errors.New("app: set id, installation and key_file")
	}
	for _, pattern := range append(append([]string{}, c.Include...), c.Exclude...) {
		if _, err := path.Match(pattern, ""); err != nil {
			return fmt.Errorf("the pattern %q cannot be read: %w", pattern, err)
		}
	}
	for _, folder := range c.Decisions {
		if folder == "" || path.IsAbs(folder) || path.Clean(folder) != folder || strings.HasPrefix(folder, "..") {
			return fmt.Errorf("decisions: %q is not a folder of the repository, such as docs/decisions", folder)
		}
	}
	_, err := c.base()
	return err
}

// base is the address of the API, with a slash at its end as go-github wants it.
func (c *Config) base() (*url.URL, error) {
	address := c.URL
	if address == "" {
		address = DefaultURL
	}
	u, err := url.Parse(strings.TrimSuffix(address, "/") + "/")
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.RawQuery != "" {
		return nil, fmt.Errorf("url: %q is not an address such as %s", c.URL, DefaultURL)
	}
	return u, nil
}

// api is the API as the settings reach it, by way of the host's client.
func (c *Config) api(shared *http.Client) (*api, error) {
	base, err := c.base()
	if err != nil {
		return nil, err
	}
	own := http.Client{}
	if shared != nil {
		own = *shared
	}
	if own.Transport == nil {
		own.Transport = http.DefaultTransport
	}
	if c.App != nil {
		if own.Transport, err = c.App.transport(own.Transport, base); err != nil {
			return nil, err
		}
	}
	a := &api{http: &own, base: base, token: string(c.Token), timeout: own.Timeout}
	if c.App != nil {
		a.app = fmt.Sprintf("the app %d, installation %d", c.App.ID, c.App.Installation)
	}
	own.Transport, own.Timeout = closing{own.Transport}, 0
	return a, nil
}
