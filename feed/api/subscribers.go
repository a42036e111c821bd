package api

import (
	"reflect"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

var subscribers = endpoint{
	path: "subscribers", name: "subscribers", summary: "Who is told by webhooks, and how that goes, by name",
	text:  "One that is disabled is told nothing until somebody resumes it.",
	paged: true, example: "subscribers",
	of: reflect.TypeFor[page[feed.SubscriberRecord]](),
	answer: func(c *call) (any, error) {
		all, err := c.Subscribers(c.ctx)
		if err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(slices.Clone(all), func(s feed.Subscriber) bool { return s.Name <= c.after })
		slices.SortFunc(all, func(a, b feed.Subscriber) int { return strings.Compare(a.Name, b.Name) })
		return cut(c, all, func(s feed.Subscriber) string { return s.Name }, feed.Subscriber.Record), nil
	},
}
