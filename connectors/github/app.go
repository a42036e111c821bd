package github

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"

	"github.com/bradleyfalzon/ghinstallation/v2"
)

// An App is an installed GitHub App, which makes its own tokens. A token is good for an hour and is kept with the
// settings, so that connectors opened from them again share it: an idle poll stays one request.
type App struct {
	ID           int64 `yaml:"id"`
	Installation int64 `yaml:"installation"`
	// KeyFile is the file with its private key.
	KeyFile string `yaml:"key_file"`

	mu        sync.Mutex
	below     http.RoundTripper
	installed *ghinstallation.Transport
}

// Required are the keys that an app cannot do without.
func (*App) Required() []string { return []string{"id", "installation", "key_file"} }

// transport authenticates requests as the installation and makes them by way of the transport below.
func (a *App) transport(below http.RoundTripper, base *url.URL) (http.RoundTripper, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.installed != nil && a.below == below {
		return a.installed, nil
	}
	key, err := os.ReadFile(a.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("app: key_file: %w", err)
	}
	installed, err := ghinstallation.New(below, a.ID, a.Installation, key)
	if err != nil {
		return nil, fmt.Errorf("app: key_file: %w", err)
	}
	installed.BaseURL = strings.TrimSuffix(base.String(), "/")
	a.below, a.installed = below, installed
	return installed, nil
}
