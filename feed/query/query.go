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
	return []string{"q", "kind", "verb", "tool", "source", "person", "team", "state", "since", "until"}
}

// Known is what there is to choose from.
type Known struct {
	Sources []feed.Source
	// Who says who is behind accounts, Teams are the names of teams that can be chosen.
	Who   *identity.Directory
	Teams []string
	// Now is when it is read, and Zone where days begin.
	Now  time.Time
	Zone *time.Location
}

// A Query is what an address asks for.
type Query struct {
	// Values are the filters as they were given, tidied.
	Values url.Values
	Filter feed.Filter
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
	for _, step := range []func(*Query, Known) error{readText, readWords, readSources, readPeople, readTimes} {
		if err := step(&q, k); err != nil {
			return q, err
		}
	}
	return q, nil
}

// Tidy returns the values without empty and repeated ones, each name's in order.
func Tidy(values url.Values) url.Values {
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

func readText(q *Query, _ Known) error {
	q.Filter.Query = strings.Join(q.Values["q"], " ")
	if len(q.Filter.Query) > MaxWords {
		return &Mistake{Filter: "q", Title: "That is too much to search for",
			Text: fmt.Sprintf("A search may be %d characters long.", MaxWords)}
	}
	return nil
}

func readWords(q *Query, _ Known) error {
	for _, v := range q.Values["kind"] {
		if !slices.Contains(feed.Kinds(), feed.Kind(v)) {
			return Unknown("kind", "There is no kind of event called", v, Texts(feed.Kinds()))
		}
		q.Filter.Kinds = append(q.Filter.Kinds, feed.Kind(v))
	}
	for _, v := range q.Values["verb"] {
		if feed.Verb(v).Kind() == "" {
			return Unknown("verb", "There is no verb", v, Texts(Verbs()))
		}
		q.Filter.Verbs = append(q.Filter.Verbs, feed.Verb(v))
	}
	states := q.Values["state"]
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
