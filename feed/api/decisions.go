package api

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
)

var decisions = endpoint{
	path: "decisions", name: "decisions", summary: "What was decided, and what waits to be, newest first",
	text: "What was decided in several places is told once. since and until bound when it was decided, else proposed.",
	parameters: slices.Concat(filters("q", "tool", "source", "person", "team", "since", "until"), []parameter{
		{name: "state", text: "How the decision stands.", values: query.Texts(feed.DecisionStates()), many: true},
	}),
	paged: true, example: "decisions?state=proposed",
	of: reflect.TypeFor[page[feed.DecisionRecord]](),
	answer: func(c *call) (any, error) {
		q := c.query.Filter
		f := feed.DecisionFilter{Query: q.Query, Sources: c.query.Sources, Accounts: q.Accounts, Without: q.Without.Accounts,
			Since: q.Since, Until: q.Until}
		for _, v := range c.own["state"] {
			if !slices.Contains(feed.DecisionStates(), feed.DecisionState(v)) {
				return nil, query.Unknown("state", "Decisions have no state", v, query.Texts(feed.DecisionStates()))
			}
			f.States = append(f.States, feed.DecisionState(v))
		}
		made, err := c.Decisions(c.ctx)
		if err != nil {
			return nil, err
		}
		heads, err := made.Heads(c.ctx, f)
		if err != nil {
			return nil, err
		}
		if heads, err = behind(heads, c.after); err != nil {
			return nil, err
		}
		next := ""
		if len(heads) > c.limit {
			heads = heads[:c.limit]
			last := heads[c.limit-1]
			next = strconv.FormatInt(last.At.UnixMicro(), 10) + " " + last.ID
		}
		list, err := made.Tell(c.ctx, heads)
		return turn(c, list, next, c.decision), err
	},
}

// behind is the rest of a list behind a decision; behind where it stood, if it is there no more.
func behind(list []feed.DecisionHead, place string) ([]feed.DecisionHead, error) {
	if place == "" {
		return list, nil
	}
	written, id, _ := strings.Cut(place, " ")
	us, err := strconv.ParseInt(written, 10, 64)
	if err != nil {
		return nil, errCursor
	}
	at := time.UnixMicro(us)
	i := slices.IndexFunc(list, func(h feed.DecisionHead) bool { return h.ID == id && h.At.Equal(at) })
	if i >= 0 {
		return list[i+1:], nil
	}
	if i = slices.IndexFunc(list, func(h feed.DecisionHead) bool { return h.At.Before(at) }); i < 0 {
		return nil, nil
	}
	return list[i:], nil
}

var decision = endpoint{
	path: "decisions/{id}", name: "decision", summary: "One decision", example: "decisions/ID",
	of: reflect.TypeFor[single[feed.DecisionRecord]](),
	answer: func(c *call) (any, error) {
		made, err := c.Decisions(c.ctx)
		if err != nil {
			return nil, err
		}
		h, found := made.Head(c.in("id"))
		if !found {
			return nil, absent("decision")
		}
		list, err := made.Tell(c.ctx, []feed.DecisionHead{h})
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			return nil, absent("decision")
		}
		return single[feed.DecisionRecord]{c.decision(list[0])}, nil
	},
}

func (c *call) decision(d feed.DecisionEntry) feed.DecisionRecord { return d.Record(c.who.Person) }
