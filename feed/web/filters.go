package web

import (
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
)

type (
	// filtersView is the choice of what the feed shows.
	filtersView struct {
		// Kinds are the choice above the feed: all, or one kind.
		Kinds []kindView
		// Active are the filters that hold now, each with the address without it.
		Active []chip
		// Clear is the address without any.
		Clear string
		// Fields are the lists to choose from in the form.
		Fields       []field
		Since, Until string
		// Query is the search and Kept the kinds, which the form keeps.
		Query string
		Kept  []setting
	}
	kindView struct {
		Icon, Word, URL string
		Current         bool
	}
	chip struct{ Label, Value, URL string }
	// field is one list of a form.
	field struct {
		Name, Label, All string
		Options          []option
		// Text says that values are typed, because there is no list to choose from; Value is what stands there.
		Text  bool
		Value string
		Hint  string
	}
	option struct {
		Value, Text string
		Chosen      bool
	}
)

func (s *server) filters(q choice, sources []feed.Source) filtersView {
	v := filtersView{
		Clear: "/",
		Query: q.filter.Query,
		Since: first(q.values["since"]),
		Until: first(q.values["until"]),
		Kinds: []kindView{{Word: "Everything", URL: address("/", only(q.values, "kind", "")), Current: len(q.values["kind"]) == 0}},
	}
	for _, k := range feed.Kinds() {
		v.Kinds = append(v.Kinds, kindView{Icon: kinds[k].Icon, Word: many[k], URL: address("/", only(q.values, "kind", string(k))),
			Current: slices.Contains(q.filter.Kinds, k)})
		if slices.Contains(q.filter.Kinds, k) {
			v.Kept = append(v.Kept, setting{"kind", string(k)})
		}
	}
	for _, name := range query.Names() {
		for _, value := range q.values[name] {
			v.Active = append(v.Active, chip{Label: labels[name], Value: worded(name, value), URL: address("/", without(q.values, name, value))})
		}
	}
	people := field{Name: "person", Label: "Person", All: "Anybody", Options: options(s.names(), q.values["person"], nil)}
	if len(people.Options) == 0 {
		people = field{Name: "person", Label: "Account", Text: true, Value: first(q.values["person"]), Hint: "github/ana"}
	}
	v.Fields = append(v.Fields, people)
	if len(s.Teams) > 0 {
		v.Fields = append(v.Fields, field{Name: "team", Label: "Team", All: "Any team", Options: options(s.Teams, q.values["team"], nil)})
	}
	v.Fields = append(v.Fields,
		field{Name: "source", Label: "Source", All: "Any source", Options: options(query.Sources(sources), q.values["source"], nil)},
		field{Name: "tool", Label: "Tool", All: "Any tool", Options: options(query.Tools(sources), q.values["tool"], func(v string) string { return tool(v).Word })},
		field{Name: "verb", Label: "What was done", All: "Anything", Options: options(query.Texts(query.Verbs()), q.values["verb"], spaced)},
		field{Name: "state", Label: "Item", All: "Open or closed", Options: options([]string{"open", "closed"}, q.values["state"], nil)},
	)
	return v
}

// labels are the names of the filters before their values.
var labels = map[string]string{
	"q": "Search", "kind": "Kind", "verb": "Done", "tool": "Tool", "source": "Source", "person": "Person", "team": "Team",
	"state": "Item", "since": "Since", "until": "Until", "is": "Only", "view": "View",
}

// worded is a filter's value as people read it.
func worded(name, value string) string {
	if left, not := strings.CutPrefix(value, "-"); not && name != "q" {
		return "not " + worded(name, left)
	}
	switch name {
	case "until":
		if day, before := strings.CutPrefix(value, "<"); before {
			return "before " + day
		}
	case "kind":
		return kinds[feed.Kind(value)].Word
	case "verb":
		return spaced(value)
	case "tool":
		return tool(value).Word
	}
	return value
}

// options are the values of a list; a chosen one that is not among them is added.
func options(values, chosen []string, word func(string) string) []option {
	out := make([]option, 0, len(values))
	for _, c := range chosen {
		if !slices.Contains(values, c) {
			out = append(out, option{Value: c, Text: c, Chosen: true})
		}
	}
	for _, v := range values {
		o := option{Value: v, Text: v, Chosen: slices.Contains(chosen, v)}
		if word != nil {
			o.Text = word(v)
		}
		out = append(out, o)
	}
	return out
}

func first(of []string) string {
	if len(of) == 0 {
		return ""
	}
	return of[0]
}
