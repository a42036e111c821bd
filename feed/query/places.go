package query

import (
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

func readSources(q *Query, k Known) error {
	q.Filter.Tools, q.Filter.Sources = q.Values["tool"], q.Values["source"]
	for _, v := range q.Filter.Tools {
		if known := Tools(k.Sources); !slices.Contains(known, v) {
			return Unknown("tool", "No source is read from a tool called", v, known)
		}
	}
	for _, v := range q.Filter.Sources {
		if !slices.ContainsFunc(k.Sources, func(s feed.Source) bool { return s.Name == v }) {
			return Unknown("source", "There is no source called", v, Sources(k.Sources))
		}
	}
	q.Sources = q.Filter.Sources
	if len(q.Filter.Tools) > 0 {
		q.Sources = nil
		for _, s := range k.Sources {
			chosen := len(q.Filter.Sources) == 0 || slices.Contains(q.Filter.Sources, s.Name) ||
				slices.Contains(q.Filter.Sources, s.Parent)
			if chosen && slices.Contains(q.Filter.Tools, s.Tool) {
				q.Sources = append(q.Sources, s.Name)
			}
		}
		q.Sources = append(q.Sources, "") // no source has this name: none is none, and not all
	}
	return nil
}

// readPeople reads person and team. A person may also be given as an account, tool/id, for those nobody wrote down.
func readPeople(q *Query, k Known) error {
	if len(q.Values["person"])+len(q.Values["team"]) == 0 {
		return nil
	}
	accounts := []string{"/"} // nobody's account: somebody without accounts is nobody, and not everybody
	for _, v := range q.Values["person"] {
		if of, known := k.Who.AccountsOf(v); known {
			accounts = append(accounts, of...)
			continue
		}
		tool, id, isAccount := strings.Cut(v, "/")
		if !isAccount || id == "" || !slices.Contains(Tools(k.Sources), tool) {
			return Unknown("person", "There is no person called", v, k.People())
		}
		accounts = append(accounts, v)
	}
	for _, v := range q.Values["team"] {
		of, known := k.Who.AccountsOf(v)
		if !known || !slices.Contains(k.Teams, v) {
			return Unknown("team", "There is no team called", v, k.Teams)
		}
		accounts = append(accounts, of...)
	}
	q.Filter.Accounts = accounts
	return nil
}

// People are the names of the people.
func (k Known) People() []string {
	people := k.Who.People()
	out := make([]string, len(people))
	for i, p := range people {
		out[i] = p.Name
	}
	return out
}

// Sources are the names of sources.
func Sources(sources []feed.Source) []string {
	out := make([]string, len(sources))
	for i, s := range sources {
		out[i] = s.Name
	}
	return out
}

// Tools are the tools that sources are read from, sorted.
func Tools(sources []feed.Source) []string {
	var out []string
	for _, s := range sources {
		if !slices.Contains(out, s.Tool) {
			out = append(out, s.Tool)
		}
	}
	slices.Sort(out)
	return out
}
