package ics

import (
	"fmt"
	"strings"
	"time"
)

// A zone tells how many seconds its clocks are ahead of UTC at an instant, which is told in Unix seconds.
type zone func(instant int64) int64

// fixed is a zone that never changes its clocks.
func fixed(offset int64) zone { return func(int64) int64 { return offset } }

var greenwich = fixed(0)

// of makes a zone of one that Go knows.
func of(loc *time.Location) zone {
	return func(instant int64) int64 {
		_, offset := time.Unix(instant, 0).In(loc).Zone()
		return int64(offset)
	}
}

// instant returns when the clocks of a zone show a reading: the first time if they show it twice, and if they skip it the
// instant at which they would have shown it. RFC 5545 says so in section 3.3.5; time.Date promises neither.
func (z zone) instant(r Reading) int64 {
	wall := int64(r)
	before, after := z(wall-day), z(wall+day)
	for _, offset := range []int64{before, after} {
		if z(wall-offset) == offset {
			return wall - offset
		}
	}
	return wall - before
}

// maxZones is how many zones are looked for. There are some four hundred.
const maxZones = 500

// zones finds zones by the names that a calendar uses for them.
type zones struct {
	known func(name string) (*time.Location, error) // those of the time zone database
	own   map[string]*component                     // the VTIMEZONEs of the calendar
	found map[string]zone
	wrong map[string]error
	meter *meter
}

func newZones(known func(string) (*time.Location, error), own []*component, m *meter) *zones {
	z := &zones{known: known, own: map[string]*component{}, found: map[string]zone{}, wrong: map[string]error{}, meter: m}
	for _, c := range own {
		z.own[c.text("TZID")] = c
	}
	return z
}

// named returns the zone of a TZID: the one with this name in the time zone database, or else the one that the calendar
// describes, or else the one that Windows calls so.
func (z *zones) named(id string) (zone, error) {
	if id == "" {
		return nil, nil
	}
	if _, known := z.found[id]; !known && z.wrong[id] == nil {
		z.found[id], z.wrong[id] = z.look(id)
	}
	return z.found[id], z.wrong[id]
}

func (z *zones) look(id string) (zone, error) {
	if len(z.found) >= maxZones {
		return nil, fmt.Errorf("is in the zone %s, after %d other zones: no calendar needs so many", short(id), maxZones)
	}
	if loc := z.database(id); loc != nil {
		return of(loc), nil
	}
	if c := z.own[id]; c != nil {
		described, err := described(c, z.meter)
		if err != nil {
			return nil, fmt.Errorf("is in the zone %s, which the calendar describes in line %d: it %w", short(id), c.line, err)
		}
		return described, nil
	}
	if loc := z.database(byWindows[id]); loc != nil {
		return of(loc), nil
	}
	return nil, fmt.Errorf("is in the zone %s, which the calendar does not describe and nobody else knows", short(id))
}

// database looks a name up in the time zone database. Some programs put a path of their own before it, after a slash:
// /mozilla.org/20050126_1/Europe/Berlin.
func (z *zones) database(id string) *time.Location {
	names := []string{id}
	if path := strings.Split(id, "/"); path[0] == "" {
		names = []string{strings.Join(path[max(len(path)-3, 1):], "/"), strings.Join(path[max(len(path)-2, 1):], "/")}
	}
	for _, name := range names {
		if name == "" || name == "Local" { // Go has its own meaning for them
			continue
		}
		if loc, err := z.known(name); err == nil {
			return loc
		}
	}
	return nil
}
