package api

import (
	"reflect"

	"github.com/datelinehq/dateline/feed"
)

var deliveries = endpoint{
	path: "deliveries", name: "deliveries", summary: "What was sent to subscribers, and what they answered, the last attempt first",
	text:       "They are kept for 30 days, and at most 10,000 of a subscriber.",
	parameters: []parameter{{name: "subscriber", text: "The name of a subscriber; without it, all."}},
	paged:      true, example: "deliveries?limit=20",
	of: reflect.TypeFor[page[feed.DeliveryRecord]](),
	answer: func(c *call) (any, error) {
		list, next, err := c.Deliveries(c.ctx, c.own.Get("subscriber"), c.after, c.limit)
		if err != nil {
			return nil, misplaced(err)
		}
		return turn(c, list, next, feed.Delivery.Record), nil
	},
}
