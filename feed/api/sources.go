package api

import (
	"reflect"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

var sources = endpoint{
	path: "sources", name: "sources", summary: "What is read, and how the reading goes, by name",
	text:       "One that is retired is no longer in the configuration, or no longer in its tool; what was read of it stays.",
	parameters: filters("tool", "source"), paged: true, example: "sources",
	of: reflect.TypeFor[page[feed.SourceRecord]](),
	answer: func(c *call) (any, error) {
		all, err := c.Sources(c.ctx)
		if err != nil {
			return nil, err
		}
		chosen := c.query.Sources
		all = slices.DeleteFunc(slices.Clone(all), func(s feed.Source) bool {
			return s.Name <= c.after ||
				chosen != nil && !slices.Contains(chosen, s.Name) && (s.Parent == "" || !slices.Contains(chosen, s.Parent))
		})
		// Whatever order of letters the database has, the list goes on behind a name.
		slices.SortFunc(all, func(a, b feed.Source) int { return strings.Compare(a.Name, b.Name) })
		return cut(c, all, func(s feed.Source) string { return s.Name }, feed.Source.Record), nil
	},
}
