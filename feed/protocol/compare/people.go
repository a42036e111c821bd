package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/protocol/wording"
	"github.com/datelinehq/dateline/feed/windows"
)

// people tells who joins and leaves, and what of whom changes.
func (c *comparison) people() {
	for _, name := range personNames(c.before) {
		person := personOf(c.before, name)
		renamed, stays := c.personNames[name]
		if !stays {
			text := "leaves"
			if all := ids(person); len(all) > 0 {
				text += "; " + wording.And(all...) + " would be nobody's here"
			}
			c.add(Removed, name, text)
			continue
		}
		if parts := c.personChange(person, personOf(c.after, renamed)); len(parts) > 0 {
			c.add(Changed, name, strings.Join(parts, "; "))
		}
	}
	for i := range c.after.People {
		person := &c.after.People[i]
		if taken(c.personNames, person.Name) {
			continue
		}
		parts := []string{"joins"}
		if hours := c.after.HoursOf(person.Name); hours != nil {
			parts = append(parts, "works by "+strconv.Quote(hours.Name))
		}
		if all := ids(person); len(all) > 0 {
			parts = append(parts, "with "+wording.And(all...))
		}
		if off := timeOff(person.Away); len(off) > 0 {
			parts = append(parts, "away "+wording.And(off...))
		}
		c.add(Added, person.Name, strings.Join(parts, ", "))
	}
}

func (c *comparison) personChange(was, would *protocol.Person) (parts []string) {
	if was.Name != would.Name {
		parts = append(parts, "would be called "+would.Name)
	}
	if was.Calendar != "" || would.Calendar != "" { // else the calendar of everybody else is told
		from, to := cmp.Or(was.Calendar, c.before.Calendar), cmp.Or(would.Calendar, c.after.Calendar)
		if text := c.byAnother(from, to); text != "" {
			parts = append(parts, "works "+text)
		}
	}
	gained, lost := gainedAndLost(timeOff(was.Away), timeOff(would.Away))
	parts = append(parts, both("away %s", gained, "no longer away %s", lost)...)
	gained, lost = gainedAndLost(accountsOf(was.Accounts), accountsOf(would.Accounts))
	parts = append(parts, both("is %s too", gained, "is no longer %s", lost)...)
	gained, lost = gainedAndLost(was.Email, would.Email)
	return append(parts, both("also has the address %s", gained, "no longer has the address %s", lost)...)
}

// byAnother says that one calendar is used instead of another, by their names; nothing if it is the same one.
func (c *comparison) byAnother(from, to string) string {
	switch {
	case c.calendarNames[from] == to && from != "" || from == to:
		return ""
	case from == "":
		return fmt.Sprintf("by %q, until now by no calendar", to)
	case to == "":
		return fmt.Sprintf("by no calendar, until now by %q", from)
	}
	return fmt.Sprintf("by %q instead of %q", to, from)
}

// both says what is gained and lost, each if there is any.
func both(gains string, gained []string, loses string, lost []string) (parts []string) {
	if len(gained) > 0 {
		parts = append(parts, fmt.Sprintf(gains, wording.And(gained...)))
	}
	if len(lost) > 0 {
		parts = append(parts, fmt.Sprintf(loses, wording.And(lost...)))
	}
	return parts
}

// timeOff are absences in their order, days that follow each other in one.
func timeOff(away []calendars.Absence) []string {
	var whole, some []calendars.Absence
	for _, a := range away {
		if a.Part == (windows.Interval{}) {
			whole = append(whole, a)
		} else {
			some = append(some, a)
		}
	}
	slices.SortFunc(whole, func(a, b calendars.Absence) int { return int(a.From - b.From) })
	var joined []calendars.Absence
	for _, a := range whole {
		if n := len(joined); n > 0 && a.From <= joined[n-1].To+1 {
			joined[n-1].To = max(joined[n-1].To, a.To)
			continue
		}
		joined = append(joined, a)
	}
	var words []string
	for _, a := range append(joined, some...) {
		words = append(words, a.String())
	}
	return words
}
