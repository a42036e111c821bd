package trello

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/datelinehq/dateline/connectors"
)

// DefaultURL is the API of trello.com.
const DefaultURL = "https://api.trello.com"

// A Config is the block of a Trello source in the configuration. Exactly one of Board and Workspace says what is read.
type Config struct {
	// Board is a board: its id, its short link, or the address at which people see it.
	Board string `yaml:"board"`
	// Workspace is a workspace, by its id or its short name. All its open boards are read.
	Workspace string `yaml:"workspace"`
	// Key and Token are what requests are made with: the API key of an app, and what somebody let it read.
	Key   connectors.Secret `yaml:"key"`
	Token connectors.Secret `yaml:"token"`
	// Secret is the app's secret, with which Trello signs its calls to the doorbell. Without it there is no doorbell.
	Secret connectors.Secret `yaml:"secret"`
	// URL is the address of the API, with or without the /1 at its end.
	URL string `yaml:"url"`
}

var (
	boardName     = regexp.MustCompile(`^([0-9a-f]{24}|[0-9A-Za-z]{8})$`)
	boardAddress  = regexp.MustCompile(`^https?://[^?#]+/b/([0-9a-f]{24}|[0-9A-Za-z]{8})(/[^/]*)?$`)
	workspaceName = regexp.MustCompile(`^[0-9A-Za-z_-]+$`)
	credential    = regexp.MustCompile(`^[!#-\[\]-~]+$`) // what may stand between quotes in a header
)

// Credential is what the requests are made with, for those who share limits. Trello counts by token.
func (c *Config) Credential() string { return string(c.Key + "/" + c.Token) }

// Required are the keys that the block cannot do without, and of those joined by | exactly one.
func (*Config) Required() []string { return []string{"board|workspace", "key", "token"} }

// Open validates the settings.
func (c *Config) Open(env connectors.Env) (connectors.Connector, error) {
	name, err := c.check()
	if err != nil {
		return nil, err
	}
	base, err := c.base()
	if err != nil {
		return nil, err
	}
	shared := env.HTTP
	if shared == nil {
		shared = http.DefaultClient
	}
	api := newAPI(shared, base, string(c.Key), string(c.Token))
	if c.Workspace != "" {
		return &workspace{name: c.Workspace, api: api, env: env, bell: c.bell(env)}, nil
	}
	return newBoard(name, api, env, c.bell(env)), nil
}

func (c *Config) bell(env connectors.Env) bell {
	return bell{secret: string(c.Secret), address: env.Hook}
}

// check returns the id or short link of the board.
func (c *Config) check() (board string, err error) {
	switch {
	case (c.Board == "") == (c.Workspace == ""):
		return "", errors.New("set exactly one of board and workspace")
	case c.Workspace != "" && !workspaceName.MatchString(c.Workspace):
		return "", fmt.Errorf("workspace: %q is neither the id nor the short name of a workspace, such as moorline", c.Workspace)
	case !credential.MatchString(string(c.Key)):
		return "", errors.New("key: set the API key of your app, from https://trello.com/power-ups/admin")
	case !credential.MatchString(string(c.Token)):
		return "", errors.New("token: set a token that may read, made with the key")
	case c.Workspace != "":
		return "", nil
	case boardName.MatchString(c.Board):
		return c.Board, nil
	}
	if m := boardAddress.FindStringSubmatch(c.Board); m != nil {
		return m[1], nil
	}
	return "", fmt.Errorf("board: %q is neither an id, nor a short link, nor an address such as https://trello.com/b/nC8QJJoZ/roadmap", c.Board)
}

// base is the address of the API, with its version.
func (c *Config) base() (*url.URL, error) {
	address := c.URL
	if address == "" {
		address = DefaultURL
	}
	u, err := url.Parse(strings.TrimSuffix(strings.TrimSuffix(address, "/"), "/1") + "/1")
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.RawQuery != "" {
		return nil, fmt.Errorf("url: %q is not an address such as %s", c.URL, DefaultURL)
	}
	return u, nil
}
