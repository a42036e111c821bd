package api

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
)

// A parameter is what can stand in the query of an address.
type parameter struct {
	name, text string
	// values are all that it can be, if there are but a few.
	values []string
	// least and most bound a whole number, usual is what it is if nothing is said.
	least, most int
	usual       string
	// many says that several values are alternatives; filter that package query reads it; needed that it must be there.
	many, filter, needed bool
}

// filterList are the filters, of which endpoints choose.
var filterList = []parameter{
	{name: "view", text: "A saved filter by name. What is said beside it counts in place of what it says of the same."},
	{name: "q", text: `Words that must all occur, "a phrase", -excluded; and any other filter as name:value.`, many: true},
	{name: "kind", text: "The kind of event.", values: signed(query.Texts(feed.Kinds())), many: true},
	{name: "is", text: "flagged: on which somebody is waited for past a window.", values: []string{"flagged"}},
	{name: "verb", text: "What was done.", values: signed(query.Texts(query.Verbs())), many: true},
	{name: "tool", text: "A tool that a source is read from.", many: true},
	{name: "source", text: "A source by name, with its parts.", many: true},
	{name: "person", text: "A person by name, or an account as tool/id.", many: true},
	{name: "team", text: "A team by name: everybody in it.", many: true},
	{name: "state", text: "The state of the item.", values: []string{"open", "closed"}, many: true},
	{name: "since", text: "From then on: a day, which begins in UTC, an instant, or how long ago (7d, 24h, 2w).", many: true},
	{name: "until", text: "Until then, written as since; a day is meant with all its hours.", many: true},
}

// signed are values with those that a minus sign leaves out.
func signed(values []string) []string {
	out := slices.Clone(values)
	for _, v := range values {
		out = append(out, "-"+v)
	}
	return out
}

// filters are the filters of these names, all where there are none.
func filters(of ...string) (list []parameter) {
	for _, p := range filterList {
		if len(of) == 0 || slices.Contains(of, p.name) {
			p.filter = true
			list = append(list, p)
		}
	}
	return list
}

// daysBack is how far reports look back.
var daysBack = parameter{name: "days", text: "How many days to look back; 0 is as far as there is anything.",
	usual: "90", most: maxDays}

// paging are the parameters of what comes in pages.
func (e endpoint) paging() []parameter {
	return []parameter{
		{name: "limit", text: "How many records a page holds.", usual: strconv.Itoa(cmp.Or(e.usual, usualLimit)), least: 1,
			most: cmp.Or(e.most, maxLimit)},
		{name: "after", text: "Go on behind a page: its next."},
	}
}

// all are the parameters of the endpoint, with those of pages.
func (e endpoint) all() []parameter {
	if e.paged {
		return slices.Concat(e.parameters, e.paging())
	}
	return e.parameters
}

func names(parameters []parameter) []string {
	out := make([]string, len(parameters))
	for i, p := range parameters {
		out[i] = p.name
	}
	return out
}
