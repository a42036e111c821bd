package calendars

import (
	"slices"
	"strings"
)

// circles finds calendars that are made of themselves, by way of others or not.
func (c *checker) circles() {
	seen := map[string]bool{}
	for _, name := range c.names {
		c.follow(name, nil, seen)
	}
}

// follow looks at what a calendar is made of; way are those that are made of it.
func (c *checker) follow(name string, way []string, seen map[string]bool) {
	if i := slices.Index(way, name); i >= 0 {
		c.circle(way[i:])
		return
	}
	if seen[name] {
		return
	}
	seen[name] = true
	for _, part := range c.all[name].parts() {
		c.follow(part, append(slices.Clip(way), name), seen)
	}
}

// circle tells of one, beginning with the first of its names.
func (c *checker) circle(names []string) {
	i := slices.Index(names, slices.Min(names))
	names = append(slices.Concat(names[i:], names[:i]), names[i])
	for _, name := range names {
		c.sure[name] = false
	}
	w := c.all[names[0]]
	at := root(names[0], w)
	if ways := w.ways(); len(ways) > 0 {
		at = at.key(ways[0])
	}
	c.mistake(at, "%s is made of itself: %s", names[0], strings.Join(names, " → "))
}
