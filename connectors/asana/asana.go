package asana

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/datelinehq/dateline/connectors"
)

// DefaultURL is where Asana is.
const DefaultURL = "https://app.asana.com"

// apiPath is where its API is below that.
const apiPath = "/api/1.0"

// A Config is the block of an Asana source in the configuration. Exactly one of Project, Portfolio and Workspace says what
// is read, each by its gid or by an address at which people see it.
type Config struct {
	// Project is a project.
	Project string `yaml:"project"`
	// Portfolio is a portfolio. Every project in it is read, and in the portfolios in it.
	Portfolio string `yaml:"portfolio"`
	// Workspace is a workspace or an organization. Every project of it that the token's owner can see is read, but for
	// archived ones.
	Workspace string `yaml:"workspace"`
	// Token is a personal access token, that of a service account, or one of an OAuth app.
	Token connectors.Secret `yaml:"token"`
	// URL is the address of Asana, with or without the /api/1.0 at its end.
	URL string `yaml:"url"`
}

var (
	gidForm = regexp.MustCompile(`^[0-9]{1,30}$`)
	// The addresses of projects, portfolios and workspaces, of old and since 2025.
	projectAddress   = regexp.MustCompile(`^https?://[^?#]+/(?:0|1/[0-9]+/project)/([0-9]{2,30})(?:/[^?#]*)?(?:[?#].*)?$`)
	portfolioAddress = regexp.MustCompile(`^https?://[^?#]+/(?:0/portfolio|1/[0-9]+/portfolio)/([0-9]{2,30})(?:/[^?#]*)?(?:[?#].*)?$`)
	workspaceAddress = regexp.MustCompile(`^https?://[^?#]+/(?:0|1|admin)/([0-9]{2,30})(?:/[^?#]*)?(?:[?#].*)?$`)
	tokenForm        = regexp.MustCompile(`^[!-~]+$`)
)

// Credential is what the requests are made with, for those who share limits.
func (c *Config) Credential() string { return string(c.Token) }

// Required are the keys that the block cannot do without, and of those joined by | exactly one.
func (*Config) Required() []string { return []string{"project|portfolio|workspace", "token"} }

// Open validates the settings.
func (c *Config) Open(env connectors.Env) (connectors.Connector, error) {
	set := 0
	for _, place := range []string{c.Project, c.Portfolio, c.Workspace} {
		if place != "" {
			set++
		}
	}
	switch {
	case set != 1:
		return nil, errors.New("set exactly one of project, portfolio and workspace")
	case !tokenForm.MatchString(string(c.Token)):
		return nil, errors.New("token: set a personal access token, from https://app.asana.com/0/my-apps")
	}
	web, err := c.web()
	if err != nil {
		return nil, err
	}
	shared := env.HTTP
	if shared == nil {
		shared = http.DefaultClient
	}
	a := &api{http: shared, web: web, token: string(c.Token)}
	switch {
	case c.Project != "":
		gid, err := gidOf("project", c.Project, projectAddress)
		return newProject(gid, a, env), err
	case c.Portfolio != "":
		gid, err := gidOf("portfolio", c.Portfolio, portfolioAddress)
		return &whole{kind: "portfolio", gid: gid, api: a, env: env}, err
	}
	gid, err := gidOf("workspace", c.Workspace, workspaceAddress)
	return &whole{kind: "workspace", gid: gid, api: a, env: env}, err
}

// gidOf is the gid of what a setting names.
func gidOf(setting, value string, address *regexp.Regexp) (gid string, err error) {
	if gidForm.MatchString(value) {
		return value, nil
	}
	if m := address.FindStringSubmatch(value); m != nil {
		return m[1], nil
	}
	return "", fmt.Errorf("%s: %q is neither a gid nor the address of a %s in Asana, such as %s", setting, value, setting, examples[setting])
}

var examples = map[string]string{
	"project":   DefaultURL + "/0/1200000000000001/list",
	"portfolio": DefaultURL + "/0/portfolio/1200000000000002/list",
	"workspace": DefaultURL + "/0/1200000000000003",
}

// web is the address of Asana, below which people see it, without the way to its API.
func (c *Config) web() (string, error) {
	address := c.URL
	if address == "" {
		address = DefaultURL
	}
	u, err := url.Parse(strings.TrimSuffix(strings.TrimSuffix(address, "/"), apiPath))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("url: %q is not an address such as %s", c.URL, DefaultURL)
	}
	return u.String(), nil
}
