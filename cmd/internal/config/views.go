package config

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/query"
)

// views checks that every view has a name of its own, and a filter that can be read.
func (r *reader) views(root *yaml.Node, c *Config) {
	for i, v := range c.Views {
		node := find(root, fmt.Sprintf("views[%d]", i))
		same := func(o View) bool { return strings.EqualFold(o.Name, v.Name) }
		if err := query.Name(v.Name); err != nil {
			r.mistake(node, "views[%d]: %v", i, err)
		} else if slices.ContainsFunc(c.Views[:i], same) {
			r.mistake(node, "there are two views named %q; names must be unique", v.Name)
		}
		filter := url.Values{"q": {v.Filter}}
		if len(query.Tidy(filter)) == 0 {
			r.mistake(keyOf(node, "filter"), "the view %q needs a filter, such as kind:decision", v.Name)
		}
		if _, err := query.Read(filter, c.known(query.Tidy(filter))); err != nil {
			r.mistake(keyOf(node, "filter"), "the filter of the view %q: %s", v.Name, advice(err))
		}
	}
}

// known is what the configuration tells of what can be chosen. Which parts a source has is known only when it is read: those
// that are chosen are believed.
func (c *Config) known(chosen url.Values) query.Known {
	k := query.Known{
		Who: identity.Resolve(identity.Agreed(&c.Protocol)), Teams: slices.Sorted(maps.Keys(c.Teams)), Reader: true,
		Now: time.Unix(0, 0), Zone: time.UTC,
	}
	if len(c.People) > 0 {
		k.Me = c.People[0].Name
	}
	for _, s := range c.Sources {
		k.Sources = append(k.Sources, feed.Source{Name: s.Name, Tool: s.Tool})
		for _, name := range chosen["source"] {
			if name = strings.TrimPrefix(name, "-"); strings.HasPrefix(name, s.Name+"/") {
				k.Sources = append(k.Sources, feed.Source{Name: name, Parent: s.Name, Tool: s.Tool})
			}
		}
	}
	return k
}

// advice is a mistake with what was probably meant.
func advice(err error) string {
	if m, ok := errors.AsType[*query.Mistake](err); ok && m.Nearest() != "" {
		return fmt.Sprintf("%s Did you mean %q?", m.Text, m.Nearest())
	}
	return err.Error()
}
