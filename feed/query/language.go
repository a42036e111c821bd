package query

import (
	"net/url"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed/spelling"
)

// prefixes are what can stand before a colon in a search, and the filters they mean.
var prefixes = map[string]string{
	"kind": "kind", "verb": "verb", "tool": "tool", "source": "source", "person": "person", "team": "team", "state": "state",
	"is": "is", "view": "view", "since": "since", "after": "since", "until": "until", "before": "until",
}

// Prefixes lists what can stand before a colon in a search, in the order in which it is explained.
func Prefixes() []string {
	return []string{"kind", "tool", "source", "person", "team", "verb", "is", "before", "after", "since", "until", "state", "view"}
}

// lift takes what is written as name:value out of a search, and returns what remains of it. A value with spaces is quoted,
// person:"Ana Lima"; a minus sign before the name leaves out what has the value.
func lift(search string) (rest string, found url.Values) {
	found = url.Values{}
	var kept []string
	for _, t := range tokens(search) {
		name, ok := prefixes[strings.ToLower(t.name)]
		if !ok || t.value == "" {
			kept = append(kept, t.text)
			continue
		}
		value := t.value
		if slices.Contains(worded, name) {
			value = strings.ToLower(value)
		}
		if name == "is" && (value == "open" || value == "closed") {
			name = "state"
		}
		switch {
		case t.not:
			value = "-" + value
		case strings.EqualFold(t.name, "before"):
			value = "<" + value
		}
		found.Add(name, value)
	}
	return strings.Join(kept, " "), found
}

// worded are the filters whose values are our words, and no names.
var worded = []string{"kind", "verb", "tool", "state", "is"}

// A token is a word or a phrase of a search. Where it is written as name:value, it has both.
type token struct {
	text        string
	not         bool
	name, value string
}

// tokens cuts a search as it will be searched: at spaces, but for those in quotes.
func tokens(search string) (list []token) {
	for rest := strings.TrimSpace(search); rest != ""; rest = strings.TrimSpace(rest) {
		whole := rest
		t := token{not: strings.HasPrefix(rest, "-")}
		rest = strings.TrimPrefix(rest, "-")
		if !strings.HasPrefix(rest, `"`) {
			word := rest[:end(rest)]
			rest = rest[len(word):]
			t.name, t.value, _ = strings.Cut(word, ":")
		}
		quotable := t.name == "" || t.value == "" && whole[len(whole)-len(rest)-1] == ':'
		if quoted, ok := strings.CutPrefix(rest, `"`); ok && quotable {
			t.value, rest, _ = strings.Cut(quoted, `"`)
		}
		t.text = strings.TrimSpace(whole[:len(whole)-len(rest)])
		list = append(list, t)
	}
	return list
}

// end is where the first word of a search ends.
func end(search string) int {
	if i := strings.IndexAny(search, " \t\n\""); i >= 0 {
		return i
	}
	return len(search)
}

// misspelt finds what was probably meant as a prefix. In quotes it is searched for as it stands.
func misspelt(search string) error {
	for _, t := range tokens(search) {
		name := strings.ToLower(t.name)
		if t.value == "" || strings.HasPrefix(t.value, "//") || slices.Contains(Prefixes(), name) || len(name) < 3 {
			continue
		}
		for _, p := range Prefixes() {
			if spelling.Distance(name, p) == 1 {
				return &Mistake{Filter: "q", Value: t.name, Known: Prefixes(), Title: "That is no filter",
					Text: "“" + Line(t.text) + "” looks like a filter, but there is none called “" + Line(t.name) + "”. In quotes it is searched for."}
			}
		}
	}
	return nil
}

// MaxName is the length in bytes of the longest name of a view.
const MaxName = 60

// Name says what is wrong with the name of a view, if anything is.
func Name(name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return &Mistake{Filter: "view", Title: "A view needs a name", Text: "Say what the view is to be called."}
	case len(name) > MaxName || name != Line(name):
		return &Mistake{Filter: "view", Value: name, Title: "That is no name for a view",
			Text: "A view’s name is one line of at most 60 letters."}
	}
	return nil
}
