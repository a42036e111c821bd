package ics

import "errors"

// A meter counts what it costs to follow rules, so that a hostile calendar ends in a mistake and not in an hour. A step is
// an occurrence, or the comparing of some days that bring none.
type meter struct{ event, all int }

const (
	maxSteps    = 100_000      // for one event: daily since 1950 takes 30,000
	maxAllSteps = 4_000_000    // for one calendar, which is a second or two
	search      = maxSteps + 1 // what it costs to look for a day to the end of time
)

var (
	errEvent    = errors.New("has an RRULE that takes too long to follow: it begins too early or hardly ever comes true")
	errCalendar = errors.New("the rules of the calendar take too long to follow: there are too many that repeat for too long")
)

// begin begins with another event.
func (m *meter) begin() { m.event = 0 }

// spend notes steps and says when they are too many. The library cannot be stopped in a search: a few of them are borne
// with for the sake of the other events, and then no more.
func (m *meter) spend(steps int) error {
	if steps >= search {
		steps = maxAllSteps / 8
	}
	m.event += steps
	m.all += steps
	switch {
	case m.all > maxAllSteps:
		return errCalendar
	case m.event > maxSteps:
		return errEvent
	}
	return nil
}
