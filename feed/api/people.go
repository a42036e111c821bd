package api

import (
	"reflect"
	"slices"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
)

var people = endpoint{
	path: "people", name: "people", summary: "Who is known, and by which accounts, by name",
	text:       "People are those in the configuration, and whoever has several accounts. E-mail addresses are never told.",
	parameters: filters("tool", "team"), paged: true, example: "people",
	of: reflect.TypeFor[page[feed.PersonRecord]](),
	answer: func(c *call) (any, error) {
		var list []feed.PersonRecord
		for _, h := range c.who.People() {
			if r := c.who.Record(h); c.choosesPerson(r) {
				list = append(list, r)
			}
		}
		if c.after != "" { // they are sorted as the directory has them, which is without regard to case
			i := slices.IndexFunc(list, func(r feed.PersonRecord) bool { return identity.ByName(r.Name, c.after) > 0 })
			if i < 0 {
				i = len(list)
			}
			list = list[i:]
		}
		return cut(c, list, func(r feed.PersonRecord) string { return r.Name },
			func(r feed.PersonRecord) feed.PersonRecord { return r }), nil
	},
}

// choosesPerson reports whether somebody has an account in one of the tools and is in one of the teams that are chosen.
func (c *call) choosesPerson(r feed.PersonRecord) bool {
	tools, teams := c.query.Filter.Tools, c.query.Values["team"]
	return (len(tools) == 0 || slices.ContainsFunc(r.Accounts,
		func(a feed.AccountRecord) bool { return slices.Contains(tools, a.Tool) })) &&
		(len(teams) == 0 || slices.ContainsFunc(r.Teams, func(t string) bool { return slices.Contains(teams, t) }))
}
