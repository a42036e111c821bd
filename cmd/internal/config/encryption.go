package config

import (
	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed/seal"
)

// Encryption says what the secrets are sealed with that have to be kept: what doorbells agreed on with their tools, what
// addresses in mails are signed with, who is logged in. Without a key, and with a database in the data folder, one is made
// there. In PostgreSQL no secret is kept without a key.
type Encryption struct {
	// Key is 32 random bytes in base64, as dateline secrets key prints them: one, or while it is exchanged a list with the
	// newest first. The newest seals, and all of them open.
	Key Keys `yaml:"key"`
}

// Keys are the keys, the newest first.
func (e Encryption) Keys() (seal.Keys, error) { return seal.Read(e.Key.texts()...) }

// encryption checks the keys, and that there is one where a secret cannot but be kept.
func (r *reader) encryption(root *yaml.Node, c *Config) {
	if r.unset {
		return
	}
	if _, err := c.Encryption.Keys(); err != nil {
		r.mistake(find(root, "encryption"), "encryption.key: %v; dateline secrets key prints a new one", err)
	}
	if c.Database == "" || len(c.Encryption.Key) > 0 {
		return
	}
	for i, s := range c.Subscribers {
		if s.Email != "" {
			r.mistake(find(root, "subscribers").Content[i],
				"the subscriber %q: its mails have an address to end them, signed with a key that PostgreSQL keeps sealed; write "+
					"the path of a key to seal with as encryption: {key_file: …}; dateline secrets key prints a new one", s.Name)
		}
	}
}
