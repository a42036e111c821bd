package ics

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// Closings are the times at which an office is closed, in three lists because a clock treats them in three ways. Each
// is in the order of beginnings. What overlaps or touches is not joined: a union does that.
type Closings struct {
	// Days are taken out of the days of the wall clock, in whichever zone the calendar is used.
	Days []Days
	// Hours are taken out of the readings of the wall clock, in whichever zone the calendar is used.
	Hours []Hours
	// Instants are taken out of working time itself, after the zone has been applied.
	Instants []Instants
	// Mistakes are the events that had to be left out.
	Mistakes []Mistake
}

// Days is a run of whole local days.
type Days struct {
	Name        string       // why, in the words of the calendar; may be empty
	First, Last windows.Date // both are closed; First ≤ Last
}

// Hours is a run of wall-clock readings.
type Hours struct {
	Name        string
	From, Until Reading // closed in [From, Until); From < Until
}

// Instants is a run of instants, the same all over the world.
type Instants struct {
	Name        string
	From, Until time.Time // closed in [From, Until), in UTC and whole seconds; From < Until
}

// String writes the days for people: 2026-12-24 to 2026-12-26 Christmas.
func (d Days) String() string {
	if d.First == d.Last {
		return fmt.Sprintf("%v %s", d.First, d.Name)
	}
	return fmt.Sprintf("%v to %v %s", d.First, d.Last, d.Name)
}

// String writes the hours for people: 2026-12-24 12:00 to 2026-12-24 18:00 Christmas Eve.
func (h Hours) String() string { return fmt.Sprintf("%v to %v %s", h.From, h.Until, h.Name) }

// String writes the instants for people: 2026-12-24 11:00Z to 2026-12-24 17:00Z Christmas Eve.
func (i Instants) String() string {
	return fmt.Sprintf("%sZ to %sZ %s", written(i.From), written(i.Until), i.Name)
}

// add notes one closing under the list that is its own.
func (c *Closings) add(name string, s span) {
	switch from, until := s.start.position(), s.end(); {
	case s.start.date:
		c.Days = append(c.Days, Days{name, Reading(from).Date(), Reading(until).Date() - 1})
	case s.start.zone == nil:
		c.Hours = append(c.Hours, Hours{name, Reading(from), Reading(until)})
	default:
		c.Instants = append(c.Instants, Instants{name, time.Unix(from, 0).UTC(), time.Unix(until, 0).UTC()})
	}
}

func (c *Closings) sort() {
	slices.SortFunc(c.Days, func(a, b Days) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(c.Hours, func(a, b Hours) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Until, b.Until), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(c.Instants, func(a, b Instants) int {
		return cmp.Or(a.From.Compare(b.From), a.Until.Compare(b.Until), cmp.Compare(a.Name, b.Name))
	})
}
