package query

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
)

// Names lists the filters, in the order in which they are shown.
func Names() []string {
	return []string{"view", "q", "kind", "is", "verb", "tool", "source", "person", "team", "state", "since", "until"}
}

// Known is what there is to choose from.
type Known struct {
	Sources []feed.Source
	// Who says who is behind accounts, Teams are the names of teams that can be chosen.
	Who   *identity.Directory
	Teams []string
	// Views are the saved filters.
	Views []feed.View
	// Me is the name of whoever asks, if that is known. Reader says that it is kept what they have read: up to the number Seen of
	// the log.
	Me     string
	Reader bool
	Seen   int64
	// Now is when it is read, and Zone where days begin.
	Now  time.Time
	Zone *time.Location
}

// A Query is what an address asks for.
type Query struct {
	// Values are the filters as they were given, tidied.
	Values url.Values
	Filter feed.Filter
	// Personal says that it means something else to everybody: is:unread, person:me.
	Personal bool
	// Sources are the names of the sources that source and tool choose together, for lists that do not know of tools. Nil is
	// all of them; where there are none an empty name stands for that.
	Sources []string
}

// MaxWords is the length in bytes of the longest text that can be searched for.
const MaxWords = 200

// Read reads the filters of an address. Others are names that may stand there too, and are left out. The error is a
// *Mistake.
func Read(values url.Values, k Known, others ...string) (Query, error) {
	q := Query{Values: Tidy(values)}
	for name := range q.Values {
		if !slices.Contains(Names(), name) && !slices.Contains(others, name) {
			return q, Unknown("", "There is no filter called", name, Names())
		}
	}
	for _, name := range others {
		q.Values.Del(name)
	}
	given, err := withView(q.Values, k)
	if err != nil {
		return q, err
	}
	for _, step := range []func(*Query, url.Values, Known) error{
		readText, readIs, readWords, readSources, readPeople, readTimes,
	} {
		if err := step(&q, given, k); err != nil {
			return q, err
		}
	}
	return q, nil
}

// Tidy returns the values without empty and repeated ones, each name's in order. What a search says of the other filters,
// kind:decision, stands there as if it had been chosen.
func Tidy(values url.Values) url.Values {
	out := url.Values{}
	add := func(name, v string) {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(out[name], v) {
			out[name] = append(out[name], v)
		}
	}
	for name, given := range values {
		for _, v := range given {
			if name == "q" {
				rest, found := lift(v)
				add(name, rest)
				for other, lifted := range found {
					for _, v := range lifted {
						add(other, v)
					}
				}
				continue
			}
			add(name, v)
		}
	}
	for _, of := range out {
		slices.Sort(of)
	}
	if words := out["q"]; len(words) > 1 {
		out["q"] = []string{strings.Join(words, " ")}
	}
	return out
}

func readText(q *Query, given url.Values, _ Known) error {
	q.Filter.Query = strings.Join(given["q"], " ")
	if len(q.Filter.Query) > MaxWords {
		return &Mistake{Filter: "q", Title: "That is too much to search for",
			Text: fmt.Sprintf("A search may be %d characters long.", MaxWords)}
	}
	return misspelt(q.Filter.Query)
}

func readWords(q *Query, given url.Values, _ Known) error {
	for _, v := range given["kind"] {
		kind, not := strings.CutPrefix(v, "-")
		if !slices.Contains(feed.Kinds(), feed.Kind(kind)) {
			return Unknown("kind", "There is no kind of event called", kind, Texts(feed.Kinds()))
		}
		choose(&q.Filter.Kinds, &q.Filter.Without.Kinds, feed.Kind(kind), not)
	}
	for _, v := range given["verb"] {
		verb, not := strings.CutPrefix(v, "-")
		if feed.Verb(verb).Kind() == "" {
			return Unknown("verb", "There is no verb", verb, Texts(Verbs()))
		}
		choose(&q.Filter.Verbs, &q.Filter.Without.Verbs, feed.Verb(verb), not)
	}
	states := given["state"]
	for _, v := range states {
		if v != string(feed.StateOpen) && v != string(feed.StateClosed) {
			return Unknown("state", "Items have no state", v, []string{"open", "closed"})
		}
	}
	if len(states) == 1 { // both are all
		q.Filter.State = feed.State(states[0])
	}
	return nil
}

// choose adds a value to what is chosen, or to what is left out.
func choose[T any](chosen, without *[]T, v T, not bool) {
	if not {
		chosen = without
	}
	*chosen = append(*chosen, v)
}

func readIs(q *Query, given url.Values, k Known) error {
	for _, v := range given["is"] {
		switch v {
		case "flagged":
			q.Filter.Flagged = true
		case "unread":
			if !k.Reader {
				return &Mistake{Filter: "is", Value: v, Title: "Nobody knows who reads this",
					Text: "What is unread is another thing to everybody: it can be chosen on the pages, and not here."}
			}
			q.Filter.After, q.Personal = k.Seen, true
		default:
			return Unknown("is", "Nothing is", v, []string{"flagged", "unread", "open", "closed"})
		}
	}
	return nil
}

// withView puts what a view says in the place of the view. What is said beside it counts in place of what the view says of the
// same filter; words to search for are added.
func withView(values url.Values, k Known) (url.Values, error) {
	names := values["view"]
	if len(names) == 0 {
		return values, nil
	}
	if len(names) > 1 {
		return nil, &Mistake{Filter: "view", Value: names[1], Title: "One view at a time", Text: "Only one view can be shown at a time."}
	}
	i := slices.IndexFunc(k.Views, func(v feed.View) bool { return strings.EqualFold(v.Name, names[0]) })
	if i < 0 {
		known := make([]string, len(k.Views))
		for i, v := range k.Views {
			known[i] = v.Name
		}
		return nil, Unknown("view", "There is no view called", names[0], known)
	}
	out := Tidy(url.Values{"q": {k.Views[i].Filter}})
	if len(out["view"]) > 0 {
		return nil, &Mistake{Filter: "view", Value: names[0], Title: "A view of a view", Text: "The filter of a view cannot name another view."}
	}
	for name, given := range values {
		switch name {
		case "view":
		case "q":
			out[name] = append(out[name], given...)
		default:
			out[name] = given
		}
	}
	return out, nil
}
