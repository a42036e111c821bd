package feed

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Map says what a team means by the lists, statuses, sections and labels of a tool, in verbs. An item that is moved into
// a list that means [Decided] was decided, with who moved it and when. Names are compared without regard to case and
// spaces. The zero Map means nothing by anything.
type Map struct {
	Lists    map[string]Verb `yaml:"lists"`
	Statuses map[string]Verb `yaml:"statuses"`
	Sections map[string]Verb `yaml:"sections"`
	Labels   map[string]Verb `yaml:"labels"`
}

// meanings are the verbs that a list or a label can mean, and what leaving it means where that is something too.
var meanings = map[Verb]Verb{
	Proposed: "", Decided: "", Rejected: "", Superseded: "", Paused: Resumed, Resumed: "", Closed: Reopened, Reopened: "",
}

// Meanings lists the verbs that may stand in a Map, sorted.
func Meanings() []Verb { return slices.Sorted(maps.Keys(meanings)) }

// mappedKey ends the key of an event that a Map adds to one of the tool's.
const mappedKey = "/mapped"

// Apply says the page in the verbs of the map. A move becomes what the place it leads into means, or else the end of what
// the place it leads out of means; a label likewise. Between two places of one meaning it stays a move. From, Into, time
// and key stay, so that a page that is read again with another map revises what was stored. What is opened in a place
// with a meaning gets a second event behind the first. Items in a status that means [Closed] are closed.
//
// What the tool says itself has precedence: a move is not told as closing beside an event that tells the closing.
func (m Map) Apply(p *Page) {
	places, labels := m.places(), fold(m.Labels)
	if len(places)+len(labels) == 0 {
		return
	}
	told := map[moment]bool{}
	for _, e := range p.Events {
		told[momentOf(e, e.Verb)] = true
	}
	events := make([]Event, 0, len(p.Events))
	for _, e := range p.Events {
		verb := Verb("")
		switch e.Verb {
		case Moved:
			verb = meaning(places, e.From, e.Into)
		case Labeled:
			verb = meaning(labels, "", e.Into)
		case Unlabeled:
			verb = meaning(labels, cmp.Or(e.Into, e.From), "")
		case Opened:
			if opened := places[Folded(e.Into)]; e.Into != "" && opened != "" && len(e.Key)+len(mappedKey) <= MaxKey {
				second := e
				second.Key, second.Text = e.Key+mappedKey, ""
				second.say(opened)
				events = append(events, e, second)
				continue
			}
		}
		if verb != "" && !told[momentOf(e, verb)] {
			e.say(verb)
		}
		events = append(events, e)
	}
	p.Events = events
	m.close(p, places)
	for _, key := range p.Retracted {
		p.Retracted = append(p.Retracted, key+mappedKey)
	}
}

// close closes the items whose status means so, at the time of the event that says it if the page has that.
func (m Map) close(p *Page, places map[string]Verb) {
	for i := range p.Items {
		it := &p.Items[i]
		if it.State != StateOpen || it.Status == "" || places[Folded(it.Status)] != Closed {
			continue
		}
		it.State = StateClosed
		for _, e := range p.Events {
			if e.Item == it.ID && e.Verb == Closed && e.At.After(it.Closed) {
				it.Closed = e.At
			}
		}
	}
}

// say gives the event another verb, and the kind that goes with it.
func (e *Event) say(v Verb) { e.Verb, e.Kind = v, v.Kind() }

// A moment is what makes two events tell the same.
type moment struct {
	item string
	verb Verb
	at   int64
}

func momentOf(e Event, v Verb) moment { return moment{e.Item, v, e.At.UnixNano()} }

// meaning is what going from one place into another means: nothing where both mean the same.
func meaning(of map[string]Verb, from, into string) Verb {
	left, entered := of[Folded(from)], of[Folded(into)]
	switch {
	case left == entered:
		return ""
	case entered != "":
		return entered
	}
	return meanings[left]
}

// places are lists, statuses and sections in one: an event does not tell which of them it moved between.
func (m Map) places() map[string]Verb {
	all := map[string]Verb{}
	for _, names := range []map[string]Verb{m.Lists, m.Statuses, m.Sections} {
		maps.Copy(all, fold(names))
	}
	return all
}

func fold(names map[string]Verb) map[string]Verb {
	all := map[string]Verb{}
	for name, verb := range names {
		all[Folded(name)] = verb
	}
	return all
}

// Folded is a name of a list, a status or a label as it is compared: without regard to case and spaces.
func Folded(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// A Contradiction is an entry of a [Map] that cannot be meant: Name in the table In, and why not.
type Contradiction struct{ In, Name, Reason string }

// Check returns what is wrong with the map, in the order of its tables and names.
func (m Map) Check() []Contradiction {
	var wrong []Contradiction
	type entry struct {
		in, name string
		verb     Verb
	}
	places, labels := map[string]entry{}, map[string]entry{}
	for _, table := range []struct {
		in    string
		names map[string]Verb
		known map[string]entry
	}{{"lists", m.Lists, places}, {"statuses", m.Statuses, places}, {"sections", m.Sections, places}, {"labels", m.Labels, labels}} {
		for _, name := range slices.Sorted(maps.Keys(table.names)) {
			e := entry{table.in, name, table.names[name]}
			first, twice := table.known[Folded(name)]
			switch _, can := meanings[e.verb]; {
			case Folded(name) == "":
				wrong = append(wrong, Contradiction{e.in, name, "the name is empty"})
			case !can:
				wrong = append(wrong, Contradiction{e.in, name, fmt.Sprintf("%q is not what it can mean; write one of: %s", e.verb, verbList())})
			case twice && (first.in == e.in || first.verb != e.verb):
				wrong = append(wrong, Contradiction{e.in, name, fmt.Sprintf("%s has %q already, which means %s; case and spaces make no difference", first.in, first.name, first.verb)})
			}
			if !twice {
				table.known[Folded(name)] = e
			}
		}
	}
	return wrong
}

func verbList() string {
	var words []string
	for _, v := range Meanings() {
		words = append(words, string(v))
	}
	return strings.Join(words, ", ")
}
