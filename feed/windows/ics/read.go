package ics

import (
	"errors"
	"io"
	"time"
)

// A Calendar is the closings of an iCalendar text, its rules not yet followed. It does not change: many may use it at once.
type Calendar struct{ events []*event }

// Read reads an iCalendar text. An event that cannot be understood is a mistake and does not lose the others; an error
// means that the whole is no calendar, or not all of one. zone finds a zone of the time zone database by its name.
func Read(r io.Reader, zone func(name string) (*time.Location, error)) (*Calendar, []Mistake, error) {
	all, err := lines(r)
	if err != nil {
		return nil, nil, err
	}
	found, described, err := components(all)
	if err != nil {
		return nil, nil, err
	}
	z := newZones(zone, described, &meter{})
	var events []*event
	var mistakes []Mistake
	for _, c := range found {
		e, err := z.event(c)
		switch {
		case errors.Is(err, errCalendar):
			return nil, nil, errCalendar
		case err != nil:
			mistakes = append(mistakes, e.mistake(err))
		default:
			events = append(events, e)
		}
	}
	c := &Calendar{}
	for _, e := range replaced(latest(events)) {
		if e.closes() {
			c.events = append(c.events, e)
		}
	}
	return c, few(mistakes), nil
}

// An identity is what the versions of an event have in common.
type identity struct {
	uid  string
	line int  // in place of a UID that is missing
	one  bool // whether it replaces one occurrence
	at   mark // and which
}

func (e *event) identity() identity {
	id := identity{uid: e.uid}
	if e.uid == "" {
		id.line = e.line
	}
	if e.replaces != nil {
		id.one, id.at = true, mark{e.replaces.date, e.replaces.position()}
	}
	return id
}

// latest keeps one version of each event: that of the highest SEQUENCE, and among equals the last. Some programs give all
// their events one UID: equals that begin at different times are taken for different events.
func latest(events []*event) (kept []*event) {
	highest := map[identity]int{}
	for _, e := range events {
		id := e.identity()
		if n, known := highest[id]; !known || e.sequence > n {
			highest[id] = e.sequence
		}
	}
	type version struct {
		identity
		start int64
	}
	place := map[version]int{}
	for _, e := range events {
		v := version{identity: e.identity()}
		if e.sequence < highest[v.identity] {
			continue
		}
		if !v.one {
			v.start = e.first.start.position()
		}
		if at, known := place[v]; known {
			kept[at] = e
			continue
		}
		place[v] = len(kept)
		kept = append(kept, e)
	}
	return kept
}

// replaced takes the occurrences that were moved or cancelled out of their series.
func replaced(events []*event) []*event {
	moved := map[string][]stamp{}
	for _, e := range events {
		if e.replaces != nil {
			moved[e.uid] = append(moved[e.uid], *e.replaces)
		}
	}
	for _, e := range events {
		if e.replaces == nil && e.uid != "" {
			for _, s := range moved[e.uid] {
				e.except[e.mark(s)] = true
			}
		}
	}
	return events
}
