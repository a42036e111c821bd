package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed/windows"
)

// A Unit is that in which a window is written.
type Unit string

// The units.
const (
	WorkingHours Unit = "wh"
	BusinessDays Unit = "bd"
	ElapsedHours Unit = "h"
)

// Units lists them.
func Units() []Unit { return []Unit{WorkingHours, BusinessDays, ElapsedHours} }

// ParseUnit reads a unit.
func ParseUnit(s string) (Unit, error) {
	if u := Unit(s); slices.Contains(Units(), u) {
		return u, nil
	}
	return "", fmt.Errorf("%q is no unit of a window; there are "+
		"wh (working hours), bd (business days) and h (elapsed hours)", s)
}

// UnitOf is the unit that a length is written in.
func UnitOf(l windows.Length) Unit {
	switch {
	case !l.NeedsCalendar():
		return ElapsedHours
	case strings.HasSuffix(l.String(), string(BusinessDays)):
		return BusinessDays
	}
	return WorkingHours
}

// Steps are the lengths that a window is looked for among, each longer than the one before: those that a team would agree
// on. Working hours go by halves up to eight, by ones up to 40, by eights up to 2000, which is about a year; business days
// by ones up to 250; elapsed hours by ones up to a day, by fours up to three days, by days up to a year.
func (u Unit) Steps() []windows.Length {
	var steps []windows.Length
	add := func(first, last, by float64) {
		for n := first; n <= last; n += by {
			l, err := windows.ParseLength(fmt.Sprintf("%g%s", n, u))
			if err != nil {
				panic(err) // constants: the first test would find it
			}
			steps = append(steps, l)
		}
	}
	switch u {
	case BusinessDays:
		add(1, 250, 1)
	case ElapsedHours:
		add(1, 24, 1)
		add(28, 72, 4)
		add(96, 365*24, 24)
	default:
		add(0.5, 8, 0.5)
		add(9, 40, 1)
		add(48, 2000, 8)
	}
	return steps
}
