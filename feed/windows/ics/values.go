package ics

import (
	"errors"
	"fmt"
	"strings"
)

// of returns the zone in which a property is written, nil if it names none.
func (z *zones) of(p *property) (zone, error) {
	if p.kind == "DATE" {
		return nil, nil
	}
	return z.named(p.zone)
}

// stamp reads a property that is a date or a time.
func (z *zones) stamp(p *property) (stamp, error) {
	in, err := z.of(p)
	if err != nil {
		return stamp{}, err
	}
	s, err := parseStamp(p.value, in)
	if err != nil {
		return stamp{}, fmt.Errorf("has a %s of %w", p.name, err)
	}
	if p.kind == "DATE" {
		return s.onDate(), nil
	}
	return s, nil
}

// spans reads an RDATE: dates, times, or periods, which say themselves how long they are.
func spans(p property, in zone, long length) ([]span, error) {
	var all []span
	for value := range strings.SplitSeq(p.value, ",") {
		from, to, period := strings.Cut(value, "/")
		s := span{long: long}
		var err error
		if s.start, err = parseStamp(from, in); err != nil {
			return nil, fmt.Errorf("has an RDATE of %w", err)
		}
		if period && strings.HasPrefix(strings.ToUpper(strings.TrimSpace(to)), "P") {
			s.long, err = parseLength(strings.TrimSpace(to))
		} else if period {
			var end stamp
			if end, err = parseStamp(to, in); err == nil {
				s.long, err = between(s.start, end)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("has an RDATE of %s: %w", short(value), err)
		}
		all = append(all, s)
	}
	return all, nil
}

// fit gives an occurrence from an RDATE the form of the first one: a date, a reading, or an instant.
func (e *event) fit(s span) (span, error) {
	switch first := e.first.start; {
	case first.date:
		s.start = s.start.onDate()
		s.long = length{days: max(s.long.days+(s.long.seconds+day-1)/day, 1)}
	case s.start.date:
		s.start = stamp{wall: s.start.wall + first.wall - midnight(first.wall.Date()), zone: first.zone}
	case s.start.zone == nil:
		s.start.zone = first.zone
	case first.zone == nil:
		return s, errors.New("begins in no zone and has an RDATE in one")
	}
	return s, nil
}

// A mark is how an occurrence is told among those of its event: by its date or by its position.
type mark struct {
	date bool
	at   int64
}

// mark returns what a stamp in an EXDATE or RECURRENCE-ID marks among the occurrences of the event. A date marks all
// occurrences of a day, and what lacks a zone is in that of the event.
func (e *event) mark(s stamp) mark {
	first := e.first.start
	if first.date || s.date {
		return mark{true, int64(s.wall.Date())}
	}
	if s.zone == nil || first.zone == nil {
		s.zone = first.zone
	}
	return mark{false, s.position()}
}

// excepted reports whether an occurrence is taken out of the series.
func (e *event) excepted(s stamp) bool {
	return e.except[mark{true, int64(s.wall.Date())}] || e.except[mark{false, s.position()}]
}
