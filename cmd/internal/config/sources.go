package config

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// A Name stands in addresses and in metrics. A slash in the name of a source separates it from the name of a part.
type Name string

// NameForm is the regular expression of what a Name may be.
const NameForm = `[a-z0-9][a-z0-9._-]{0,62}`

var validName = regexp.MustCompile(`^` + NameForm + `$`)

// Common are the settings of every source, whatever its tool.
type Common struct {
	// Name is what the source is called in addresses and metrics: small letters, digits, dots, dashes and underscores.
	Name Name `yaml:"name"`
	// Every is how often it is looked for something new.
	Every Duration `yaml:"every"`
	// Since is how far back the first read looks: a length of time before it, or a date. Without it all is read.
	Since Since `yaml:"since"`
	// Sweep is how often it is looked for what was deleted in the tool, or never.
	Sweep Rhythm `yaml:"sweep"`
	// VisibleTo are the groups of readers it is kept to. Without any everybody may see it.
	VisibleTo []string `yaml:"visible_to"`
	// Map says what the tool's lists, statuses, sections and labels mean.
	Map feed.Map `yaml:"map"`
}

// Required are the keys that a source cannot do without.
func (Common) Required() []string { return []string{"name"} }

// Defaults are the settings of a source that has none.
func Defaults() Common { return Common{Every: Duration(DefaultEvery), Sweep: Rhythm(DefaultSweep)} }

func (r *reader) sources(list *yaml.Node) []Source {
	if list.Kind != yaml.SequenceNode {
		r.mistake(list, "sources: expected a list, each entry beginning with a dash; found %s", describe(list))
		return nil
	}
	var sources []Source
	lines := map[string]int{}
	for _, node := range list.Content {
		s, ok := r.source(node)
		if !ok {
			continue
		}
		if line, taken := lines[s.Name]; taken {
			r.mistake(node, "the name %q is already taken by the source in line %d; names must be unique", s.Name, line)
		}
		lines[s.Name] = node.Line
		sources = append(sources, s)
	}
	return sources
}

// source reads one source: its common settings, and the block of the one tool it names.
func (r *reader) source(node *yaml.Node) (Source, bool) {
	if node.Kind != yaml.MappingNode {
		r.mistake(node, "a source is a name and a tool, such as {name: api, github: {repo: acme/api}}; found %s", describe(node))
		return Source{}, false
	}
	before := len(r.mistakes)
	tools := slices.Sorted(maps.Keys(r.tools))
	rest := *node
	rest.Content = nil
	var s Source
	var block *yaml.Node
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch _, isTool := r.tools[key.Value]; {
		case isTool && block != nil:
			r.mistake(key, "a source reads one tool, this one names %s and %s; make two sources of it", s.Tool, key.Value)
		case isTool:
			s.Tool, block = key.Value, value
		default:
			rest.Content = append(rest.Content, key, value)
		}
	}
	c := Defaults()
	r.decodeAlso(&rest, &c, "", tools)
	s.Name, s.Every, s.Since, s.Sweep, s.Map = string(c.Name), time.Duration(c.Every), c.Since, time.Duration(c.Sweep), c.Map
	s.VisibleTo = c.VisibleTo
	switch {
	case len(r.mistakes) > before:
		return s, false
	case s.Name == "":
		r.mistake(node, "a source needs a name, such as name: api")
	case !validName.MatchString(s.Name):
		r.mistake(node, "the name %q may hold small letters, digits, dots, dashes and underscores, at most 63, and begin with a letter or digit", s.Name)
	case block == nil:
		r.mistake(node, "the source %q names no tool; add one of: %s", s.Name, strings.Join(tools, ", "))
	case s.Every < minEvery:
		r.mistake(node, "every: %s is too often; the least is %s", s.Every, minEvery)
	case s.Sweep > 0 && s.Sweep < minSweep:
		r.mistake(node, "sweep: %s is too often, for a sweep asks for everything that exists; the least is %s", s.Sweep, minSweep)
	}
	for _, wrong := range s.Map.Check() {
		r.mistake(keyOf(find(&rest, "map."+wrong.In), wrong.Name), "map.%s: %q: %s", wrong.In, wrong.Name, wrong.Reason)
	}
	if len(r.mistakes) > before {
		return s, false
	}
	s.Settings = r.tools[s.Tool]()
	r.decode(block, s.Settings, s.Tool)
	if len(r.mistakes) > before || r.unset {
		return s, false
	}
	if _, err := s.Settings.Open(connectors.Env{Source: s.Name}); err != nil {
		r.mistake(block, "%s: %v", s.Tool, err)
		return s, false
	}
	s.Fingerprint = fingerprint(block)
	return s, true
}

// keyOf is the key of that name in a mapping, or the mapping itself.
func keyOf(node *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			return node.Content[i]
		}
	}
	return node
}

// fingerprint is a hash of the settings as they are after expansion, which tells nothing of them.
func fingerprint(block *yaml.Node) string {
	text, err := yaml.Marshal(block)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// addresses checks what must be an address.
func (r *reader) addresses(root *yaml.Node, c *Config) {
	for key, value := range map[string]string{"listen": c.Listen, "metrics": c.Metrics} {
		if _, _, err := net.SplitHostPort(value); value != "" && err != nil {
			r.mistake(find(root, key), "%s: %q is not an address and a port, such as 127.0.0.1:8080", key, value)
		}
	}
	if c.PublicURL != "" {
		if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			r.mistake(find(root, "public_url"), "public_url: %q is not an address such as https://dateline.example.com", c.PublicURL)
		}
	}
	if c.Loom.URL != "" {
		if u, err := url.Parse(c.Loom.URL); err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
			r.mistake(find(root, "loom.url"), "loom.url: %q is not an address such as https://www.loom.com", c.Loom.URL)
		}
	}
	dsn := string(c.Database)
	if dsn != "" && !strings.HasPrefix(dsn, "postgres://") && !strings.HasPrefix(dsn, "postgresql://") {
		r.mistake(find(root, "database"), "database: write a postgres:// address, or leave it out for an SQLite file in the data folder")
	}
}
