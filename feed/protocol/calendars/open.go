package calendars

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/datelinehq/dateline/feed/windows"
	"github.com/datelinehq/dateline/feed/windows/ics"
)

// Open makes calendars of what Check finds nothing wrong with, and of those of their Books that could be brought. Notices
// come in the order of the calendars' names.
func Open(all map[string]Written, zone Zones, books map[string]*ics.Calendar) (map[string]*Calendar, []Notice) {
	o := newOpener(all, zone, books)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		o.calendar(name)
	}
	return o.made, o.notices
}

// An opener makes each calendar once, and reads each book once.
type opener struct {
	reader
	all    map[string]Written
	books  map[string]*ics.Calendar
	read   map[string]*closings
	made   map[string]*Calendar
	shared map[string]*windows.Calendar // by what is written
}

func newOpener(all map[string]Written, zone Zones, books map[string]*ics.Calendar) *opener {
	return &opener{
		reader: reader{zone: zone}, all: all, books: books,
		read: map[string]*closings{}, made: map[string]*Calendar{}, shared: map[string]*windows.Calendar{},
	}
}

// calendar makes the calendar of a name, unless that is done.
func (o *opener) calendar(name string) *Calendar {
	if c := o.made[name]; c != nil {
		return c
	}
	w := o.all[name]
	c := &Calendar{Name: name}
	if len(w.parts()) > 0 {
		o.compose(c, w)
	} else {
		o.simple(c, w)
	}
	c.Lacks = slices.Compact(slices.Sorted(slices.Values(c.Lacks)))
	c.remember()
	o.made[name] = c
	return c
}

// compose makes a calendar of others.
func (o *opener) compose(c *Calendar, w Written) {
	var clocks []*windows.Calendar
	for _, name := range w.parts() {
		part := o.calendar(name)
		c.parts = append(c.parts, part)
		c.Lacks = append(c.Lacks, part.Lacks...)
		c.known = c.known.sooner(part.known)
		clocks = append(clocks, part.Calendar)
	}
	if w.Union != nil {
		c.Calendar = windows.Union(clocks[0], clocks[1:]...)
	} else {
		c.Calendar, c.every = windows.Intersection(clocks[0], clocks[1:]...), true
	}
}

// simple makes a calendar that is not made of others.
func (o *opener) simple(c *Calendar, w Written) {
	l := o.leaf(root(c.Name, w), w)
	var days []special
	for _, ref := range l.books {
		book := o.book(ref)
		if book == nil {
			c.Lacks = append(c.Lacks, ref.book)
			continue
		}
		days = append(days, book.days...)
		c.closings = append(c.closings, book.instants...)
	}
	l.days = append(days, l.days...) // exceptions stay the last
	c.days, c.known = l.days, l.known
	key, err := json.Marshal(w)
	if c.Calendar = o.shared[string(key)]; c.Calendar != nil {
		return
	}
	clock, noHours := l.open()
	if noHours != nil {
		panic("calendars: " + c.Name + " was opened without a check: " + noHours.Error())
	}
	if len(c.closings) > 0 {
		var taken []windows.Span
		for _, closed := range c.closings {
			taken = append(taken, closed.Span)
		}
		clock = clock.Without(taken...)
	}
	c.Calendar = clock
	if err == nil { // strings and lists of them always marshal
		o.shared[string(key)] = clock
	}
}

// Any is the calendar of those of whom any may answer, such as the members of a team. Its days are those of the first.
func Any(name string, first *Calendar, others ...*Calendar) *Calendar {
	c := &Calendar{Name: name}
	var clocks []*windows.Calendar
	for _, part := range append([]*Calendar{first}, others...) {
		c.parts = append(c.parts, part)
		c.Lacks = append(c.Lacks, part.Lacks...)
		c.known = c.known.sooner(part.known)
		clocks = append(clocks, part.Calendar)
	}
	c.Lacks = slices.Compact(slices.Sorted(slices.Values(c.Lacks)))
	c.Calendar = windows.Union(clocks[0], clocks[1:]...)
	c.remember()
	return c
}
