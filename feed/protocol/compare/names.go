package compare

import (
	"maps"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed/protocol"
)

// names finds what is called otherwise and is still the same: windows of the same content, calendars of the same hours,
// people of whom an account or an address is the same.
func (c *comparison) names() {
	before, after := c.before, c.after
	c.windowNames = renamed(windowNames(before), windowNames(after), func(old, name string) bool {
		w, v := windowOf(before, old), windowOf(after, name)
		return w.When == v.When && w.Term() == v.Term()
	})
	c.calendarNames = renamed(calendarNames(before), calendarNames(after), func(old, name string) bool {
		return before.HoursIn(old).Version() == after.HoursIn(name).Version()
	})
	c.personNames = renamed(personNames(before), personNames(after), func(old, name string) bool {
		mine := ids(personOf(before, old))
		return slices.ContainsFunc(ids(personOf(after, name)), func(id string) bool {
			return slices.ContainsFunc(mine, func(my string) bool { return strings.EqualFold(id, my) })
		})
	})
}

// renamed finds for each name that is no longer there one that was not there and is the same.
func renamed(before, after []string, same func(old, name string) bool) map[string]string {
	names := map[string]string{}
	for _, old := range before {
		if slices.Contains(after, old) {
			names[old] = old
			continue
		}
		for _, name := range after {
			if !slices.Contains(before, name) && !taken(names, name) && same(old, name) {
				names[old] = name
				break
			}
		}
	}
	return names
}

func taken(names map[string]string, name string) bool {
	for _, other := range names {
		if other == name {
			return true
		}
	}
	return false
}

func windowNames(p *protocol.Protocol) []string {
	var names []string
	for _, w := range p.Windows {
		names = append(names, w.Name)
	}
	return names
}

func windowOf(p *protocol.Protocol, name string) *protocol.Window {
	return &p.Windows[slices.IndexFunc(p.Windows, func(w protocol.Window) bool { return w.Name == name })]
}

func calendarNames(p *protocol.Protocol) []string {
	names := slices.Sorted(maps.Keys(p.Calendars))
	for _, i := range p.TimeIntervals {
		names = append(names, i.Name)
	}
	slices.Sort(names)
	return names
}

func personNames(p *protocol.Protocol) []string {
	var names []string
	for _, person := range p.People {
		names = append(names, person.Name)
	}
	return names
}

func personOf(p *protocol.Protocol, name string) *protocol.Person {
	return &p.People[slices.IndexFunc(p.People, func(q protocol.Person) bool { return q.Name == name })]
}

// ids are the accounts and the addresses of a person, sorted.
func ids(p *protocol.Person) []string {
	return append(accountsOf(p.Accounts), slices.Sorted(slices.Values(p.Email))...)
}

// accountsOf are accounts as tool/id, sorted.
func accountsOf(byTool map[string]protocol.IDs) []string {
	var all []string
	for tool, ids := range byTool {
		for _, id := range ids {
			all = append(all, tool+"/"+id)
		}
	}
	slices.Sort(all)
	return all
}
