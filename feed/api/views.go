package api

import (
	"reflect"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

var views = endpoint{
	path: "views", name: "views", summary: "Filters that were saved under a name, by name",
	text:  "A view is chosen by the parameter view of other lists.",
	paged: true, example: "views",
	of: reflect.TypeFor[page[feed.ViewRecord]](),
	answer: func(c *call) (any, error) {
		all, err := c.Views(c.ctx)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(all, func(v feed.View) bool { return v.Name == c.after }); i >= 0 {
			all = all[i+1:]
		}
		return cut(c, all, func(v feed.View) string { return v.Name }, feed.View.Record), nil
	},
}
