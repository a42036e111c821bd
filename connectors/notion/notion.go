package notion

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/datelinehq/dateline/connectors"
)

// DefaultURL is where Notion's API is.
const DefaultURL = "https://api.notion.com"

// A Config is the block of a Notion source in the configuration. Exactly one of Database, DataSource and All says what is
// read.
type Config struct {
	// Database is a database with all its data sources, by its id or its address. DataSource is one of them, by its id.
	// All is every page and database that is shared with the integration.
	Database   string `yaml:"database"`
	DataSource string `yaml:"data_source"`
	All        bool   `yaml:"all"`
	// Token is the secret of the integration.
	Token connectors.Secret `yaml:"token"`
	// Owner names the property that says who is to do what a page is about, and Status the one that says how it stands.
	// Without them the usual names are tried: see the package comment.
	Owner  string `yaml:"owner"`
	Status string `yaml:"status"`
	// URL is the address of the API, with or without /v1 at its end.
	URL string `yaml:"url"`
}

// Credential is what the requests are made with, for those who share limits.
func (c *Config) Credential() string { return string(c.Token) }

// Required are the keys that the block cannot do without, and of those joined by | exactly one.
func (*Config) Required() []string { return []string{"database|data_source|all", "token"} }

// Open validates the settings.
func (c *Config) Open(env connectors.Env) (connectors.Connector, error) {
	given := 0
	for _, set := range []bool{c.Database != "", c.DataSource != "", c.All} {
		if set {
			given++
		}
	}
	if given != 1 {
		return nil, errors.New("set exactly one of database, data_source and all")
	}
	database, ok := identify(c.Database)
	if !ok {
		return nil, fmt.Errorf("database: %q is neither the id nor the address of a database", c.Database)
	}
	source, ok := identify(c.DataSource)
	if !ok {
		return nil, fmt.Errorf("data_source: %q is not the id of a data source", c.DataSource)
	}
	if c.Token == "" {
		return nil, errors.New("token: set the secret of the integration")
	}
	base, err := c.base()
	if err != nil {
		return nil, err
	}
	client := env.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	r := &reader{
		api: &api{http: client, base: base, token: string(c.Token)}, database: database, source: source,
		rules: rules{owner: c.Owner, status: c.Status}, known: env.Known,
	}
	if !env.Since.IsZero() {
		r.since = env.Since.UnixMilli()
	}
	return r, nil
}

// base is the address of the API without /v1.
func (c *Config) base() (string, error) {
	address := c.URL
	if address == "" {
		address = DefaultURL
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.RawQuery != "" {
		return "", fmt.Errorf("url: %q is not an address such as %s", c.URL, DefaultURL)
	}
	return strings.TrimSuffix(strings.TrimSuffix(address, "/"), "/v1"), nil
}

var (
	compact = regexp.MustCompile(`^[0-9a-f]{32}$`)
	inPath  = regexp.MustCompile(`[0-9a-f]{32}$`)
)

// identify finds the id in what somebody copied from Notion, in the form in which the API writes ids. Nothing is the id
// of nothing.
func identify(s string) (id string, ok bool) {
	if s == "" {
		return "", true
	}
	text := strings.ToLower(strings.TrimSpace(s))
	if u, err := url.Parse(text); err == nil && u.Host != "" {
		// The last of the path: a slug and the id. What follows "?" names a view.
		text = inPath.FindString(strings.TrimSuffix(u.Path, "/"))
	}
	text = strings.ReplaceAll(text, "-", "")
	if !compact.MatchString(text) {
		return "", false
	}
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:], true
}
