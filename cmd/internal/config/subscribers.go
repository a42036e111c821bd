package config

import (
	"net/url"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/webhook"
)

// Keys are secrets of which any may be used, the newest first. They are written as one text or as a list.
type Keys []connectors.Secret

// UnmarshalYAML reads one secret or a list of them.
func (k *Keys) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*k = Keys{connectors.Secret(node.Value)}
		return nil
	}
	var list []connectors.Secret
	if err := node.Decode(&list); err != nil {
		return err
	}
	*k = list
	return nil
}

// texts are the secrets themselves.
func (k Keys) texts() []string {
	texts := make([]string, len(k))
	for i, one := range k {
		texts[i] = string(one)
	}
	return texts
}

// Textual reports whether a value of the type can be read from a file that holds it.
func Textual(t reflect.Type) bool { return t.Kind() == reflect.String || t == reflect.TypeFor[Keys]() }

// Receiver is the subscriber as the sender knows it.
func (s Subscriber) Receiver() webhook.Subscriber {
	to := webhook.Subscriber{Name: string(s.Name), URL: string(s.Webhook), Format: s.Format, Private: s.Private}
	if len(s.Secret) > 0 {
		texts := s.Secret.texts()
		to.Secret, to.Older = texts[0], texts[1:]
	}
	return to
}

// Chooses is what the subscriber is told of, as the filters of an address. It is empty where that is everything.
func (s Subscriber) Chooses() url.Values {
	values := url.Values{}
	if s.View != "" {
		values.Set("view", s.View)
	}
	if s.Filter != "" {
		values.Set("q", s.Filter)
	}
	return values
}

// subscriber checks the i-th subscriber.
func (r *reader) subscriber(node *yaml.Node, s Subscriber, i int, c *Config) {
	switch {
	case !validName.MatchString(string(s.Name)):
		r.mistake(node, "a subscriber needs a name of small letters, digits, dots, dashes and underscores, such as name: ops; found %q", s.Name)
	case slices.ContainsFunc(c.Subscribers[:i], func(o Subscriber) bool { return o.Name == s.Name }):
		r.mistake(node, "there are two subscribers named %q; names must be unique", s.Name)
	case s.Webhook == "" && s.Email == "":
		r.mistake(node, "the subscriber %q names neither webhook nor email; add one of them", s.Name)
	case s.Webhook == "":
	default:
		if err := s.Receiver().Check(); err != nil {
			r.mistake(node, "the subscriber %q: %v", s.Name, err)
		}
		r.told(node, s, c)
	}
}

// told checks what a subscriber is told of. Views that people save are not known here, so it must be one of the configuration.
func (r *reader) told(node *yaml.Node, s Subscriber, c *Config) {
	if s.View != "" && s.Filter != "" {
		r.mistake(keyOf(node, "view"), "the subscriber %q has a view and a filter; keep one of them", s.Name)
		return
	}
	key := "filter"
	if s.View != "" {
		var names []string
		for _, v := range c.Views {
			if names = append(names, v.Name); strings.EqualFold(v.Name, s.View) {
				key, s.Filter = "view", v.Filter
			}
		}
		if s.Filter == "" {
			r.mistake(keyOf(node, "view"), "the subscriber %q: there is no view %q in this file; views are: %s",
				s.Name, s.View, strings.Join(names, ", "))
			return
		}
		s.View = ""
	}
	filter := query.Tidy(s.Chooses())
	q, err := query.Read(filter, c.known(filter))
	switch {
	case err != nil:
		r.mistake(keyOf(node, key), "the filter of the subscriber %q: %s", s.Name, advice(err))
	case q.Personal:
		r.mistake(keyOf(node, key), "the filter of the subscriber %q: me and is:unread are somebody’s, and a subscriber is nobody", s.Name)
	}
}
