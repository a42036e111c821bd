package ics

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxDepth is how deep components may stand in each other: an alarm in an event in a calendar makes three.
const maxDepth = 8

// A component is an event, a zone, or a rule of a zone, which stands in it.
type component struct {
	kind       string // VEVENT, VTIMEZONE, STANDARD, DAYLIGHT, or one of which nothing is kept
	line       int
	properties []property
	inside     []*component
	broken     error // why it cannot be used, if one can tell already
}

// components finds the events and zones of a text. A missing end costs the event; a missing end of the calendar costs
// all of it, since then nobody knows what else is missing.
func components(all []line) (events, zones []*component, err error) {
	var n nest
	for _, l := range all {
		switch name := nameOf(l.text); {
		case name == "BEGIN":
			if err := n.begin(component{kind: kindOf(l.text), line: l.number}); err != nil {
				return nil, nil, fmt.Errorf("line %d: %w", l.number, err)
			}
		case name == "END":
			n.end(kindOf(l.text))
		case len(n.open) > 0:
			n.open[len(n.open)-1].add(name, l.text)
		}
	}
	switch {
	case len(all) == 0:
		return nil, nil, errors.New("the calendar is empty")
	case !n.begun:
		return nil, nil, fmt.Errorf("this is no calendar: it begins with %s, not with BEGIN:VCALENDAR", short(all[0].text))
	case len(n.open) > 0:
		return nil, nil, fmt.Errorf("the calendar is cut off: the %s of line %d has no end", n.open[0].kind, n.open[0].line)
	}
	return n.events, n.zones, nil
}

// kindOf returns what a line begins or ends.
func kindOf(text string) string {
	_, kind, _ := strings.Cut(text, ":")
	return strings.ToUpper(strings.TrimSpace(kind))
}

// A nest is the components that stand open, the outermost first, and those that were found.
type nest struct {
	open, events, zones []*component
	begun               bool // whether there was a calendar
}

func (n *nest) begin(c component) error {
	calendar := c.kind == "VCALENDAR"
	if c.kind == "VEVENT" && len(n.open) > 1 { // it stands in nothing but a calendar, so the one before has no end
		n.close(1, 1)
	}
	switch {
	case !calendar && !n.begun:
		return fmt.Errorf("%s stands outside of any VCALENDAR", short(c.kind))
	case calendar && len(n.open) > 0:
		return fmt.Errorf("a calendar begins within the one that began in line %d", n.open[0].line)
	case len(n.open) == maxDepth:
		return fmt.Errorf("components stand in each other more than %d deep", maxDepth)
	}
	n.begun = true
	n.open = append(n.open, &c)
	return nil
}

// end ends the innermost component of a kind, if there is one, and those in it, which have no end.
func (n *nest) end(kind string) {
	for at, c := range slices.Backward(n.open) {
		if c.kind == kind {
			n.close(at, at+1)
			return
		}
	}
}

// close takes components off from some depth on. Those from another depth on are broken.
func (n *nest) close(depth, broken int) {
	for at := len(n.open) - 1; at >= depth; at-- {
		c := n.open[at]
		if at >= broken {
			c.broken = fmt.Errorf("has no END:%s", c.kind)
		}
		switch {
		case c.kind == "VEVENT" && at == 1:
			n.events = append(n.events, c)
		case c.kind == "VTIMEZONE" && at == 1:
			n.zones = append(n.zones, c)
		case at == 2 && n.open[1].kind == "VTIMEZONE":
			n.open[1].inside = append(n.open[1].inside, c)
		}
	}
	n.open = n.open[:depth]
}

// add reads a content line of the component.
func (c *component) add(name, text string) {
	once, known := read[name]
	if !known || !slices.Contains([]string{"VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}, c.kind) {
		return
	}
	p, err := parse(text)
	if err == nil && once && c.first(name) != nil {
		err = fmt.Errorf("has more than one %s", name)
	}
	switch {
	case err == nil && p.value == "": // says nothing: some programs write all they know of, known or not
	case err == nil:
		c.properties = append(c.properties, p)
	case name != "SUMMARY" && c.broken == nil: // without its name it is a closing all the same
		c.broken = err
	}
}

// first returns the first property of a name, nil if there is none.
func (c *component) first(name string) *property {
	for i := range c.properties {
		if c.properties[i].name == name {
			return &c.properties[i]
		}
	}
	return nil
}

// text returns the value of the first property of a name, empty if there is none.
func (c *component) text(name string) string {
	if p := c.first(name); p != nil {
		return p.value
	}
	return ""
}
