package web

import (
	"net/url"
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

func (s *server) filters(q choice, sources []feed.Source, t times) filtersView {
	v := filtersView{
		Clear: "/",
		Query: q.filter.Query,
		Since: first(q.values["since"]),
		Until: first(q.values["until"]),
	}
	v.Kinds = []kindView{
		{Word: t.Say("feed.everything"), URL: address("/", only(q.values, "kind", "")), Current: len(q.values["kind"]) == 0},
	}
	for _, k := range feed.Kinds() {
		v.Kinds = append(v.Kinds, kindView{
			Icon: string(k), Word: t.Say("kinds." + string(k)), URL: address("/", only(q.values, "kind", string(k))),
			Current: slices.Contains(q.filter.Kinds, k),
		})
		if slices.Contains(q.filter.Kinds, k) {
			v.Kept = append(v.Kept, setting{"kind", string(k)})
		}
	}
	for _, name := range query.Names() {
		for _, value := range q.values[name] {
			v.Active = append(v.Active, t.chip("/", q.values, name, value))
		}
	}
	people := t.personField(s.names(), q.values)
	if len(people.Options) == 0 {
		chosen := first(q.values["person"])
		people = field{Name: "person", Label: t.Say("filter.account"), Text: true, Value: chosen, Hint: "github/ana"}
	}
	v.Fields = append(v.Fields, people)
	if len(s.Teams) > 0 {
		v.Fields = append(v.Fields, t.teamField(s.Teams, q.values))
	}
	v.Fields = append(v.Fields,
		t.sourceField(sources, q.values), t.toolField(sources, q.values),
		field{
			Name: "verb", Label: t.Say("filter.done"), All: t.Say("filter.anything"),
			Options: options(query.Texts(query.Verbs()), q.values["verb"], t.verb),
		},
		field{
			Name: "state", Label: t.Say("filter.item"), All: t.Say("filter.open-or-closed"),
			Options: options([]string{"open", "closed"}, q.values["state"], func(v string) string { return t.Say("filter." + v) }),
		},
	)
	return v
}

// The lists that the forms of several pages have.

func (t times) personField(names []string, values url.Values) field {
	return field{
		Name: "person", Label: t.Say("filter.person"), All: t.Say("filter.anybody"), Options: options(names, values["person"], nil),
	}
}

func (t times) teamField(teams []string, values url.Values) field {
	return field{
		Name: "team", Label: t.Say("filter.team"), All: t.Say("filter.any-team"), Options: options(teams, values["team"], nil),
	}
}

func (t times) sourceField(sources []feed.Source, values url.Values) field {
	return field{
		Name: "source", Label: t.Say("filter.source"), All: t.Say("filter.any-source"),
		Options: options(query.Sources(sources), values["source"], nil),
	}
}

func (t times) toolField(sources []feed.Source, values url.Values) field {
	return field{
		Name: "tool", Label: t.Say("filter.tool"), All: t.Say("filter.any-tool"),
		Options: options(query.Tools(sources), values["tool"], t.toolWord),
	}
}

// chip is a filter in use on a page.
func (t times) chip(page string, values url.Values, name, value string) chip {
	return chip{Label: t.Say("label." + name), Value: t.worded(name, value), URL: address(page, without(values, name, value))}
}

// worded is a filter's value as people read it.
func (t times) worded(name, value string) string {
	if left, not := strings.CutPrefix(value, "-"); not && name != "q" {
		return t.Say("filter.not", "value", t.worded(name, left))
	}
	switch name {
	case "until":
		if day, before := strings.CutPrefix(value, "<"); before {
			return t.Say("filter.before", "day", day)
		}
	case "kind":
		if slices.Contains(feed.AskKinds(), feed.AskKind(value)) {
			return t.owed(feed.AskKind(value))
		}
		return t.kind(feed.Kind(value)).Word
	case "verb":
		return t.verb(value)
	case "tool":
		return t.toolWord(value)
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
