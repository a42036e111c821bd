package api

import (
	"reflect"
	"strconv"

	"github.com/datelinehq/dateline/feed"
)

var events = endpoint{
	path: "events", name: "events", summary: "What happened, newest first",
	text:       "What was edited in its tool keeps its place; what is gone there has lost its text, and says so.",
	parameters: filters(), paged: true, log: true, example: "events?kind=decision&since=7d",
	of: reflect.TypeFor[page[feed.EventRecord]](),
	answer: func(c *call) (any, error) {
		before := int64(0) // the newest
		if c.after != "" {
			var err error
			if before, err = strconv.ParseInt(c.after, 10, 64); err != nil || before == 0 {
				return nil, errCursor
			}
		}
		list, err := c.Log.Events(c.ctx, c.query.Filter, before, c.limit+1)
		if err != nil {
			return nil, err
		}
		place := func(e feed.Entry) string { return strconv.FormatInt(e.Pos, 10) }
		return cut(c, list, place, func(e feed.Entry) feed.EventRecord { return e.Record(c.who.Person) }), nil
	},
}
