package calendars

import (
	"maps"
	"slices"
	"strings"
)

// Check tells all that is wrong with calendars, in the order of their paths: nothing if they can be opened.
func Check(all map[string]Written, zone Zones) []Mistake {
	c := &checker{reader: reader{zone: zone}, all: all, names: slices.Sorted(maps.Keys(all)), sure: map[string]bool{}}
	for _, name := range c.names {
		before := len(c.found)
		c.calendar(name)
		if len(c.found) > before {
			c.sure[name] = false
		}
	}
	c.circles()
	o := newOpener(all, zone, nil)
	for _, name := range c.names {
		if c.sound(name) {
			c.opens(o, name)
		}
	}
	return sorted(c.found)
}

// A checker looks at calendars one after the other.
type checker struct {
	reader
	all   map[string]Written
	names []string
	sure  map[string]bool // whether a calendar is sound, where that is known
}

// calendar looks at one calendar by itself.
func (c *checker) calendar(name string) {
	w := c.all[name]
	at := root(name, w)
	ways := w.ways()
	switch {
	case name == "":
		c.mistake(at, "the calendar has no name")
		return
	case len(ways) == 0:
		c.mistake(at, "the calendar is never open; write its hours, time_intervals, a union or intersection of others, or always: true")
		return
	case len(ways) > 1:
		c.mistake(at, "the calendar has %s; write one of them, and a union for several", strings.Join(ways, " and "))
		return
	}
	switch way := ways[0]; way {
	case "union", "intersection":
		c.composed(at, way, w)
	default:
		c.simple(at, way, w)
	}
}

// composed looks at a calendar that is made of others.
func (c *checker) composed(at place, way string, w Written) {
	list := at.key(way)
	c.refuse(at.key("holidays"), w.Holidays != nil, "%s takes its holidays from its parts; write them there", article(way))
	c.refuse(at.key("exceptions"), w.Exceptions != nil, "%s takes its exceptions from its parts; write them there", article(way))
	c.refuse(at.key("location"), w.Location != "", "%s has the location of its first part; leave this one out", article(way))
	given := map[string]bool{}
	for i, part := range w.parts() {
		if _, known := c.all[part]; !known {
			hint := meant(part, c.names)
			if hint == "" {
				hint = "; there are " + few(c.names)
			}
			c.mistake(list.item(i), "there is no calendar %q%s", part, hint)
		}
		c.refuse(list.item(i), given[part], "%q is named twice", part)
		given[part] = true
	}
	switch len(w.parts()) {
	case 0:
		c.mistake(list, "%s needs two calendars or more; this one names none", article(way))
	case 1:
		c.mistake(list, "%s of one calendar is that calendar; name another, or use %q itself", article(way), w.parts()[0])
	}
}

// few are some of the names, to tell.
func few(names []string) string {
	if len(names) > 10 {
		names = append(slices.Clone(names[:10]), "…")
	}
	return strings.Join(names, ", ")
}

func article(way string) string {
	if way == "intersection" {
		return "an intersection"
	}
	return "a union"
}

func (c *checker) refuse(at place, is bool, format string, args ...any) {
	if is {
		c.mistake(at, format, args...)
	}
}

// simple looks at a calendar that is not made of others.
func (c *checker) simple(at place, way string, w Written) {
	before := len(c.found)
	l := c.leaf(at, w)
	if way == "always" {
		const advice = `a calendar that is always open has no %s; ` +
			`write hours: {"monday:sunday": ["00:00-24:00"]} to close it at times`
		c.refuse(at.key("holidays"), w.Holidays != nil, advice, "holidays")
		c.refuse(at.key("exceptions"), w.Exceptions != nil, advice, "exceptions")
		return
	}
	if len(l.hours) > 1 {
		const advice = "the intervals have several locations, and a date does not say whose day is meant; " +
			"make a calendar of each and a union of them"
		c.refuse(at.key("holidays"), w.Holidays != nil, advice)
		c.refuse(at.key("exceptions"), w.Exceptions != nil, advice)
	}
	if len(c.found) > before {
		return
	}
	if _, err := l.open(); err != nil {
		what := map[string]string{"hours": "the calendar has no hours on any day", "time_intervals": "no day is in any of the intervals"}[way]
		c.mistake(at.key(way), "%s; a calendar has to be open at some time", what)
	}
}
