package calendars

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/datelinehq/dateline/feed/spelling"
)

// A Mistake is something that cannot be meant.
type Mistake struct {
	// Path leads to the setting in the file: calendars.berlin.hours.monday:thursday[0].
	Path string
	Text string
}

// A Notice is something that works, but perhaps not as somebody thinks.
type Notice Mistake

// A place is where in the file something is written.
type place struct {
	path string
	rest string // what lies deeper and has no path
}

// root is where a calendar is written.
func root(name string, w Written) place {
	if w.at != "" {
		return place{path: w.at}
	}
	return place{path: "calendars"}.key(name)
}

// key is a setting below. One whose name would not be found again, because paths are split at dots and brackets, is where
// the setting around it is.
func (p place) key(name string) place {
	if p.rest != "" {
		return place{p.path, p.rest + "." + name}
	}
	if name == "" || strings.ContainsAny(name, ".[]") {
		return place{p.path, strconv.Quote(name)}
	}
	return place{path: p.path + "." + name}
}

// item is one of a list.
func (p place) item(i int) place {
	number := "[" + strconv.Itoa(i) + "]"
	if p.rest != "" {
		return place{p.path, p.rest + number}
	}
	return place{path: p.path + number}
}

// A reader understands what is written, and collects what there is to say about it.
type reader struct {
	zone    Zones
	found   []Mistake
	notices []Notice
}

func (r *reader) mistake(at place, format string, args ...any) {
	r.found = append(r.found, Mistake{at.path, at.say(format, args)})
}

func (r *reader) notice(at place, format string, args ...any) {
	r.notices = append(r.notices, Notice{at.path, at.say(format, args)})
}

// say words something about the place, in one line whatever came into it from elsewhere.
func (p place) say(format string, args []any) string {
	text := strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " ")
	if p.rest != "" {
		return p.rest + ": " + text
	}
	return text
}

// sorted are mistakes in the order of their paths, each once.
func sorted(found []Mistake) []Mistake {
	slices.SortFunc(found, func(a, b Mistake) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Text, b.Text)) })
	return slices.Compact(found)
}

// meant asks whether another word was, if one is like the one that was read.
func meant(word string, words []string) string {
	if near := spelling.Nearest(word, words); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}
