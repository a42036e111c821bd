package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// The names of the filters, in the order in which they are shown.
var filterNames = []string{"q", "kind", "verb", "tool", "source", "person", "team", "state", "since", "until"}

// query is an address's filters, read.
type query struct {
	// values are the filters as they were given, without empty ones.
	values url.Values
	filter feed.Filter
	asks   AskFilter
}

// maxQuery is the length in bytes of the longest text that is searched for.
const maxQuery = 200

// read reads an address's filters. extra are names that may stand there too. A mistake is a *problem.
func (s *server) read(values url.Values, sources []feed.Source, t times, extra ...string) (query, error) {
	q := query{values: tidy(values)}
	for name := range q.values {
		if !slices.Contains(filterNames, name) && !slices.Contains(extra, name) {
			return q, mistake("", "There is no filter called", name, filterNames)
		}
	}
	for _, name := range extra {
		q.values.Del(name)
	}
	for _, step := range []func(*query, []feed.Source, times) error{
		readText, readWords, readSources, s.readPeople, readTimes,
	} {
		if err := step(&q, sources, t); err != nil {
			return q, err
		}
	}
	return q, nil
}

// tidy returns the values without empty and repeated ones, each name's in order.
func tidy(values url.Values) url.Values {
	out := url.Values{}
	for name, given := range values {
		for _, v := range given {
			if v = strings.TrimSpace(v); v != "" && !slices.Contains(out[name], v) {
				out[name] = append(out[name], v)
			}
		}
		slices.Sort(out[name])
	}
	return out
}

func readText(q *query, _ []feed.Source, _ times) error {
	q.filter.Query = strings.Join(q.values["q"], " ")
	if len(q.filter.Query) > maxQuery {
		return &problem{Status: http.StatusBadRequest, Title: "That is too much to search for",
			Text: fmt.Sprintf("A search may be %d characters long.", maxQuery)}
	}
	return nil
}

func readWords(q *query, _ []feed.Source, _ times) error {
	for _, v := range q.values["kind"] {
		if !slices.Contains(feed.Kinds(), feed.Kind(v)) {
			return mistake("kind", "There is no kind of event called", v, texts(feed.Kinds()))
		}
		q.filter.Kinds = append(q.filter.Kinds, feed.Kind(v))
	}
	for _, v := range q.values["verb"] {
		if feed.Verb(v).Kind() == "" {
			return mistake("verb", "There is no verb", v, texts(verbs))
		}
		q.filter.Verbs = append(q.filter.Verbs, feed.Verb(v))
	}
	states := q.values["state"]
	for _, v := range states {
		if v != string(feed.StateOpen) && v != string(feed.StateClosed) {
			return mistake("state", "Items have no state", v, []string{"open", "closed"})
		}
	}
	if len(states) == 1 { // both are all
		q.filter.State = feed.State(states[0])
	}
	return nil
}

func readSources(q *query, sources []feed.Source, _ times) error {
	q.filter.Tools, q.filter.Sources = q.values["tool"], q.values["source"]
	for _, v := range q.filter.Tools {
		if known := toolsOf(sources); !slices.Contains(known, v) {
			return mistake("tool", "No source is read from a tool called", v, known)
		}
	}
	for _, v := range q.filter.Sources {
		if !slices.ContainsFunc(sources, func(s feed.Source) bool { return s.Name == v }) {
			return mistake("source", "There is no source called", v, namesOf(sources))
		}
	}
	q.asks.Sources = q.filter.Sources
	if len(q.filter.Tools) > 0 {
		q.asks.Sources = nil
		for _, s := range sources {
			chosen := len(q.filter.Sources) == 0 || slices.Contains(q.filter.Sources, s.Name) || slices.Contains(q.filter.Sources, s.Parent)
			if chosen && slices.Contains(q.filter.Tools, s.Tool) {
				q.asks.Sources = append(q.asks.Sources, s.Name)
			}
		}
		q.asks.Sources = append(q.asks.Sources, "") // no source has this name: none is none, and not all
	}
	return nil
}

// readPeople reads person and team. A person may also be given as an account, tool/id, for those nobody wrote down.
func (s *server) readPeople(q *query, sources []feed.Source, _ times) error {
	if len(q.values["person"])+len(q.values["team"]) == 0 {
		return nil
	}
	accounts := []string{"/"} // nobody's account: somebody without accounts is nobody, and not everybody
	for _, v := range q.values["person"] {
		if of, known := s.who.AccountsOf(v); known {
			accounts = append(accounts, of...)
			continue
		}
		tool, id, isAccount := strings.Cut(v, "/")
		if !isAccount || id == "" || !slices.Contains(toolsOf(sources), tool) {
			return mistake("person", "There is no person called", v, s.names())
		}
		accounts = append(accounts, v)
	}
	for _, v := range q.values["team"] {
		of, known := s.who.AccountsOf(v)
		if !known || !slices.Contains(s.Teams, v) {
			return mistake("team", "There is no team called", v, s.Teams)
		}
		accounts = append(accounts, of...)
	}
	q.filter.Accounts, q.asks.Accounts = accounts, accounts
	return nil
}

// names are the names of the people.
func (s *server) names() []string {
	people := s.who.People()
	out := make([]string, len(people))
	for i, p := range people {
		out[i] = p.Name
	}
	return out
}

func readTimes(q *query, _ []feed.Source, t times) error {
	for _, v := range q.values["since"] {
		at, _, err := bound(v, t)
		if err != nil {
			return err
		}
		if q.filter.Since.IsZero() || at.Before(q.filter.Since) {
			q.filter.Since = at
		}
	}
	for _, v := range q.values["until"] {
		at, day, err := bound(v, t)
		if err != nil {
			return err
		}
		if day {
			at = at.AddDate(0, 0, 1) // a day is meant with all its hours
		}
		if at.After(q.filter.Until) {
			q.filter.Until = at
		}
	}
	return nil
}

// bound reads a day, an instant, or how long ago. day says that it is a whole day, given by its beginning.
func bound(v string, t times) (at time.Time, day bool, err error) {
	if at, err := time.ParseInLocation(time.DateOnly, v, t.zone); err == nil {
		return at, true, nil
	}
	if at, err := time.Parse(time.RFC3339, v); err == nil {
		return at, false, nil
	}
	if d, ok := relative(v); ok {
		return t.now.Truncate(time.Hour).Add(-d), false, nil
	}
	return time.Time{}, false, &problem{Status: http.StatusBadRequest, Title: "That is no time",
		Text: "“" + feedLine(v) + "” is neither a day (2026-11-24) nor an instant (2026-11-24T08:00:00Z) nor how long ago (7d, 24h)."}
}

// relative reads how long ago: a number of hours, days or weeks.
func relative(v string) (time.Duration, bool) {
	if len(v) < 2 {
		return 0, false
	}
	unit, ok := map[byte]time.Duration{'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}[v[len(v)-1]]
	n, err := strconv.ParseUint(v[:len(v)-1], 10, 16)
	return time.Duration(n) * unit, ok && err == nil
}

// mistake is a value of a filter that does not exist, and those that do.
func mistake(filter, what, value string, known []string) *problem {
	return &problem{Status: http.StatusBadRequest, Title: "Nothing is known by that name",
		Text: what + " “" + feedLine(value) + "”.", Known: known, Filter: filter}
}

// feedLine makes what came in fit to be repeated in a sentence.
func feedLine(s string) string { return strings.Join(strings.Fields(feed.Text(s, 100)), " ") }

func texts[T ~string](of []T) []string {
	out := make([]string, len(of))
	for i, v := range of {
		out[i] = string(v)
	}
	return out
}

func namesOf(sources []feed.Source) []string {
	out := make([]string, len(sources))
	for i, s := range sources {
		out[i] = s.Name
	}
	return out
}

func toolsOf(sources []feed.Source) []string {
	var out []string
	for _, s := range sources {
		if !slices.Contains(out, s.Tool) {
			out = append(out, s.Tool)
		}
	}
	slices.Sort(out)
	return out
}
