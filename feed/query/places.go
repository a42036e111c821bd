package query

import (
	"net/url"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

func readSources(q *Query, given url.Values, k Known) error {
	f := &q.Filter
	for _, v := range given["tool"] {
		tool, not := strings.CutPrefix(v, "-")
		if known := Tools(k.Sources); !slices.Contains(known, tool) {
			return Unknown("tool", "No source is read from a tool called", tool, known)
		}
		choose(&f.Tools, &f.Without.Tools, tool, not)
	}
	for _, v := range given["source"] {
		name, not := strings.CutPrefix(v, "-")
		known := Sources(k.Sources)
		source, ok := named(name, known)
		if !ok {
			return Unknown("source", "There is no source called", name, known)
		}
		choose(&f.Sources, &f.Without.Sources, source, not)
	}
	q.Sources = f.Sources
	if len(f.Tools)+len(f.Without.Tools)+len(f.Without.Sources) > 0 {
		q.Sources = k.chosen(*f)
	}
	return nil
}

// chosen are the names of the sources that source and tool choose.
func (k Known) chosen(f feed.Filter) []string {
	out := []string{""} // no source has this name: none is none, and not all
	for _, s := range k.Sources {
		among := func(list []string) bool { return slices.Contains(list, s.Name) || slices.Contains(list, s.Parent) }
		left := func(p feed.Source) bool { return p.Parent == s.Name && slices.Contains(f.Without.Sources, p.Name) }
		if (len(f.Sources) == 0 || among(f.Sources)) && (len(f.Tools) == 0 || slices.Contains(f.Tools, s.Tool)) &&
			!slices.Contains(f.Without.Tools, s.Tool) && !among(f.Without.Sources) &&
			!slices.ContainsFunc(k.Sources, left) { // its name would choose all its parts
			out = append(out, s.Name)
		}
	}
	return out
}

// named finds a name whatever its case, the same case first.
func named(name string, known []string) (string, bool) {
	if slices.Contains(known, name) {
		return name, true
	}
	i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, name) })
	if i < 0 {
		return "", false
	}
	return known[i], true
}

// readPeople reads person and team. A person may also be given as an account, tool/id, for those nobody wrote down, and as me.
func readPeople(q *Query, given url.Values, k Known) error {
	for _, v := range given["person"] {
		name, not := strings.CutPrefix(v, "-")
		if strings.EqualFold(name, "me") && k.Me == "" {
			return &Mistake{Filter: "person", Value: name, Title: "Nobody knows who you are",
				Text: "“me” is whoever says who they are, on the page of people."}
		}
		if strings.EqualFold(name, "me") {
			name, q.Personal = k.Me, true
		}
		of, known := k.accountsOf(name, k.People())
		if tool, id, isAccount := strings.Cut(name, "/"); !known && isAccount && id != "" && slices.Contains(Tools(k.Sources), tool) {
			of, known = []string{name}, true
		}
		if !known {
			return Unknown("person", "There is no person called", name, k.People())
		}
		q.chooseAccounts(of, not)
	}
	for _, v := range given["team"] {
		name, not := strings.CutPrefix(v, "-")
		of, known := k.accountsOf(name, k.Teams)
		if !known {
			return Unknown("team", "There is no team called", name, k.Teams)
		}
		q.chooseAccounts(of, not)
	}
	return nil
}

// chooseAccounts adds somebody's accounts to what is chosen or left out.
func (q *Query) chooseAccounts(of []string, not bool) {
	if not {
		q.Filter.Without.Accounts = append(q.Filter.Without.Accounts, of...)
		return
	}
	of = append(slices.DeleteFunc(q.Filter.Accounts, func(a string) bool { return a == nobody }), of...)
	if q.Filter.Accounts = of; len(of) == 0 {
		q.Filter.Accounts = []string{nobody} // somebody without accounts is nobody, and not everybody
	}
}

// nobody is an account that nobody has.
const nobody = "/"

// accountsOf are the accounts of a person or a team that is among the known.
func (k Known) accountsOf(name string, known []string) ([]string, bool) {
	name, ok := named(name, known)
	if !ok {
		return nil, false
	}
	return k.Who.AccountsOf(name)
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
