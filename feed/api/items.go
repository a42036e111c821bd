package api

import (
	"reflect"

	"github.com/datelinehq/dateline/feed"
)

var items = endpoint{
	path: "items", name: "items", summary: "What work happens on, the last updated first",
	text:       "q, kind, verb, person and team choose items to which such an event happened; since and until bound the update.",
	parameters: filters(), paged: true, example: "items?state=open&limit=20",
	of: reflect.TypeFor[page[feed.ItemRecord]](),
	answer: func(c *call) (any, error) {
		list, next, err := c.Items(c.ctx, c.query.Filter, c.after, c.limit)
		if err != nil {
			return nil, misplaced(err)
		}
		return turn(c, list, next, c.item), nil
	},
}

var item = endpoint{
	path: "items/{source}/{id}", name: "item", summary: "One item", example: "items/api/1",
	of: reflect.TypeFor[single[feed.ItemRecord]](),
	answer: func(c *call) (any, error) {
		it, found, err := c.Item(c.ctx, c.in("source"), c.in("id"))
		switch {
		case err != nil:
			return nil, err
		case !found:
			return nil, absent("item")
		}
		return single[feed.ItemRecord]{c.item(it)}, nil
	},
}

func (c *call) item(it feed.ItemEntry) feed.ItemRecord {
	return it.Record(it.Tool, it.Source, c.who.Person)
}
