// Package config reads dateline.yaml.
//
// Reading is strict: a key nobody knows, a value that cannot be meant, a variable that is not set is a [Mistake] that
// names the file, the line and the way out. All mistakes are found at once. Secrets come from the environment
// ("${GITHUB_TOKEN}") or from a file (token_file: /run/secrets/github) and are made known to [connectors.Secrets], so
// that they are taken out of whatever is said later.
//
// The package knows no connector: the caller brings the table of tools.
package config

import (
	"fmt"
	"os"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/digest"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/webhook"
	"github.com/datelinehq/dateline/feed/windows/zones"
)

// A Config is a dateline.yaml.
type Config struct {
	// Listen is where the pages are served; PublicURL is how readers reach them.
	Listen    string `yaml:"listen"`
	PublicURL string `yaml:"public_url"`
	// Access says who may read what is served, and who may do what.
	Access *Access `yaml:"access"`
	API    API     `yaml:"api"`
	// Metrics is where the metrics are served. Empty serves none.
	Metrics string `yaml:"metrics"`
	// Database is a postgres:// address, or empty for an SQLite file in the data folder.
	Database   connectors.Secret `yaml:"database"`
	Encryption Encryption        `yaml:"encryption"`
	Temporal   Temporal          `yaml:"temporal"`
	// Zoneinfo is a folder of time zone data, for machines that get it newer than their system does.
	Zoneinfo string `yaml:"zoneinfo"`
	// Previews says whether videos that somebody linked are shown with their title and picture, which are fetched from Loom; else
	// they are links. It is true where nothing is written.
	Previews bool `yaml:"previews"`
	Loom     Loom `yaml:"loom"`
	// Sources are the places that are read: repositories, projects, boards, workspaces, databases.
	Sources []Source `yaml:"sources"`
	// Views are filters that everybody finds under a name.
	Views []View `yaml:"views"`
	// Subscribers are programs that are told what is added to the feed, and people who are told of it now and then.
	Subscribers []Subscriber `yaml:"subscribers"`
	SMTP        SMTP         `yaml:"smtp"`

	protocol.Protocol `yaml:",inline"`

	// Zones are the time zones that everything is counted in.
	Zones *zones.Data `yaml:"-"`
}

// Temporal says which Temporal to use. What is empty comes from the TEMPORAL_* variables.
type Temporal struct {
	Address   string `yaml:"address"`
	Namespace string `yaml:"namespace"`
}

// Loom says where Loom is.
type Loom struct {
	// URL is its address. Without one it is https://www.loom.com.
	URL string `yaml:"url"`
	// Private allows an address on this machine or in a private network.
	Private bool `yaml:"private"`
}

// A Source is one place to read.
type Source struct {
	Name  string
	Every time.Duration
	Since Since
	// Sweep is how often it is looked for what was deleted in the tool; 0 is never.
	Sweep time.Duration
	// VisibleTo are the groups of readers it is kept to; none where everybody may see it.
	VisibleTo []string
	// Map says what the tool's lists, statuses, sections and labels mean.
	Map feed.Map
	// Tool is the key of its connector's block, and Settings the block itself.
	Tool     string
	Settings connectors.Config
	// Fingerprint changes when the settings change.
	Fingerprint string
}

// A View is a saved filter.
type View struct {
	// Name is what it is chosen by.
	Name string `yaml:"name"`
	// Filter is a search: kind:decision team:core -tool:trello.
	Filter string `yaml:"filter"`
}

// Required are the keys that a view cannot do without.
func (View) Required() []string { return []string{"name", "filter"} }

// A Subscriber is a receiver of webhooks, or somebody who gets digests.
type Subscriber struct {
	// Name is what it is called: small letters, digits, dots, dashes and underscores.
	Name Name `yaml:"name"`
	// Webhook is its address, Secret what deliveries are signed with, as whsec_ and base64: one, or while it is exchanged a list
	// with the newest first.
	Webhook connectors.Secret `yaml:"webhook"`
	Secret  Keys              `yaml:"secret"`
	// Format is what a message looks like: full, thin, slack or cloudevents.
	Format webhook.Format `yaml:"format"`
	// View is the name of a view, and Filter a search: it is told only of what they choose. Without them it is told everything.
	View   string `yaml:"view"`
	Filter string `yaml:"filter"`
	// Groups are those it counts as one of: of sources that are kept to others it is told nothing.
	Groups []string `yaml:"groups"`
	// Private allows an address on this machine or in a private network.
	Private bool `yaml:"private"`
	// Email is the address that digests are sent to. They go to the webhook where there is one.
	Email string `yaml:"email"`
	// Digest is how often there is a digest: daily, on working days, or weekly. A webhook gets them in place of what is added to
	// the feed.
	Digest digest.Rhythm `yaml:"digest"`
	// Person is whom the digests are for: one of the people.
	Person string `yaml:"person"`
	// At is the time of the day by the person's clock, such as 08:30. They come when the person begins to work where that is later,
	// or where nothing is written.
	At Clock `yaml:"at"`
}

// Required are the keys that a subscriber cannot do without.
func (Subscriber) Required() []string {
	return []string{"name", "webhook|email", "secret|email"}
}

// The defaults of what a configuration leaves out.
const (
	DefaultListen = "127.0.0.1:8080"
	DefaultEvery  = 2 * time.Minute
	DefaultSweep  = 24 * time.Hour
	// minEvery is how often a source may be polled at most.
	minEvery = 5 * time.Second
	// minSweep is how often it may be swept at most: a sweep asks for the whole of it.
	minSweep = time.Hour
)

// Unwritten are the settings of a file in which nothing is written.
func Unwritten() Config {
	return Config{Listen: DefaultListen, Previews: true, API: API{Calls: DefaultCalls}}
}

// Tools makes the settings of each connector as they are where nothing is written, by the key of its block.
type Tools map[string]func() connectors.Config

// Read reads the file at path. Secrets it meets are added to secrets. The error, if there is one, is a [Mistakes].
func Read(path string, tools Tools, secrets *connectors.Secrets) (*Config, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	return Parse(path, text, tools, secrets, os.LookupEnv)
}

// Parse is Read of a text, with the environment as an argument. name stands for the file in mistakes.
func Parse(name string, text []byte, tools Tools, secrets *connectors.Secrets, env func(string) (string, bool)) (*Config, error) {
	r := &reader{file: name, tools: tools, secrets: secrets, env: env, expanded: map[*yaml.Node]bool{}}
	root, err := r.document(text)
	if err != nil {
		return nil, err
	}
	c := Unwritten()
	r.config(root, &c)
	if len(r.mistakes) > 0 {
		return nil, r.mistakes
	}
	return &c, nil
}

// document reads YAML. An empty text has no settings.
func (r *reader) document(text []byte) (*yaml.Node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, Mistakes{{File: r.file, Line: lineOf(err), Text: words(err)}}
	}
	if len(doc.Content) == 0 {
		return &yaml.Node{Kind: yaml.MappingNode, Line: 1}, nil
	}
	return doc.Content[0], nil
}

// config reads the whole document into c and checks what only the whole can tell.
func (r *reader) config(root *yaml.Node, c *Config) {
	if root.Kind != yaml.MappingNode {
		r.mistake(root, "expected settings such as sources:, found %s", describe(root))
		return
	}
	r.expand(root)
	var sources *yaml.Node
	rest := *root
	rest.Content = nil
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "sources" {
			sources = root.Content[i+1]
			continue
		}
		rest.Content = append(rest.Content, root.Content[i], root.Content[i+1])
	}
	r.decode(&rest, c, "")
	if sources != nil {
		c.Sources = r.sources(sources)
	}
	if len(r.mistakes) > 0 {
		return
	}
	if c.Listen == "" {
		c.Listen = DefaultListen
	}
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	r.addresses(root, c)
	r.access(root, c)
	r.api(root, c.API)
	for i, s := range c.Subscribers {
		r.subscriber(find(root, fmt.Sprintf("subscribers[%d]", i)), s, i, c)
	}
	r.digests(root, c)
	r.agreement(root, c)
	r.encryption(root, c)
	if len(r.mistakes) == 0 {
		r.views(root, c)
	}
}
