package ics

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"

	"github.com/datelinehq/dateline/feed/windows"
)

// horizon is until when the rules of a zone are followed; the last offset stays from then on.
var horizon = windows.NewDate(2100, 1, 1)

// A change is when the clocks of a zone are put forward or back.
type change struct{ instant, offset int64 }

// described makes a zone of a VTIMEZONE: of the changes that its STANDARD and DAYLIGHT parts make.
func described(c *component, m *meter) (zone, error) {
	if c.broken != nil {
		return nil, c.broken
	}
	var changes []change
	first := change{instant: 1 << 62}
	m.begin()
	for _, part := range c.inside {
		from, to, made, err := observance(part, m)
		if err != nil {
			return nil, err
		}
		for _, at := range made {
			changes = append(changes, change{at, to})
			if at < first.instant {
				first = change{at, from}
			}
		}
	}
	if len(changes) == 0 {
		return nil, errors.New("says nothing about its clocks")
	}
	slices.SortStableFunc(changes, func(a, b change) int { return cmp.Compare(a.instant, b.instant) })
	return func(instant int64) int64 {
		after := sort.Search(len(changes), func(i int) bool { return changes[i].instant > instant })
		if after == 0 {
			return first.offset
		}
		return changes[after-1].offset
	}, nil
}

// observance reads one part: the offsets before and after, and the instants at which it begins. The readings in it are of
// the clocks before the change.
func observance(c *component, m *meter) (from, to int64, at []int64, err error) {
	if c.broken != nil {
		return 0, 0, nil, c.broken
	}
	if from, err = parseOffset(c.text("TZOFFSETFROM")); err != nil {
		return 0, 0, nil, err
	}
	if to, err = parseOffset(c.text("TZOFFSETTO")); err != nil {
		return 0, 0, nil, err
	}
	start, err := parseStamp(c.text("DTSTART"), fixed(from))
	if err != nil {
		return 0, 0, nil, fmt.Errorf("has a DTSTART of %w", err)
	}
	start.zone, start.date = fixed(from), false
	at = append(at, start.position())
	for _, p := range c.properties {
		switch p.name {
		case "RRULE":
			r, err := parseRule(p.value, start)
			if err != nil {
				return 0, 0, nil, err
			}
			if err := r.follow(midnight(horizon), m, func(s stamp) { at = append(at, s.position()) }); err != nil {
				return 0, 0, nil, err
			}
		case "RDATE":
			more, err := spans(p, fixed(from), length{})
			if err != nil {
				return 0, 0, nil, err
			}
			for _, s := range more {
				at = append(at, s.start.position())
			}
		}
	}
	return from, to, at, nil
}

// parseOffset reads +0100 and -043000.
func parseOffset(s string) (int64, error) {
	n, err := strconv.Atoi(s)
	if err != nil || len(s) != len("+0100") && len(s) != len("+010000") {
		return 0, fmt.Errorf("has an offset of %s, which is not like +0100", short(s))
	}
	if len(s) == len("+0100") {
		n *= 100
	}
	offset := n/10000*3600 + n/100%100*60 + n%100
	if offset <= -day || offset >= day {
		return 0, fmt.Errorf("has an offset of %s, which is a day or more", short(s))
	}
	return int64(offset), nil
}
