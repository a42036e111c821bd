package config

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed/digest"
	"github.com/datelinehq/dateline/feed/digest/mail"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/spelling"
)

// SMTP says which mail server digests are handed in at.
type SMTP struct {
	// Host is its name, Port where it listens: 587, or 465 for tls, where nothing is written.
	Host string `yaml:"host"`
	Port int    `yaml:"port"`
	// User and Password are what it wants to know, if anything.
	User     string            `yaml:"user"`
	Password connectors.Secret `yaml:"password"`
	// From is whom the messages come from: Dateline <dateline@example.com>.
	From string `yaml:"from"`
	// TLS says how the way there is protected: starttls, tls for a server that begins with it, or none for one on this machine. It
	// is starttls where nothing is written.
	TLS mail.Encryption `yaml:"tls"`
}

// Required are the keys that a mail server cannot do without.
func (SMTP) Required() []string { return []string{"host", "from"} }

// Server is the mail server as the sender knows it.
func (s SMTP) Server() mail.Server {
	return mail.Server{Host: s.Host, Port: s.Port, User: s.User, Password: string(s.Password), From: s.From, TLS: s.TLS}
}

// A Clock is a time of the day: 08:30.
type Clock time.Duration

// UnmarshalText reads a time of the day.
func (c *Clock) UnmarshalText(text []byte) error {
	at, err := time.Parse("15:04", string(text))
	if err != nil {
		return fmt.Errorf("%q is not a time of the day; write it as 08:30", text)
	}
	*c = Clock(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute)
	return nil
}

// Reader is the subscriber as somebody who gets digests.
func (s Subscriber) Reader() digest.Subscriber {
	to := digest.Subscriber{Name: string(s.Name), Person: s.Person, Address: s.Email, Rhythm: s.Digest, At: time.Duration(s.At)}
	if s.Webhook != "" {
		sum := sha256.Sum256([]byte(s.Webhook))
		to.Hook, to.Address = true, "webhook "+hex.EncodeToString(sum[:])
	}
	return to
}

// digests checks what digests need: a mail server, and of every subscriber a person whose mornings are known.
func (r *reader) digests(root *yaml.Node, c *Config) {
	if c.SMTP != (SMTP{}) {
		if err := c.SMTP.Server().Check(); err != nil {
			r.mistake(find(root, "smtp"), "smtp: %v", err)
		}
	}
	for i, s := range c.Subscribers {
		if wrong := s.wrong(c); wrong != "" {
			r.mistake(find(root, fmt.Sprintf("subscribers[%d]", i)), "the subscriber %q: %s", s.Name, wrong)
		}
	}
}

// wrong is what cannot be meant of a subscriber of digests, empty if nothing is.
func (s Subscriber) wrong(c *Config) string {
	switch {
	case s.Email == "" && s.Digest == "" && (s.Person != "" || s.At != 0):
		return "person and at are for digests: add digest: daily, or digest: weekly"
	case s.Email == "" && s.Digest == "":
		return ""
	case s.Email != "" && s.Webhook != "":
		return "it names both webhook and email; make two subscribers of it"
	case s.Email != "" && (len(s.Secret) > 0 || s.Private || s.Format != "" || s.View != "" || s.Filter != ""):
		return "secret, private, format, view and filter are for webhooks, and this is an email"
	case s.Digest != "" && (s.Format != "" || s.View != "" || s.Filter != ""):
		return "format, view and filter choose what is told as it happens; a digest tells of everything"
	case s.Digest == "":
		return "an email gets digests: add digest: daily, or digest: weekly"
	case !slices.Contains(digest.Rhythms(), s.Digest):
		return fmt.Sprintf("digest: %q is neither daily nor weekly", s.Digest)
	}
	if s.Email != "" {
		if err := mail.Address(s.Email, "email"); err != nil {
			return err.Error()
		}
		switch {
		case c.SMTP == SMTP{}:
			return "an email needs a mail server: add smtp: {host: smtp.example.com, from: dateline@example.com, user: …, password_file: …}"
		case c.PublicURL == "":
			return "an email needs public_url, for the links in it"
		}
	}
	return s.whose(c)
}

// whose is what cannot be meant of the person.
func (s Subscriber) whose(c *Config) string {
	if s.Person == "" {
		return "a digest is for somebody: add person, one of the people"
	}
	i := slices.IndexFunc(c.People, func(p protocol.Person) bool { return p.Name == s.Person })
	if i < 0 {
		var names []string
		for _, p := range c.People {
			names = append(names, p.Name)
		}
		if guess := spelling.Nearest(s.Person, names); guess != "" {
			return fmt.Sprintf("person: %q is not one of the people; did you mean %q?", s.Person, guess)
		}
		return fmt.Sprintf("person: %q is not one of the people", s.Person)
	}
	if cmp.Or(c.People[i].Calendar, c.Calendar) == "" {
		return fmt.Sprintf("nobody knows the mornings of %s: give them a calendar", s.Person)
	}
	return ""
}
