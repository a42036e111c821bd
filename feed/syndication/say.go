package syndication

import (
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A Sentence is an event in words: somebody, and what they did.
type Sentence struct {
	// Who did it; of what becomes of an ask by itself, who owes, or who is told. It may be several names, and "somebody"
	// where the tool does not say.
	Who string
	// Did is the rest, in pieces.
	Did []Piece
}

// A Piece is a stretch of a sentence.
type Piece struct {
	Role Role
	Text string
}

// A Role says what a piece of a sentence stands for, so that it can be set apart from the words around it.
type Role int

// The roles of pieces.
const (
	// Words are our own, with the spaces around the other pieces.
	Words Role = iota
	// Item is how people name the item: acme/api#12.
	Item
	// People are the names of those it is addressed to.
	People
	// Value is a title, label, list or state.
	Value
)

// Say puts an entry into a sentence that names the item. Accounts go by the names that person gives them, and else by
// the tool's; person may be nil.
func Say(e feed.Entry, person feed.Namer) Sentence { return say(e, person, true) }

// SayBelow is Say for a place below the item's name, which the sentence leaves out: "Ana asked Ben to review".
func SayBelow(e feed.Entry, person feed.Namer) Sentence { return say(e, person, false) }

// String is the sentence as plain text, with neither a capital at the beginning nor a full stop.
func (s Sentence) String() string {
	var b strings.Builder
	b.WriteString(s.Who)
	b.WriteByte(' ')
	for _, p := range s.Did {
		b.WriteString(p.Text)
	}
	return b.String()
}

// Name is what an account is called: the person's name where one is known, else what the tool calls it.
func Name(tool string, a feed.Account, person feed.Namer) string {
	if person != nil && a.ID != "" {
		if name := person(tool, a.ID); name != "" {
			return name
		}
	}
	return a.Label()
}

func say(e feed.Entry, person feed.Namer, item bool) Sentence {
	to := make([]string, len(e.To))
	for i, a := range e.To {
		to[i] = Name(e.Tool, a, person)
	}
	blanks := map[string]Piece{
		"from": {Value, e.From},
		"into": {Value, e.Into},
		"to":   {People, enumerate(to)},
		"item": {Item, called(e)},
	}
	if e.Verb == feed.Changed {
		blanks["field"], blanks["from"], blanks["into"] = field(e.From, e.Into)
	}
	s := Sentence{Who: Name(e.Tool, e.By, person)}
	switch e.Verb {
	case feed.Flagged, feed.Warned, feed.Met, feed.Missed, feed.Escalated: // From is who waits, Into how long they need not
		s.Who = first(enumerate(to), s.Who)
		blanks["from"], blanks["into"] = Piece{People, e.From}, Piece{Words, feed.InWords(e.Into)}
	case feed.Promised, feed.Snoozed, feed.Waived, feed.Confirmed:
		blanks["from"], blanks["into"] = Piece{People, e.From}, Piece{Words, until(e.Into)}
	}
	if e.Verb == feed.Assigned && len(e.To) == 1 && e.By.ID != "" && e.To[0].ID == e.By.ID {
		blanks["to"] = Piece{Words, "themselves"}
	}
	for _, form := range forms[e.Verb] {
		if did, ok := fill(form, blanks, item && blanks["item"].Text != ""); ok {
			s.Did = did
			return s
		}
	}
	s.Did = []Piece{{Words, strings.ReplaceAll(string(e.Verb), "_", " ")}}
	return s
}

// minute is how a time is written in a sentence.
const minute = "2 January 2006, 15:04"

// until is a time that was written for programs as people read it.
func until(s string) string {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return s
	}
	return t.UTC().Format(minute) + " UTC"
}

// field takes the name of a field from its values before and after, which are written "priority: high".
func field(from, into string) (name, before, after Piece) {
	was, old, hadName := strings.Cut(from, ": ")
	is, now, hasName := strings.Cut(into, ": ")
	switch {
	case hadName && hasName && was == is, hadName && into == "", hasName && from == "":
		return Piece{Words, first(was, is)}, Piece{Value, old}, Piece{Value, now}
	}
	return Piece{}, Piece{Value, from}, Piece{Value, into}
}

// called is how the entry's item is named in a sentence; nothing if it happened to no item.
func called(e feed.Entry) string {
	switch {
	case e.Item == "":
		return ""
	case e.On.Key != "":
		return e.On.Key
	}
	return "an item of " + e.Source
}

// fill puts the blanks into a form. It reports false if one of them is empty.
func fill(form string, blanks map[string]Piece, item bool) ([]Piece, bool) {
	if before, rest, found := strings.Cut(form, "["); found {
		within, after, _ := strings.Cut(rest, "]")
		named, nameless, _ := strings.Cut(within, "|")
		if !item {
			named = nameless
		}
		form = before + named + after
	}
	var pieces []Piece
	for form != "" {
		words, rest, found := strings.Cut(form, "{")
		if words != "" {
			pieces = append(pieces, Piece{Words, words})
		}
		if !found {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		p := blanks[name]
		if p.Text == "" {
			return nil, false
		}
		pieces = append(pieces, p)
		form = after
	}
	return pieces, true
}

// enumerate joins names: "Ana", "Ana and Ben", "Ana, Ben and Chen".
func enumerate(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
