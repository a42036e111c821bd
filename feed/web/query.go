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
	// view is the name of the saved filter that is shown, if one is.
	view string
	// personal says that it means something else to everybody.
	personal bool
}

// read reads an address's filters as they are for anybody. extra are names that may stand there too. A mistake is a *problem.
func (s *server) read(values url.Values, sources []feed.Source, t times, extra ...string) (choice, error) {
	return s.choose(values, s.known(sources, t), extra...)
}

// readFor reads an address's filters as they are for whoever asks, who has looked there before.
func (s *server) readFor(
	r *http.Request, values url.Values, sources []feed.Source, t times, look feed.Look, extra ...string,
) (choice, error) {
	k := s.known(sources, t)
	k.Me, k.Reader, k.Seen = s.me(r), s.Readers != nil, look.Mark
	return s.choose(values, k, extra...)
}

func (s *server) known(sources []feed.Source, t times) query.Known {
	return query.Known{Sources: sources, Who: s.who, Teams: s.Teams, Views: s.saved, Now: t.now, Zone: t.zone}
}

func (s *server) choose(values url.Values, k query.Known, extra ...string) (choice, error) {
	q, err := query.Read(values, k, extra...)
	if m, ok := errors.AsType[*query.Mistake](err); ok {
		err = problemOf(m)
	}
	f := q.Filter
	return choice{
		values: q.Values, filter: f, view: first(q.Values["view"]), personal: q.Personal,
		asks: AskFilter{Sources: q.Sources, Accounts: f.Accounts, Without: f.Without.Accounts, Flagged: f.Flagged},
	}, err
}

// names are the names of the people.
func (s *server) names() []string { return query.Known{Who: s.who}.People() }

// mistake is a value of a filter that does not exist, and those that do; text says what.
func mistake(filter, text, value string, known []string) *problem {
	return &problem{
		Status: http.StatusBadRequest, Title: "problem.unknown.title", Text: "problem.unknown." + text,
		Args: []any{"value", query.Line(value)}, Known: known, Filter: filter,
	}
}

// problemOf is a mistake that package query words.
func problemOf(m *query.Mistake) *problem {
	return &problem{Status: http.StatusBadRequest, Title: m.Title, Text: m.Text, Said: true, Known: m.Known, Filter: m.Filter}
}
