package api

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks/receipt"
	"github.com/datelinehq/dateline/feed/query"
)

// askShown are the asks that can be listed.
var askShown = []string{"open", "flagged", "ended", "all"}

var asks = endpoint{
	path: "asks", name: "asks", summary: "Who owes whom a response, due soonest first",
	text: "since and until bound when it was asked, person and team choose who owes or who waits.",
	parameters: slices.Concat(filters("tool", "source", "person", "team", "since", "until"), []parameter{
		{name: "kind", text: "What is owed.", values: query.Texts(feed.AskKinds()), many: true},
		{name: "state", text: "Those that wait; those that wait and are past their window; those that ended; or all.",
			values: askShown, usual: "open"},
	}),
	paged: true, example: "asks?state=flagged",
	of: reflect.TypeFor[page[feed.AskRecord]](),
	answer: func(c *call) (any, error) {
		f, err := c.askFilter()
		if err != nil {
			return nil, err
		}
		list, next, err := c.Asks(c.ctx, f, c.after, c.limit)
		if err != nil {
			return nil, misplaced(err)
		}
		return turn(c, list, next, func(a feed.AskEntry) feed.AskRecord { return a.Record(c.who.Person) }), nil
	},
}

// askFilter is what the parameters mean for asks.
func (c *call) askFilter() (AskFilter, error) {
	f := AskFilter{Sources: c.query.Sources, Accounts: c.query.Filter.Accounts, Without: c.query.Filter.Without.Accounts,
		Since: c.query.Filter.Since, Until: c.query.Filter.Until}
	for _, k := range c.own["kind"] {
		if !slices.Contains(feed.AskKinds(), feed.AskKind(k)) {
			return f, query.Unknown("kind", "There is no kind of ask called", k, query.Texts(feed.AskKinds()))
		}
		f.Kinds = append(f.Kinds, feed.AskKind(k))
	}
	switch state := cmp.Or(c.own.Get("state"), "open"); state {
	case "open":
		f.States = feed.OpenStates()
	case "flagged":
		f.States, f.Flagged = feed.OpenStates(), true
	case "ended":
		f.States = slices.DeleteFunc(feed.AskStates(), func(s feed.AskState) bool { return slices.Contains(feed.OpenStates(), s) })
	case "all":
	default:
		return f, query.Unknown("state", "Asks cannot be listed by", state, askShown)
	}
	return f, nil
}

// An explainedAsk is an ask with its receipt.
type explainedAsk struct {
	feed.AskRecord
	// Receipt explains every minute of it.
	Receipt receipt.Receipt `json:"receipt"`
}

var ask = endpoint{
	path: "asks/{id}", name: "ask", summary: "One ask, with the receipt that explains every minute of it", example: "asks/ID",
	of: reflect.TypeFor[single[explainedAsk]](),
	answer: func(c *call) (any, error) {
		a, explained, found, err := c.Ask(c.ctx, c.in("id"))
		switch {
		case err != nil:
			return nil, err
		case !found:
			return nil, absent("ask")
		}
		return single[explainedAsk]{explainedAsk{a.Record(c.who.Person), explained}}, nil
	},
}
