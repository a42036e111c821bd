package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
)

// choice is what an address's filters choose.
type choice struct {
	// values are the filters as they were given, without empty ones.
	values url.Values
	filter feed.Filter
	asks   AskFilter
}

// read reads an address's filters. extra are names that may stand there too. A mistake is a *problem.
func (s *server) read(values url.Values, sources []feed.Source, t times, extra ...string) (choice, error) {
	q, err := query.Read(values, query.Known{Sources: sources, Who: s.who, Teams: s.Teams, Now: t.now, Zone: t.zone}, extra...)
	if m, ok := errors.AsType[*query.Mistake](err); ok {
		err = problemOf(m)
	}
	return choice{values: q.Values, filter: q.Filter, asks: AskFilter{Sources: q.Sources, Accounts: q.Filter.Accounts}}, err
}

// names are the names of the people.
func (s *server) names() []string { return query.Known{Who: s.who}.People() }

// mistake is a value of a filter that does not exist, and those that do.
func mistake(filter, what, value string, known []string) *problem {
	return problemOf(query.Unknown(filter, what, value, known))
}

func problemOf(m *query.Mistake) *problem {
	return &problem{Status: http.StatusBadRequest, Title: m.Title, Text: m.Text, Known: m.Known, Filter: m.Filter}
}
