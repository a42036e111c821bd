package compare

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/protocol/rules"
	"github.com/datelinehq/dateline/feed/protocol/wording"
	"github.com/datelinehq/dateline/feed/windows"
)

// asked tells of what is asked now and would be due at another time. Kinds for which the same is true of everybody are told
// together, and so are people of whom it is.
func (c *comparison) asked() {
	all := map[string][]feed.AskKind{} // kinds by what is told of each person
	told := map[string][]example{}
	var order []string
	for _, kind := range feed.AskKinds() {
		examples := c.examples(func(person, renamed string) (before, after *protocol.Window) {
			return c.chosen(c.before, kind, person), c.chosen(c.after, kind, renamed)
		})
		if len(examples) == 0 {
			continue
		}
		key := fmt.Sprint(examples)
		if all[key] == nil {
			order = append(order, key)
		}
		all[key], told[key] = append(all[key], kind), examples
	}
	var details []string
	for _, key := range order {
		for _, e := range told[key] {
			details = append(details, fmt.Sprintf("%s asked of %s now %s", kinds(all[key]), some(e.people), e.text))
		}
	}
	if len(details) > 0 {
		c.add(Changed, "deadlines", "what is asked now would be due at another time", details...)
	}
}

// direct are the examples of a window that no response comes to of which only the kind is known.
func (c *comparison) direct(before, after *protocol.Window) []string {
	var details []string
	for _, e := range c.examples(func(string, string) (w, v *protocol.Window) { return before, after }) {
		details = append(details, fmt.Sprintf("asked of %s now, it %s", some(e.people), e.text))
	}
	return details
}

// An example is what is true of some people.
type example struct {
	text   string
	people []string
}

// examples compares what is asked now of everybody who stays, by the windows that a function chooses.
func (c *comparison) examples(choose func(person, renamed string) (before, after *protocol.Window)) []example {
	var all []example
	for _, name := range personNames(c.before) {
		renamed, stays := c.personNames[name]
		if !stays {
			continue
		}
		w, v := choose(name, renamed)
		was, is := c.due(w, c.before.HoursOf(name)), c.due(v, c.after.HoursOf(renamed))
		if was.at.Equal(is.at) && was.never == is.never {
			continue
		}
		text := c.moved(was, is)
		i := slices.IndexFunc(all, func(e example) bool { return e.text == text })
		if i < 0 {
			i, all = len(all), append(all, example{text: text})
		}
		all[i].people = append(all[i].people, renamed)
	}
	return all
}

// chosen is the window of a response of which nothing but its kind is known, nil if there is none.
func (c *comparison) chosen(p *protocol.Protocol, kind feed.AskKind, person string) *protocol.Window {
	w, ok := p.Window(rules.Facts{
		Kind: string(kind), Urgency: string(protocol.Normal), Responder: person,
		Team: rules.Teams(p.TeamsOf(person)), Opened: c.now,
	})
	if !ok {
		return nil
	}
	return &w
}

// reached are the new names of the windows that such responses come to.
func (c *comparison) reached() map[string]bool {
	names := map[string]bool{}
	for _, kind := range feed.AskKinds() {
		for _, person := range personNames(c.after) {
			if w := c.chosen(c.after, kind, person); w != nil {
				names[w.Name] = true
			}
		}
	}
	return names
}

// A deadline is when a response is due, in the zone of whoever owes it, or why it never is.
type deadline struct {
	at    time.Time
	never string
}

func (c *comparison) due(w *protocol.Window, hours *calendars.Calendar) deadline {
	if w == nil {
		return deadline{never: "no window is for it"}
	}
	clock, zone := windows.Clock{}, time.UTC
	if hours != nil {
		clock.Calendar, zone = hours.Calendar, hours.Zone()
	}
	times, err := w.Term().Start(clock, c.now)
	if err != nil {
		return deadline{never: err.Error()}
	}
	return deadline{at: times.Due.In(zone)}
}

// moved says when something is due in place of when it was.
func (c *comparison) moved(was, is deadline) string {
	zone := func(d deadline) string { return " (" + d.at.Location().String() + ")" }
	switch {
	case is.never != "" && was.never != "":
		return fmt.Sprintf("would never be due, for %s; until now because %s", is.never, was.never)
	case is.never != "":
		return fmt.Sprintf("would never be due instead of %s%s: %s", c.clock(was), zone(was), is.never)
	case was.never != "":
		return fmt.Sprintf("would be due %s%s instead of never", c.clock(is), zone(is))
	case zone(was) == zone(is):
		return fmt.Sprintf("would be due %s instead of %s%s", c.clock(is), c.clock(was), zone(is))
	}
	return fmt.Sprintf("would be due %s%s instead of %s%s", c.clock(is), zone(is), c.clock(was), zone(was))
}

// clock is an instant as clocks there show it, with the year if it is another than now.
func (c *comparison) clock(d deadline) string {
	if d.at.Year() != c.now.In(d.at.Location()).Year() {
		return d.at.Format("Mon 2 Jan 2006 15:04")
	}
	return d.at.Format("Mon 2 Jan 15:04")
}

// kinds says which kinds of responses something is about.
func kinds(some []feed.AskKind) string {
	var these, others []string
	for _, kind := range feed.AskKinds() {
		if slices.Contains(some, kind) {
			these = append(these, kind.Owed())
		} else {
			others = append(others, kind.Owed())
		}
	}
	switch {
	case len(others) == 0:
		return "a response"
	case len(these) > 3 && len(others) <= 3:
		return "any response but " + wording.Or(others...)
	case len(these) > 4:
		return strings.Join(these[:3], ", ") + fmt.Sprintf(" or one of %d other kinds", len(these)-3)
	}
	return wording.Or(these...)
}
