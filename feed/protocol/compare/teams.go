package compare

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/datelinehq/dateline/feed/protocol/wording"
)

// otherwise tells of the calendar of everybody who has none.
func (c *comparison) otherwise() {
	text := c.byAnother(c.before.Calendar, c.after.Calendar)
	if text == "" {
		return
	}
	var who []string
	for old, name := range c.personNames {
		if personOf(c.before, old).Calendar == "" && personOf(c.after, name).Calendar == "" {
			who = append(who, name)
		}
	}
	slices.Sort(who)
	var details []string
	if len(who) > 0 {
		details = []string{"of the people: " + some(who)}
	}
	c.add(Changed, "everybody without a calendar", "works "+text, details...)
}

// teams tells of teams, their members and their leads.
func (c *comparison) teams() {
	for _, team := range either(c.before.Teams, c.after.Teams) {
		before, was := c.before.Teams[team]
		after, would := c.after.Teams[team]
		var stay []string
		for _, name := range before {
			stay = append(stay, c.called(name))
		}
		subject := "team " + strconv.Quote(team)
		lead, next := c.called(c.before.Leads[team]), c.after.Leads[team]
		switch {
		case !was:
			c.add(Added, subject, strings.Join(append([]string{members(after)}, leads("", next)...), ", "))
		case !would:
			c.add(Removed, subject, members(stay))
		default:
			gained, lost := gainedAndLost(stay, after)
			parts := append(both("gains %s", gained, "loses %s", lost), leads(lead, next)...)
			if len(parts) > 0 {
				c.add(Changed, subject, strings.Join(parts, "; "))
			}
		}
	}
}

// called is what somebody would be called.
func (c *comparison) called(name string) string {
	if renamed, stays := c.personNames[name]; stays {
		return renamed
	}
	return name
}

func members(names []string) string {
	if len(names) == 0 {
		return "nobody"
	}
	return wording.And(names...)
}

func leads(was, would string) []string {
	switch {
	case was == would:
		return nil
	case was == "":
		return []string{"led by " + would}
	case would == "":
		return []string{"no longer led by " + was}
	}
	return []string{fmt.Sprintf("led by %s instead of %s", would, was)}
}

// bots tells which accounts are programs.
func (c *comparison) bots() {
	gained, lost := gainedAndLost(accountsOf(c.before.Bots), accountsOf(c.after.Bots))
	if len(gained) > 0 {
		c.add(Added, "bots", wording.And(gained...))
	}
	if len(lost) > 0 {
		c.add(Removed, "bots", wording.And(lost...))
	}
}

// either are the keys of two maps, sorted and each once.
func either[V any](a, b map[string]V) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b)))))
}
